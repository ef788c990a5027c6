"""The answers file: saved at once, found again, never lost."""

import json

import pytest

from junggu import answers


def test_answers_are_found_again(tmp_path):
    answers.save("문자 1", "사기", folder=tmp_path)
    answers.save("차례", ["끊기", "확인"], folder=tmp_path)
    answers.save("문자 1", "정상", folder=tmp_path)
    assert answers.saved(folder=tmp_path) == {"문자 1": "정상", "차례": ["끊기", "확인"]}


def test_an_answer_can_be_taken_back(tmp_path):
    answers.save("문자 1", "사기", folder=tmp_path)
    answers.save("문자 1", None, folder=tmp_path)
    assert answers.saved(folder=tmp_path) == {}


def test_no_file_means_no_answers(tmp_path):
    assert answers.saved(folder=tmp_path) == {}


@pytest.mark.parametrize("content", [b"{broken", b"[1, 2]", b"\xff\xfe"])
def test_a_file_that_is_not_ours_is_named_and_kept_aside(tmp_path, content):
    (tmp_path / answers.NAME).write_bytes(content)
    with pytest.raises(answers.AnswersUnreadable, match=answers.NAME):
        answers.saved(folder=tmp_path)
    answers.save("문자 1", "사기", folder=tmp_path)
    assert answers.saved(folder=tmp_path) == {"문자 1": "사기"}
    assert (tmp_path / "answers.json.bak").read_bytes() == content


def test_the_file_is_plain_korean_json(tmp_path):
    answers.save("문자 1", "사기", folder=tmp_path)
    text = (tmp_path / answers.NAME).read_text(encoding="utf-8")
    assert "사기" in text
    assert json.loads(text) == {"문자 1": "사기"}
    assert [path.name for path in tmp_path.iterdir()] == [answers.NAME]
