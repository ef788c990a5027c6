"""Checks that were mended since learners got the unit: seen before anything of them is kept.

The gradebook holds each assignment as it was generated last. Regrading judges by the instructor's
source as it stands, made in a scratch course, and keeps it only when its scores are kept.
"""

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from nbgrader.api import Gradebook

from autograder.course.nbgrader_api import course_config, open_api
from autograder.errors import CourseError
from autograder.grading.model import Assignment
from autograder.grading.plan import read_assignment


def mended(*, course_dir: Path, assignments: Iterable[Assignment]) -> dict[str, Assignment]:
    """Those of ``assignments`` (as the gradebook has them) whose source has changed, by name.

    Raises CourseError when a source cannot be made into an assignment, or when it has other cells
    than the one that was handed out.
    """
    fresh = {}
    with tempfile.TemporaryDirectory(prefix="junggu-mended-") as scratch:
        config = course_config(course_dir)
        config.CourseDirectory.root = scratch
        config.CourseDirectory.db_url = f"sqlite:///{scratch}/gradebook.db"
        api = open_api(course_dir, config=config)
        for old in assignments:
            shutil.copytree(course_dir / "source" / old.name, Path(scratch, "source", old.name))
            made = api.generate_assignment(old.name, force=True)
            if not made["success"]:
                raise CourseError(_unmade(old.name, course_dir))
            with Gradebook(config.CourseDirectory.db_url) as gradebook:
                row = gradebook.find_assignment(old.name)
                new = read_assignment(row, coursedir=api.coursedir)
            if new.digest == old.digest:
                continue
            if _cells(new) != _cells(old):
                raise CourseError(
                    f"{old.name} 단원에 새 칸이 생겼거나 있던 칸이 없어져서, 낸 것을 다시 채점할 "
                    "수 없어요. 칸은 그대로 두고 칸 안의 확인만 고쳐 주세요."
                )
            fresh[old.name] = new
    return fresh


def keep(*, course_dir: Path, names: Iterable[str]) -> None:
    """Bring the gradebook up to the sources ``names``; learners get them with the next release.

    Raises CourseError when nbgrader refuses one.
    """
    api = open_api(course_dir)
    for name in names:
        if not api.generate_assignment(name, force=True)["success"]:
            raise CourseError(_unmade(name, course_dir))


def _cells(assignment: Assignment) -> set[tuple[str, str]]:
    return {(book.name, cell.grade_id) for book in assignment.notebooks for cell in book.cells}


def _unmade(name: str, course_dir: Path) -> str:
    return (
        f"{course_dir / 'source' / name} 폴더의 노트북을 nbgrader가 읽지 못했어요. "
        "고친 곳을 다시 봐 주세요."
    )
