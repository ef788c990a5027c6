"""What a course tells its learners: its units, objectives, points and due dates.

Written beside the released units by the instructor's side, read by the learner's; plain JSON,
so that a learner's own computer needs nothing of the grading tools.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from autograder.whole import write_whole

NAME = "course.json"


class CatalogueMissing(Exception):
    """There is no course here, or what is here is not one; the text is for the learner."""


@dataclass(frozen=True, kw_only=True)
class UnitCard:
    """One unit as a learner sees it. ``due`` is naive UTC; ``points`` are by objective (1–3)."""

    code: str
    title: str
    objectives: tuple[str, ...]
    minutes: int
    audience: str
    no_code: bool
    points: dict[int, float]
    due: datetime | None = None

    @property
    def full(self) -> float:
        return sum(self.points.values())


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """One course: ``units`` in the order of the syllabus, released ones only."""

    course: str
    title: str
    units: tuple[UnitCard, ...]


def write_catalogue(catalogue: Catalogue, *, folder: Path) -> Path:
    """Write the catalogue into ``folder``; it is replaced whole."""
    path = folder / NAME
    text = json.dumps(asdict(catalogue), ensure_ascii=False, indent=1, default=str)
    write_whole(path, text + "\n")
    return path


def read_catalogue(folder: Path) -> Catalogue:
    """Read the catalogue of ``folder``; raises CatalogueMissing with a sentence otherwise."""
    try:
        data = json.loads((folder / NAME).read_text(encoding="utf-8"))
        units = tuple(_unit(entry) for entry in data["units"])
        return Catalogue(course=data["course"], title=data["title"], units=units)
    except OSError as error:
        raise CatalogueMissing("아직 배포된 단원이 없어요. 강사에게 물어봐 주세요.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise CatalogueMissing("과정 안내를 읽지 못했어요. 강사에게 알려 주세요.") from error


def _unit(entry: dict) -> UnitCard:
    due = datetime.fromisoformat(entry["due"]) if entry["due"] else None
    points = {int(number): float(points) for number, points in entry["points"].items()}
    return UnitCard(
        **(entry | {"due": due, "points": points, "objectives": tuple(entry["objectives"])})
    )
