"""The roster: who is in which course, and as what.

One file (CSV in UTF-8 or CP949, or xlsx) with one row a person and course.
"""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from autograder.errors import CourseError
from autograder.syllabus import read_syllabus
from autograder.tables import read_rows

COLUMNS = ("id", "name", "course", "role", "audience", "group")

# What people write in a Korean header row.
_HEADER_WORDS = {
    "아이디": "id",
    "이름": "name",
    "성명": "name",
    "과정": "course",
    "역할": "role",
    "대상": "audience",
    "소속": "group",
    "부서": "group",
    "동": "group",
}
_ROLE_WORDS = {"학습자": "learner", "수강생": "learner", "강사": "instructor"}

# A Unix user name, an nbgrader student id and a folder name at once.
_ID = re.compile(r"[a-z][a-z0-9]*([._-][a-z0-9]+)*")
_ID_LENGTH = 32
# They would meet names that the Hub keeps for itself.
_RESERVED = re.compile(r"(grader|admin|root|hub|service)([-_.].*)?")


@dataclass(frozen=True, kw_only=True)
class Member:
    """One row: a person in a course. ``group`` is a department or a dong."""

    id: str
    name: str
    course: str
    role: Literal["learner", "instructor"]
    audience: str
    group: str


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is wrong in one row; ``row`` counts from 1 as a spreadsheet does."""

    row: int
    says: str


@dataclass(frozen=True, kw_only=True)
class Roster:
    members: tuple[Member, ...]

    def ids(self) -> list[str]:
        """Every person once, in the order of the file."""
        return list(dict.fromkeys(member.id for member in self.members))

    def of(self, course: str, role: str | None = None) -> list[Member]:
        """The members of ``course``, of one role when given."""
        return [m for m in self.members if m.course == course and role in (None, m.role)]

    def courses_of(self, person: str) -> list[Member]:
        """The rows of one person."""
        return [m for m in self.members if m.id == person]


def check_roster(path: Path) -> tuple[Roster, list[Fault]]:
    """Read a roster; return what is good of it and every fault, row by row.

    Raises CourseError when it cannot be read as a table with the columns at all.
    """
    rows = read_rows(path)
    if not rows:
        raise CourseError(f"{path} 파일이 비어 있어요. 첫 줄에 {', '.join(COLUMNS)}를 적어 주세요.")
    header = [_HEADER_WORDS.get(cell.lower(), cell.lower()) for cell in rows[0]]
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        raise CourseError(
            f"{path} 파일의 첫 줄에 {', '.join(missing)} 열이 없어요. "
            f"첫 줄은 {', '.join(COLUMNS)}여야 해요."
        )
    doubled = [column for column in COLUMNS if header.count(column) > 1]
    if doubled:
        raise CourseError(f"{path} 파일의 첫 줄에 {', '.join(doubled)} 열이 두 번 있어요.")

    members: list[Member] = []
    faults: list[Fault] = []
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cells):
            continue
        padded = cells + [""] * (len(header) - len(cells))
        values = _in_codes(dict(zip(header, padded, strict=False)))
        says = _row_faults(values, members)
        faults += [Fault(row=number, says=text) for text in says]
        if not says:
            members.append(Member(**{column: values[column] for column in COLUMNS}))
    if not members and not faults:
        faults.append(Fault(row=2, says="사람이 한 명도 없어요."))
    faults += _name_faults(members)
    return Roster(members=tuple(members)), faults


def read_roster(path: Path) -> Roster:
    """Read a roster that must be right; raises CourseError with the first faults otherwise."""
    roster, faults = check_roster(path)
    if faults:
        shown = " / ".join(f"{fault.row}번째 줄: {fault.says}" for fault in faults[:3])
        raise CourseError(
            f"명단 {path}에 고칠 곳이 {len(faults)}군데 있어요. {shown} "
            f"(모두 보기: junggu roster check {path})"
        )
    return roster


def _in_codes(values: dict[str, str]) -> dict[str, str]:
    """A row with our codes for what people write in Korean: a course, a role, an audience."""
    tracks = read_syllabus().tracks
    words = {
        "course": {track.title: track.id for track in tracks},
        "role": _ROLE_WORDS,
        "audience": {title: code for track in tracks for code, title in track.audiences.items()},
    }
    return values | {name: known.get(values[name], values[name]) for name, known in words.items()}


def _row_faults(values: dict[str, str], before: list[Member]) -> list[str]:
    says = []
    syllabus = read_syllabus()
    courses = {track.id: track for track in syllabus.tracks}
    role = values["role"]
    person = values["id"]
    if not person:
        says.append("id가 비어 있어요.")
    elif not _ID.fullmatch(person) or len(person) > _ID_LENGTH:
        says.append(
            f"id ‘{person}’: 쓸 수 없어요. 영어 소문자로 시작해서 소문자·숫자·점·빼기로 "
            f"{_ID_LENGTH}자까지 적어 주세요."
        )
    elif _RESERVED.fullmatch(person):
        says.append(f"id ‘{person}’: 시스템이 쓰는 이름이에요. 다른 이름으로 바꿔 주세요.")
    if not values["name"]:
        says.append("name이 비어 있어요.")
    if values["course"] not in courses:
        says.append(
            f"course ‘{values['course']}’ 과정은 없어요. {' 또는 '.join(courses)}라고 적어 주세요."
        )
    if role not in {"learner", "instructor"}:
        says.append(
            f"role ‘{role}’ 역할은 없어요. learner(학습자)나 instructor(강사)로 적어 주세요."
        )
    elif role == "learner" and values["course"] in courses:
        audiences = courses[values["course"]].audiences
        if values["audience"] not in audiences:
            says.append(
                f"audience ‘{values['audience']}’ 대상은 이 과정에 없어요. "
                f"{', '.join(audiences)} 가운데 하나로 적어 주세요."
            )
    if any(m.id == person and m.course == values["course"] for m in before):
        says.append(
            f"‘{person}’ 아이디가 {values['course']} 과정에 두 번 있어요. 한 줄을 지워 주세요."
        )
    return says


def _name_faults(members: list[Member]) -> list[Fault]:
    """A person with two names is most likely two people with one id."""
    names = Counter(person for person, _ in {(m.id, m.name) for m in members})
    return [
        Fault(row=0, says=f"id ‘{person}’에 이름이 둘 이상이에요. 사람마다 다른 id를 적어 주세요.")
        for person, count in names.items()
        if count > 1
    ]
