"""A tiny unit with one graded task, for tests of the tools themselves."""

from pathlib import Path

import yaml
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.notebooks import canonical
from autograder.syllabus import Competencies, Unit

ANSWER = "oa1-exercise-count-answer"
TEST = "oa1-exercise-count-test"

CHECK = """from junggu.check import Task, same
task = Task("줄 세기", points=3, answer=lambda: n)
task.expect("수인지 보았어요.", lambda: n >= 0, points=1, slip="수로 적어 주세요.")
### BEGIN HIDDEN TESTS
task.expect(
    "값이 맞는지 보았어요.",
    lambda: same(n, 5),
    points=2,
    slip="다시 세어 보세요.",
    slips=[(lambda: n == 6, "머리줄까지 세었어요.")],
)
### END HIDDEN TESTS
task.score()"""

BANK = {
    "unit": "OA1",
    "tasks": {
        TEST: {
            "accept": [
                {"id": "reference", "reference": True},
                {"id": "as-float", "cells": {ANSWER: "n = 5.0"}},
                {"id": "by-len", "cells": {ANSWER: "n = len('다섯글자요')"}},
                {"id": "by-sum", "cells": {ANSWER: "n = sum([1] * 5)"}},
            ],
            "reject": [
                {"id": "untouched", "untouched": True, "points": 0, "says": ["아직 풀지"]},
                {
                    "id": "header-too",
                    "cells": {ANSWER: "n = 6"},
                    "points": 1,
                    "says": ["머리줄까지"],
                    "slip": "counts the header",
                },
                {
                    "id": "word",
                    "cells": {ANSWER: "n = '다섯'"},
                    "points": 0,
                    "says": ["수로 적어"],
                    "slip": "a word",
                },
            ],
        }
    },
}


def unit() -> Unit:
    return Unit(
        code="OA1",
        title="작은 단원",
        track="officials",
        audience="official",
        minutes=45,
        status="ready",
        objectives=["하나", "둘", "셋"],
        task="세기",
        datasets=[],
        misconceptions=["M-OA1-1"],
        competencies=Competencies(long_magerko=[], ailit_2025=[], ailit_2026=[]),
    )


def nbgrader(cell_id: str, *, points: float | None = None) -> dict:
    about = {
        "grade": points is not None,
        "solution": points is None,
        "locked": points is not None,
        "grade_id": cell_id,
        "schema_version": 3,
        "task": False,
        "cell_type": "code",
    }
    return about | ({"points": points} if points is not None else {})


def cell(make, cell_id: str, source: str, **metadata):
    made = make(source, metadata=metadata)
    made.id = cell_id
    return made


def exercise(*, check: str = CHECK):
    return new_notebook(
        cells=[
            cell(new_markdown_cell, "oa1-exercise-count-task", "## 줄을 세어요 (3점)"),
            cell(
                new_code_cell,
                ANSWER,
                "n = ...  # 몇 줄인가요\n### BEGIN SOLUTION\nn = 5\n### END SOLUTION",
                nbgrader=nbgrader(ANSWER),
            ),
            cell(
                new_code_cell,
                TEST,
                check,
                nbgrader=nbgrader(TEST, points=3),
                junggu={"objective": 1},
            ),
        ]
    )


def write_track(folder: Path, *, check: str = CHECK, bank: dict | None = None) -> Path:
    """Write a track with this one unit; return the track's folder."""
    source = folder / "source" / "OA1"
    source.mkdir(parents=True)
    (source / "exercise.ipynb").write_text(canonical(exercise(check=check)), encoding="utf-8")
    lesson = new_notebook(cells=[cell(new_markdown_cell, "oa1-lesson-title", "# 읽기")])
    (source / "lesson.ipynb").write_text(canonical(lesson), encoding="utf-8")
    (folder / "answers").mkdir()
    text = yaml.safe_dump(bank or BANK, allow_unicode=True)
    (folder / "answers" / "OA1.yaml").write_text(text, encoding="utf-8")
    return folder
