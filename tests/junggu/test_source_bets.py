import json

import pandas as pd
import pytest

from junggu import answers
from junggu.interactive.source_bets import SourceBets, calibration

CARDS = pd.DataFrame(
    {
        "물음": ["언제?", "얼마?", "어디?"],
        "답": ["<내일>", "천 원", "구청"],
        "자료": ["모레", "천 원", "(없음)"],
    },
    index=["A1", "A2", "A3"],
)


@pytest.fixture
def make(tmp_path):
    def made():
        return SourceBets(
            name="checks",
            cards=CARDS,
            asks="물음",
            says="답",
            sources=["자료"],
            verdicts=["사실", "오류", "확인 불가"],
            folder=tmp_path,
        )

    return made


def settle(widget, *, bet, verdict):
    widget.bet.value = bet
    widget.reveal.click()
    widget.verdict.value = verdict
    widget.judge.click()


def test_the_source_is_shown_only_after_a_bet(make):
    widget = make()
    assert widget.verdict.disabled
    widget.reveal.click()
    assert "확신을 하나 고르면" in widget.source.value and "모레" not in widget.source.value
    widget.bet.value = 75
    widget.reveal.click()
    assert "모레" in widget.source.value
    assert widget.bet.disabled and not widget.verdict.disabled


def test_two_windows_lose_nothing_of_each_other(make, tmp_path):
    one, other = make(), make()
    settle(one, bet=75, verdict="오류")
    settle(other, bet=0, verdict="사실")
    settle(other, bet=100, verdict="사실")
    assert answers.saved(folder=tmp_path)["checks"] == {
        "A1": {"bet": 75, "verdict": "사실"},
        "A2": {"bet": 100, "verdict": "사실"},
    }


def test_a_bet_cannot_be_made_twice_nor_a_verdict_before_it(make):
    widget = make()
    widget.judge.click()
    assert "기준 자료를 연 다음" in widget.note.value
    widget.bet.value = 75
    widget.reveal.click()
    widget.bet.value = 0
    widget.reveal.click()
    assert widget.made == {"A1": {"bet": 75}} and "이미 열었어요" in widget.note.value


def test_a_bet_and_its_verdict_are_kept_at_once(make, tmp_path):
    widget = make()
    widget.bet.value = 75
    widget.reveal.click()
    assert answers.saved(folder=tmp_path) == {"checks": {"A1": {"bet": 75}}}
    widget.verdict.value = "오류"
    widget.judge.click()
    assert answers.saved(folder=tmp_path) == {"checks": {"A1": {"bet": 75, "verdict": "오류"}}}
    assert "A2" in widget.progress.value


def test_a_later_sitting_goes_on_with_what_is_missing(make):
    settle(make(), bet=50, verdict="오류")
    later = make()
    assert "A2" in later.progress.value and "판정한 답변 1개" in later.progress.value
    later.back.click()
    assert later.bet.value == 50 and later.bet.disabled and later.verdict.value == "오류"


def test_a_verdict_may_be_changed_and_the_bet_stays(make):
    widget = make()
    settle(widget, bet=100, verdict="사실")
    widget.back.click()
    widget.verdict.value = "오류"
    widget.judge.click()
    assert widget.made["A1"] == {"bet": 100, "verdict": "오류"}


def test_judging_needs_a_verdict(make):
    widget = make()
    widget.bet.value = 0
    widget.reveal.click()
    widget.judge.click()
    assert "판정을 하나 골라" in widget.note.value
    assert widget.made == {"A1": {"bet": 0}}


def test_an_earlier_gap_is_found_again(make):
    widget = make()
    widget.forward.click()
    settle(widget, bet=25, verdict="사실")
    settle(widget, bet=25, verdict="확인 불가")
    assert "A1" in widget.progress.value
    widget.forward.click()
    widget.missing.click()
    assert "A1" in widget.progress.value


def test_the_calibration_comes_when_all_are_judged(make):
    widget = make()
    settle(widget, bet=75, verdict="오류")
    settle(widget, bet=75, verdict="사실")
    assert not widget.calibration.value
    settle(widget, bet=25, verdict="확인 불가")
    assert "75%를 건 2개 가운데 사실 1개" in widget.calibration.value
    assert widget.missing.disabled
    assert "75%를 건 2개" in make().calibration.value


def test_an_odd_answers_file_is_read_as_nothing(make, tmp_path):
    odd = {
        "checks": {"A1": {"bet": 33}, "Z9": {"bet": 75}, "A2": 5, "A3": {"bet": 0, "verdict": 1}}
    }
    (tmp_path / answers.NAME).write_text(json.dumps(odd), encoding="utf-8")
    assert make().made == {"A3": {"bet": 0}}
    (tmp_path / answers.NAME).write_text("[", encoding="utf-8")
    assert make().made == {}


def test_a_full_disk_is_said_and_the_exercise_goes_on(make, monkeypatch):
    def full(*_, **__):
        raise OSError

    widget = make()
    monkeypatch.setattr(answers, "save", full)
    settle(widget, bet=75, verdict="사실")
    assert "파일에 적지 못했어요" in widget.note.value
    assert widget.made["A1"]["verdict"] == "사실"


def test_what_was_written_is_shown_as_text(make):
    assert "&lt;내일&gt;" in make().card.value
    assert "&lt;내일&gt;" in make().still().html


@pytest.mark.parametrize(
    ("bets", "says"),
    [
        ([(100, "오류"), (100, "사실")], "50%p 높았어요"),
        ([(0, "사실"), (50, "오류")], "25%p 낮았어요"),
        ([(50, "사실"), (50, "오류")], "실제와 비슷해요"),
    ],
)
def test_the_leaning_is_said_in_words(bets, says):
    made = {str(n): {"bet": bet, "verdict": verdict} for n, (bet, verdict) in enumerate(bets)}
    shown = calibration(made | {"열기만": {"bet": 0}}, borne_out="사실")
    assert says in shown.words


def test_a_bar_is_as_long_as_its_share_and_marked_at_its_bet():
    bets = {"A": (75, "사실"), "B": (75, "오류"), "C": (0, "확인 불가")}
    made = {name: {"bet": bet, "verdict": verdict} for name, (bet, verdict) in bets.items()}
    shown = calibration(made, borne_out="사실").html
    assert shown.count("<tr>") == 3
    assert "50%(2개)" in shown and "width:50.0%" in shown and "left:calc(75%" in shown
    assert "0%(1개)" in shown and "width:0.0%" in shown and "left:calc(0%" in shown


def test_no_verdict_no_calibration():
    with pytest.raises(ValueError, match="아직 판정한 답변이 없어요"):
        calibration({"A1": {"bet": 50}}, borne_out="사실")
