import pandas as pd
import pytest

from junggu.interactive.unit_bench import UnitBench

AMOUNTS = pd.Series([10, 12_000, 300, 20, None, 21_000])
USUAL = pd.Series([10.0, 10, 10, 20, 20, 20])
GROUPS = pd.Series(["가과", "가과", "가과", "나과", "나과", "나과"], name="부서")
SETTLED = pd.Series({"가과": 322, "나과": 60})


@pytest.fixture
def bench():
    return UnitBench(
        amounts=AMOUNTS, usual=USUAL, groups=GROUPS, settled=SETTLED, limits=[10, 100, 1100]
    )


def left(bench, limit):
    return bench.compared(limit=limit)["차이"].to_dict()


def test_the_right_line_leaves_only_what_is_missing(bench):
    assert left(bench, 100) == {"가과": 0, "나과": -19}


def test_too_low_a_line_divides_what_was_only_large(bench):
    assert left(bench, 10)["가과"] == pytest.approx(-299.7)


def test_too_high_a_line_leaves_a_wrong_unit(bench):
    assert left(bench, 1100)["나과"] == 21_000 + 20 - 60


def test_gaps_are_counted_and_nothing_is_put_into_them(bench):
    assert bench.compared(limit=100)["빈칸"].to_dict() == {"가과": 0, "나과": 1}
    assert bench.mended(limit=100).isna().sum() == 1


def test_moving_the_slider_says_both_differences(bench, capsys):
    capsys.readouterr()
    bench.limit.value = 100
    said = capsys.readouterr().out
    assert "평소의 100배부터 2칸을 1,000으로 나눴어요" in said
    assert "처음 +32,948천원, 지금 -19천원" in said
    assert "차이가 남은 부서는 1곳" in said


def test_it_starts_with_the_amounts_as_they_came(bench):
    assert bench.mended(limit=bench.limit.value).equals(AMOUNTS)
    assert "아무 칸도 나누지 않았어요" in bench.still().words
    assert "<img alt=" in bench.still().html


def test_the_still_picture_keeps_the_first_state(bench):
    before = bench.still().words
    bench.limit.value = 10
    assert bench.still().words == before


def test_a_balanced_bench_says_so(capsys):
    bench = UnitBench(
        amounts=AMOUNTS.fillna(19),
        usual=USUAL,
        groups=GROUPS,
        settled=SETTLED,
        limits=[100],
    )
    bench.limit.value = 100
    assert "지금 0천원이에요. 차이가 남은 부서는 0곳" in capsys.readouterr().out


def test_groups_that_stand_on_one_side_only_are_refused():
    with pytest.raises(ValueError, match="나과, 다과"):
        UnitBench(
            amounts=AMOUNTS,
            usual=USUAL,
            groups=GROUPS,
            settled=pd.Series({"가과": 322, "다과": 60}),
            limits=[100],
        )


def test_the_slider_answers_only_when_the_learner_is_done(bench):
    assert not bench.limit.continuous_update
