import json

import pytest
import yaml

from junggu import quiz
from junggu.answers import saved

FORM = [
    {
        "id": "T1-1",
        "unit": "T1",
        "competencies": ["L1"],
        "asks": "둘에 둘을 더하면?",
        "options": [
            {"text": "셋", "key": False, "because": "하나 모자라요.", "misconception": "M-T1-1"},
            {"text": "넷", "key": True, "because": "둘씩 두 번이에요."},
        ],
    },
    {
        "id": "T1-2",
        "unit": "T1",
        "competencies": ["L1"],
        "asks": "<b>둘</b>에 하나를 더하면?",
        "options": [
            {"text": "셋", "key": True, "because": "하나 많아요."},
            {"text": "넷", "key": False, "because": "하나 남아요.", "misconception": "M-T1-2"},
        ],
    },
]


@pytest.fixture
def bank(tmp_path, monkeypatch):
    """Put question files into a folder of their own; returns the function that writes one."""
    folder = tmp_path / "assessment"
    folder.mkdir()
    monkeypatch.setattr(quiz, "questions_folder", lambda: folder)

    def write(items, *, unit="T1"):
        (folder / f"{unit}.yaml").write_text(yaml.safe_dump(items, allow_unicode=True), "utf-8")

    write(FORM)
    return write


@pytest.fixture
def asked(bank, tmp_path):
    return quiz.ask("T1", folder=tmp_path)


def answer(asked, place, *, confidence=None):
    asked.choice.value = place
    asked.confidence.value = confidence
    asked.confirm.click()


def test_nothing_is_explained_before_an_answer(asked):
    assert asked.explanation.value == ""
    assert asked.choice.value is None


def test_pressing_without_a_choice_asks_for_one_and_keeps_nothing(asked, tmp_path):
    asked.confirm.click()
    assert "하나 고른 다음" in asked.explanation.value
    assert saved(folder=tmp_path) == {}


@pytest.mark.parametrize(("place", "lead"), [(0, "다시 생각해"), (1, "맞아요.")])
def test_every_option_is_explained_after_an_answer(asked, place, lead):
    answer(asked, place)
    shown = asked.explanation.value
    assert lead in shown
    assert "하나 모자라요." in shown and "둘씩 두 번이에요." in shown
    assert shown.count("내가 고른 답") == 1 and shown.count("알맞은 답") == 1


def test_an_answer_is_found_again_after_a_restart(asked, bank, tmp_path):
    answer(asked, 0, confidence=75)
    again = quiz.ask("T1", folder=tmp_path)
    assert again.choice.value == 0
    assert again.confidence.value == 75
    assert "하나 모자라요." in again.explanation.value


def test_the_first_answer_stays_beside_a_later_one(asked, tmp_path):
    answer(asked, 0, confidence=100)
    asked.again.click()
    assert asked.explanation.value == ""
    answer(asked, 1, confidence=25)
    kept = saved(folder=tmp_path)["quiz/T1-1"]
    assert kept == {"first": 0, "choice": 1, "confidence": 100}


def test_questions_come_one_at_a_time_and_keep_their_own_answers(asked, tmp_path):
    answer(asked, 1)
    asked.forward.click()
    assert "2개 가운데 2번째" in asked.progress.value
    assert asked.choice.value is None and asked.explanation.value == ""
    assert asked.forward.disabled and not asked.back.disabled
    asked.back.click()
    assert asked.choice.value == 1 and "맞아요." in asked.explanation.value


def test_mark_up_in_a_question_is_shown_as_text(asked):
    asked.forward.click()
    assert "&lt;b&gt;둘" in asked.asks.value


def test_large_style_has_large_type_and_buttons(bank, tmp_path):
    large, plain = (quiz.ask("T1", large=size, folder=tmp_path) for size in (True, False))
    assert ".junggu-large {--type:20px; --button:56px" in large.children[0].value
    assert "junggu-large" in large._dom_classes and "junggu-large" not in plain._dom_classes


def test_without_widgets_the_questions_are_still_readable(asked):
    words = asked._repr_mimebundle_()["text/plain"]
    assert "둘에 둘을 더하면?" in words and "○ 넷" in words
    assert "둘씩 두 번" not in words


def test_what_another_program_wrote_into_the_answers_is_not_believed(bank, tmp_path):
    (tmp_path / "answers.json").write_text(json.dumps({"quiz/T1-1": {"choice": 9}}), "utf-8")
    assert quiz.ask("T1", folder=tmp_path).choice.value is None


def test_a_folder_that_cannot_be_written_still_explains(bank, tmp_path):
    asked = quiz.ask("T1", folder=tmp_path / "none")
    answer(asked, 1)
    assert "적지 못했어요" in asked.explanation.value and "맞아요." in asked.explanation.value


def test_unknown_unit_is_one_korean_sentence(bank):
    with pytest.raises(quiz.QuestionsUnreadable, match="ZZ9의 확인 문제가 아직 없어요"):
        quiz.ask("ZZ9")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda q: q.pop("asks"), "asks"),
        (lambda q: q["options"][0].update(keys=True), "keys"),
        (lambda q: q["options"][0].update(key=True), "꼭 하나"),
    ],
)
def test_a_malformed_question_says_what_to_mend(bank, change, says):
    items = json.loads(json.dumps(FORM))
    change(items[0])
    bank(items)
    with pytest.raises(quiz.QuestionsUnreadable, match=says):
        quiz.questions("T1")


def test_every_question_file_of_the_course_can_be_asked():
    units = sorted(path.stem for path in quiz.questions_folder().glob("*.yaml"))
    assert units
    for unit in units:
        for question in quiz.questions(unit):
            assert question.unit == unit
            assert all(bool(o.misconception) != o.key for o in question.options), question.id
