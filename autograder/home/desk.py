"""A learner's desk: what a learner can do with the units, with or without a Hub."""

import contextlib
import html
import json
import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from autograder.home.catalogue import Catalogue, UnitCard
from autograder.home.work import Feedback, State, Work

# What a unit without code keeps of a learner's choices.
ANSWERS = "answers.json"
_WATCHED = ("exercise.ipynb", ANSWERS)
# Beside a feedback page that its learner has opened.
_SEEN = ".seen"
_SCORE = re.compile(r'<meta name="junggu-score" content="(?P<json>[^"]*)">')


class DeskError(Exception):
    """Something did not work; the text tells the learner what to do. Nothing was lost."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """What handing in is called where the learner is."""

    button: str = "내기"
    again: str = "다시 내기"
    asks: str = "이대로 낼까요?"
    yes: str = "네, 낼게요"
    busy: str = "내고 있어요…"
    may_change: str = "낸 뒤에도 고쳐서 다시 낼 수 있어요."
    did: str = "냈어요"
    replaces: str = "다시 내면 새것으로 채점해요."
    well: str = "잘 냈어요"
    receipt: str = "접수증"
    moment: str = "낸 때"
    then: str = "채점이 끝나면 내 학습에서 의견을 볼 수 있어요."
    state: str = State.HANDED_IN.word
    once_more: str = "고쳐서 다시 내고 싶으면"
    all_done: str = "열린 단원을 모두 냈어요. 새 단원이 열리면 여기에 나와요."


class Desk(ABC):
    """The learner's units of one course. ``files`` is what the learner's server shows."""

    words = Words()
    # Every unit here is for seniors: large type throughout.
    large = False
    # What keeps the desk from doing everything just now, as a sentence; empty when nothing.
    trouble = ""

    def __init__(self, *, course: str, files: Path) -> None:
        self.course = course
        self.files = files

    @abstractmethod
    def catalogue(self) -> Catalogue:
        """The course's units for this learner; raises DeskError."""

    @abstractmethod
    def folder(self, unit: UnitCard) -> Path:
        """The learner's own copy of the unit."""

    @abstractmethod
    def works(self) -> list[Work]:
        """Where the learner stands in every unit; raises DeskError."""

    @abstractmethod
    def fetch(self, unit: UnitCard) -> None:
        """Bring the unit to the learner's folder if it is not there; raises DeskError."""

    @abstractmethod
    def begun(self, unit: UnitCard) -> bool:
        """Whether the learner has done something in the exercise of a fetched unit."""

    @abstractmethod
    def submit(self, unit: UnitCard) -> datetime:
        """Hand the unit in; return the moment (naive UTC). Raises DeskError."""

    def unit(self, code: str) -> UnitCard:
        """The unit ``code`` of this course; raises DeskError when there is none."""
        for unit in self.catalogue().units:
            if unit.code == code:
                return unit
        raise DeskError(f"‘{code}’ 단원을 찾지 못했어요. 내 학습에서 다시 골라 주세요.")

    def work(self, code: str) -> Work:
        """Where the learner stands in ``code``; raises DeskError."""
        for work in self.works():
            if work.unit.code == code:
                return work
        raise DeskError(f"‘{code}’ 단원을 찾지 못했어요. 내 학습에서 다시 골라 주세요.")


def last_change(folder: Path) -> datetime | None:
    """When the learner last changed the exercise (naive UTC), None before it is there."""
    return max(
        (moment_of(path) for name in _WATCHED if (path := folder / name).is_file()), default=None
    )


def moment_of(path: Path) -> datetime:
    """When a file was last written (naive UTC)."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(tzinfo=None)


def mark_seen(feedback: Feedback) -> None:
    """Note that the learner has opened this feedback."""
    with contextlib.suppress(OSError):  # then it is shown as new once more
        feedback.page.with_name(_SEEN).touch()


def read_feedback(page: Path, *, of: datetime) -> Feedback:
    """Read the points that the feedback ``page`` for the submission ``of`` carries for machines."""
    found = _SCORE.search(page.read_text(encoding="utf-8"))
    data = json.loads(html.unescape(found["json"])) if found else {}
    points = {int(number): float(earned) for number, earned in data.get("objectives", {}).items()}
    seen = page.with_name(_SEEN)
    return Feedback(
        page=page,
        of=of,
        points=points,
        earned=float(data.get("points", sum(points.values()))),
        waiting=float(data.get("waiting", 0)),
        seen=seen.exists() and seen.stat().st_mtime >= page.stat().st_mtime,
    )
