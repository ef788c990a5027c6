import pandas as pd
import pytest

from junggu.figures import picture
from junggu.interactive import review_threshold
from junggu.interactive.review_threshold import ReviewThreshold

TEXTS = pd.Series(["차가 막아요", "나무가 쓰러져요", "벌레가 많아요", "등이 꺼졌어요"])
TRUTH = pd.Series(["주정차", "공원", "환경", "공원"])
SAID = pd.Series(["주정차", "공원", "도로", "도로"])
CONFIDENCE = pd.Series([0.9, 0.4, 0.3, 0.8])
MONTHS = pd.Series(["5월", "5월", "6월", "6월"])


def made(**more):
    return ReviewThreshold(
        texts=TEXTS,
        truth=TRUTH,
        said=SAID,
        confidence=CONFIDENCE,
        what="민원",
        readable=25,
        thresholds=[0, 0.4, 0.5, 1],
        **more,
    )


def sizes(bench, threshold, **more):
    return {name: len(cases) for name, cases in bench.piles(threshold=threshold, **more).items()}


def test_without_a_threshold_nobody_reads_and_every_miss_goes_out():
    assert sizes(made(), 0) == {"right": 2, "wrong": 2, "read": 0}


def test_a_case_on_the_threshold_goes_out_by_itself():
    assert sizes(made(), 0.4) == {"right": 2, "wrong": 1, "read": 1}
    assert sizes(made(), 0.5) == {"right": 1, "wrong": 1, "read": 2}


def test_a_confident_miss_goes_out_until_everything_is_read():
    assert made().piles(threshold=0.5)["wrong"]["글"].tolist() == ["등이 꺼졌어요"]
    assert sizes(made(), 1) == {"right": 0, "wrong": 0, "read": 4}


def test_moving_the_slider_says_who_reads_how_many(capsys):
    bench = made()
    capsys.readouterr()
    bench.threshold.value = 0.4
    said = capsys.readouterr().out
    assert "사람이 볼 민원 1건(100건마다 25.0건): 읽을 수 있어요" in said
    assert "잘못 간 민원 1건(자동으로 보낸 3건의 33.3%)" in said
    bench.threshold.value = 0.5
    assert "100건마다 50.0건): 다 읽을 수 없어요" in capsys.readouterr().out


def test_nothing_sent_has_no_rate(capsys):
    bench = made()
    capsys.readouterr()
    bench.threshold.value = 1.0
    assert capsys.readouterr().out.strip().endswith("잘못 간 민원 0건.")


def test_one_part_is_counted_alone(capsys):
    bench = made(groups=MONTHS)
    capsys.readouterr()
    bench.part.value = "6월"
    assert "6월 2건" in capsys.readouterr().out
    assert sizes(bench, 0.4, part="5월") == {"right": 2, "wrong": 0, "read": 0}


def test_parts_are_offered_only_where_there_are_some():
    with_parts, without = made(groups=MONTHS), made()
    assert with_parts.part in with_parts.children
    assert without.part not in without.children


def test_the_texts_of_the_chosen_pile_are_shown():
    bench = made()
    wrong = bench._shown(threshold=0.4, pile="wrong", part="전체").html
    read = bench._shown(threshold=0.4, pile="read", part="전체").html
    assert "등이 꺼졌어요" in wrong and "벌레가 많아요" not in wrong
    assert "벌레가 많아요" in read and "등이 꺼졌어요" not in read


def test_the_still_picture_keeps_the_first_state():
    bench = made(groups=MONTHS)
    before = bench.still().words
    bench.threshold.value, bench.part.value = 0.5, "6월"
    assert bench.still().words == before
    assert "<img alt=" in bench.still().html
    bench.reset.click()
    assert (bench.threshold.value, bench.part.value) == (0, "전체")


@pytest.mark.parametrize("part", ["전체", "6월"])
def test_the_lines_show_the_sizes_of_the_piles(part):
    bench = made(groups=MONTHS)
    lines = bench._figure(threshold=0.4, part=part).axes[0].lines
    drawn = {line.get_label(): list(line.get_ydata()) for line in lines}
    for pile, name in {"read": "사람이 볼 민원", "wrong": "잘못 간 민원"}.items():
        piles = [bench.piles(threshold=one, part=part) for one in (0, 0.4, 0.5, 1)]
        assert drawn[name] == [100 * len(p[pile]) / sum(map(len, p.values())) for p in piles]


def test_nothing_of_the_picture_is_cut_off():
    figure = made(groups=MONTHS)._figure(threshold=0.4, part="6월")
    inside = figure.get_tightbbox().padded(-0.02)  # inches
    assert inside.x0 >= 0 and inside.y0 >= 0
    assert inside.x1 <= figure.get_figwidth() and inside.y1 <= figure.get_figheight()


def test_the_start_is_drawn_once_for_the_widget_and_its_still_picture(monkeypatch):
    drawn = []
    monkeypatch.setattr(
        review_threshold, "picture", lambda **more: drawn.append(1) or picture(**more)
    )
    bench = made()
    bench._ipython_display_()
    assert len(drawn) == 1
    bench.threshold.value = 0.4
    assert len(drawn) == 2


def test_confidence_in_percent_is_refused():
    with pytest.raises(ValueError, match="0과 1 사이"):
        ReviewThreshold(
            texts=TEXTS,
            truth=TRUTH,
            said=SAID,
            confidence=100 * CONFIDENCE,
            what="민원",
            readable=25,
        )


def test_the_slider_answers_only_when_the_learner_is_done():
    assert not made().threshold.continuous_update
