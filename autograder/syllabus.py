"""The syllabus: tracks and units, read and checked once, asked by everything that lists units."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from autograder.errors import CourseError
from autograder.paths import CURRICULUM, TRACKS


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Competencies(_Strict):
    """Codes of ``competencies.yaml`` by framework."""

    long_magerko: list[str]
    ailit_2025: list[str]
    ailit_2026: list[str]
    digcomp: list[int] = []
    public_ethics: list[str] = []


class Unit(_Strict):
    """One unit. ``minutes`` is one sitting; ``status`` says whether its notebooks exist."""

    code: str = Field(pattern=r"^[A-Z]{2}[0-9]$")
    title: str
    track: Literal["officials", "residents"]
    area: str | None = None
    audience: Literal["official", "senior", "youth", "business"]
    minutes: int = Field(gt=0, le=60)
    status: Literal["ready", "planned"]
    no_code: bool = False
    objectives: list[str] = Field(min_length=3, max_length=3)
    task: str
    datasets: list[str]
    misconceptions: list[str] = Field(min_length=1)
    competencies: Competencies

    @property
    def ready(self) -> bool:
        return self.status == "ready"

    @property
    def source(self) -> Path:
        """The folder of its source notebooks in the repository."""
        return TRACKS[self.track] / "source" / self.code

    @property
    def bank(self) -> Path:
        """Its answer bank."""
        return TRACKS[self.track] / "answers" / f"{self.code}.yaml"


class Track(_Strict):
    id: Literal["officials", "residents"]
    title: str
    areas: dict[str, str]
    audiences: dict[str, str]


class Syllabus(_Strict):
    title: str
    tracks: list[Track]
    units: list[Unit]

    def track(self, course: str) -> Track:
        """The track ``course``; raises CourseError with the known ones."""
        for track in self.tracks:
            if track.id == course:
                return track
        known = ", ".join(track.id for track in self.tracks)
        raise CourseError(f"‘{course}’ 과정은 없어요. 쓸 수 있는 이름: {known}")

    def of(self, course: str, codes: Iterable[str] = (), *, ready: bool = True) -> list[Unit]:
        """The units of ``course`` in order; only ``codes`` when given, only ready ones unless told.

        ``codes`` may be in small letters. Raises CourseError for an unknown course, an unknown
        unit, or one without notebooks yet.
        """
        self.track(course)
        units = {unit.code: unit for unit in self.units if unit.track == course}
        codes = list(dict.fromkeys(code.upper() for code in codes))
        wanted = codes or list(units)
        for code in wanted:
            if code not in units:
                known = ", ".join(name for name, unit in units.items() if unit.ready or not ready)
                raise CourseError(f"{course} 과정에 ‘{code}’ 단원이 없어요. 있는 단원: {known}")
            if codes and ready and not units[code].ready:
                raise CourseError(f"{code} 단원은 아직 노트북이 없어요(계획만 있어요).")
        return [units[code] for code in wanted if units[code].ready or not ready]


@cache
def read_syllabus(path: Path = CURRICULUM / "syllabus.yaml") -> Syllabus:
    """Read and check the syllabus; raises CourseError with the place of the first fault."""
    try:
        return Syllabus.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise CourseError(f"{path}의 {place} 자리가 잘못되었어요({first['type']}).") from error
