"""Which units visitors may try, and the learner's version of them in a folder of their own."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from autograder.course.local import released
from autograder.errors import CourseError
from autograder.syllabus import Unit, read_syllabus


def chosen(codes: Iterable[str] = ()) -> list[Unit]:
    """The units ``codes``, or every ready unit that needs no code.

    Raises CourseError when one is unknown, not ready or needs code, or when there is none.
    """
    fit = {unit.code: unit for unit in read_syllabus().units if unit.ready and unit.no_code}
    wanted = [code.upper() for code in codes] or list(fit)
    for code in wanted:
        if code not in fit:
            raise CourseError(
                f"‘{code}’ 단원은 체험할 수 없어요. 코드 없이 할 수 있는 단원: {', '.join(fit)}"
            )
    if not wanted:
        raise CourseError("체험할 수 있는 단원이 아직 없어요(코드 없는 단원의 노트북이 필요해요).")
    return [fit[code] for code in wanted]


def publish(*, units: list[Unit], folder: Path) -> None:
    """Put the learner's version of ``units``, and nothing else, into ``folder/<unit>``.

    A version that is newer than its source stays. Raises CourseError when nbgrader cannot make
    one.
    """
    codes = {unit.code for unit in units}
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    for other in folder.iterdir():
        if other.name not in codes:
            shutil.rmtree(other)
    for course in dict.fromkeys(unit.track for unit in units):
        stale = [
            unit.code
            for unit in units
            if unit.track == course and _newest(folder / unit.code) <= _newest(unit.source)
        ]
        if stale:
            _release(course, stale, folder)


def _release(course: str, codes: list[str], folder: Path) -> None:
    with released(course=course, codes=codes) as fresh:
        for code in codes:
            shutil.rmtree(folder / code, ignore_errors=True)
            # Without the times of the copies, which tell how old this version is.
            shutil.copytree(fresh / code, folder / code, copy_function=shutil.copyfile)
            # In server mode the visitors' server is another user's, whatever root's umask is.
            (folder / code).chmod(0o755)
            for path in (folder / code).iterdir():
                path.chmod(0o644)


def _newest(folder: Path) -> float:
    """When the latest change in ``folder`` was; 0 when it is not there."""
    return max((path.stat().st_mtime for path in folder.glob("*")), default=0)
