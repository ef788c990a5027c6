"""The checks are checked: a wrong verdict of any kind must be found."""

import copy

import pytest
import yaml
from tiny import ANSWER, BANK, CHECK, TEST, unit, write_track

from autograder import paths, verification
from autograder.errors import CourseError


@pytest.fixture(scope="module")
def runner():
    with verification.warm_runner() as run:
        yield run


def verdicts(folder, monkeypatch, runner, *, check=CHECK, bank=None, more=()):
    write_track(folder, check=check, bank=bank)
    monkeypatch.setitem(paths.TRACKS, "officials", folder)
    found = verification.verify(units=[unit()], runner=runner, more_banks=more)
    return {verdict.answer: verdict for verdict in found}


def changed(**rejected):
    """The bank with fields of one rejected answer changed."""
    bank = copy.deepcopy(BANK)
    for answer in bank["tasks"][TEST]["reject"]:
        answer.update(rejected.get(answer["id"].replace("-", "_"), {}))
    return bank


def test_a_right_check_is_proven(tmp_path, monkeypatch, runner):
    found = verdicts(tmp_path / "track", monkeypatch, runner)
    assert len(found) == 7
    assert [name for name, verdict in found.items() if not verdict.right] == []
    assert found["header-too"].points == 1


@pytest.mark.parametrize(
    ("check", "answer", "says"),
    [
        (CHECK.replace("same(n, 5)", "same(n, 5) and isinstance(n, int)"), "as-float", "맞는 답"),
        (CHECK.replace("same(n, 5)", "n >= 5"), "header-too", "만점"),
        (CHECK.replace("n == 6", "n == 7"), "header-too", "머리줄까지"),
        (CHECK.replace("points=1, slip", "points=0.5, slip"), "reference", "더하면"),
        (CHECK.replace("lambda: n)", "lambda: 1)"), "untouched", "아직 풀지"),
    ],
)
def test_a_check_broken_on_purpose_is_found(tmp_path, monkeypatch, runner, check, answer, says):
    assert check != CHECK
    found = verdicts(tmp_path / "track", monkeypatch, runner, check=check)
    assert not found[answer].right
    assert says in found[answer].says


def test_wrong_points_in_the_bank_are_found(tmp_path, monkeypatch, runner):
    bank = changed(header_too={"points": 2})
    found = verdicts(tmp_path / "track", monkeypatch, runner, bank=bank)
    assert "2점이어야" in found["header-too"].says


def test_a_further_bank_is_graded_too(tmp_path, monkeypatch, runner):
    more = copy.deepcopy(BANK)
    more["tasks"][TEST] = {
        "accept": [{"id": "hurried", "cells": {ANSWER: "n = 4"}}],
        "reject": [],
    }
    path = tmp_path / "more.yaml"
    path.write_text(yaml.safe_dump(more, allow_unicode=True), encoding="utf-8")
    found = verdicts(tmp_path / "track", monkeypatch, runner, more=[path])
    assert not found["hurried"].right
    assert len(found) == 8


@pytest.mark.parametrize(
    ("bank", "says"),
    [
        ({"unit": "OA1", "tasks": {}}, "정답 모음이 없어요"),
        (
            {"unit": "OA1", "tasks": {"oa1-exercise-gone-test": {"accept": [], "reject": []}}},
            "gone",
        ),
        ({"unit": "OA1", "tasks": {TEST: {"accept": [{"id": "x"}], "reject": []}}}, "accept"),
        (changed(word={"cells": {"oa1-exercise-no-answer": "n = 1"}}), "no-answer"),
    ],
)
def test_a_bank_that_does_not_fit_is_named(tmp_path, monkeypatch, runner, bank, says):
    with pytest.raises(CourseError, match=says):
        verdicts(tmp_path / "track", monkeypatch, runner, bank=bank)
