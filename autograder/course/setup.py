"""Making and renewing the nbgrader course folder under a home."""

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from autograder.course.nbgrader_api import open_gradebook
from autograder.errors import CourseError, reason
from autograder.paths import Home
from autograder.roster import Roster, read_roster
from autograder.syllabus import read_syllabus
from autograder.whole import copy_whole, write_whole

_CONFIG = '''"""nbgrader's settings of this course. Your own go at the end."""

from pathlib import Path

from autograder.course.settings import configure_grader

root = Path(__file__).resolve().parent
c = get_config()  # noqa: F821
configure_grader(c, course="{course}", root=root, exchange=root.parents[1] / "exchange")
'''

# What was last copied from the repository, to tell an instructor's own change from an old copy.
_SYNCED = ".synced.json"
_IGNORED = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__", "answers.json*")


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """``kept`` are units that an instructor changed here and that were left as they are."""

    folder: Path
    added: tuple[str, ...]
    renewed: tuple[str, ...]
    kept: tuple[str, ...]


def prepare_course(*, home: Home, course: str, roster: Roster | None = None) -> Prepared:
    """Make the nbgrader course folder of ``course`` under ``home``, or bring it up to date.

    Sources come from the repository's track; a unit that an instructor edited under ``home``
    is kept. Learners come from ``roster`` (default: the home's own when there is one).
    Raises CourseError when the folder cannot be made.
    """
    units = read_syllabus().of(course)
    folder = home.course(course)
    home.require_ours()
    try:
        for path in (folder / "source", home.exchange):
            path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CourseError(
            f"{error.filename} 폴더를 만들 수 없어요({reason(error)}). "
            "--home으로 다른 곳을 정해 주세요."
        ) from error
    # Anyone may hand in; nbgrader makes the folders inside with rights of its own.
    try:
        home.exchange.chmod(0o777)
    except PermissionError as error:
        raise CourseError(
            f"{home.root} 폴더는 다른 사용자가 만들었어요. 그 사용자로 실행하거나 "
            "--home으로 다른 곳을 정해 주세요."
        ) from error
    config = folder / "nbgrader_config.py"
    if not config.exists():
        write_whole(config, _CONFIG.format(course=course))

    synced = _read_synced(folder)
    added, renewed, kept = [], [], []
    for unit in units:
        fresh = digest(unit.source)
        target = folder / "source" / unit.code
        if not target.exists():
            added.append(unit.code)
        elif digest(target) == fresh:
            synced[unit.code] = fresh
            continue
        elif synced.get(unit.code) == digest(target):
            renewed.append(unit.code)
        else:
            kept.append(unit.code)
            continue
        copy_whole(unit.source, target, ignore=_IGNORED)
        synced[unit.code] = fresh
    write_whole(folder / _SYNCED, json.dumps(synced, indent=1, sort_keys=True))

    if roster is None and home.roster.exists():
        roster = read_roster(home.roster)
    _enter_learners(folder=folder, course=course, roster=roster)
    return Prepared(folder=folder, added=tuple(added), renewed=tuple(renewed), kept=tuple(kept))


def digest(folder: Path) -> str:
    """A digest of every file of a unit's folder, names included."""
    if not folder.is_dir():
        raise CourseError(f"{folder.name} 단원의 노트북 폴더가 없어요: {folder}")
    sha = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and ".ipynb_checkpoints" not in path.parts:
            sha.update(path.relative_to(folder).as_posix().encode())
            sha.update(path.read_bytes())
    return sha.hexdigest()


def _read_synced(folder: Path) -> dict[str, str]:
    try:
        return dict(json.loads((folder / _SYNCED).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return {}


def _enter_learners(*, folder: Path, course: str, roster: Roster | None) -> None:
    with open_gradebook(folder) as gradebook:
        for member in roster.of(course, "learner") if roster else ():
            family, given = split_name(member.name)
            gradebook.update_or_create_student(member.id, last_name=family, first_name=given)


def split_name(name: str) -> tuple[str, str]:
    """Family and given name as the gradebook wants them: Korean order, or ``Given Family``."""
    if " " in name:
        given, family = name.rsplit(" ", 1)
        return family, given
    return name[:1], name[1:]


def full_name(family: str, given: str) -> str:
    """A name as a person says it, from what :func:`split_name` made of it."""
    if len(family) == 1:
        return family + given
    return f"{given} {family}".strip()
