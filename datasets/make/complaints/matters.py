"""Read the complaint frames: what a complaint can be about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ..text import read_frames

CLASSES = {
    "주정차": 0.30,
    "청소": 0.14,
    "도로": 0.12,
    "환경": 0.08,
    "교통": 0.07,
    "공원": 0.07,
    "건축광고": 0.06,
    "복지": 0.05,
    "공동주택": 0.04,
    "보건": 0.025,
    "세무": 0.025,
    "위생": 0.02,
}
DEPARTMENTS = {
    "주정차": "주차관리과",
    "청소": "기후환경과",
    "도로": "건설과",
    "환경": "기후환경과",
    "교통": "교통행정과",
    "공원": "공원녹지과",
    "건축광고": "건축과",
    "복지": "복지정책과",
    "공동주택": "공동주택과",
    "보건": "건강증진과",
    "세무": "세정과",
    "위생": "위생과",
}
_FILES = (
    "complaints_parking_traffic",
    "complaints_cleaning_environment",
    "complaints_roads_parks",
    "complaints_building_housing",
    "complaints_welfare_health_tax",
)


@dataclass(frozen=True)
class Matter:
    """One kind of matter: every object fits every say (the compatibility table)."""

    name: str
    split: Mapping[str, float]  # class -> share; one class unless the owner really differs
    objects: tuple[str, ...]
    says: tuple[str, ...]
    so: tuple[str, ...]
    asks: tuple[str, ...]
    heads: tuple[str, ...]
    more: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    inquiry: bool = False
    habit: bool = False
    timeless: bool = False  # never with a phrase of time
    months: Mapping[Any, float] = field(default_factory=dict)
    day: str = ""
    hours: str = ""
    urgency: str = "보통"
    weight: float = 1.0
    depts: Mapping[str, str] = field(default_factory=dict)
    drift_to: str = ""
    drift_only: bool = False

    @property
    def ambiguous(self) -> bool:
        return len(self.split) > 1

    def department(self, label: str) -> str:
        return self.depts.get(label, DEPARTMENTS[label])

    def month_weight(self, month: int) -> float:
        return float(self.months.get(month, self.months.get("default", 1.0)))


def _matter(entry: Mapping[str, Any], *, label: str | None) -> Matter:
    given = dict(entry)
    name = given.pop("id")
    split = given.pop("split", None) or {label: 1.0}
    depts = given.pop("depts", None) or {}
    if "dept" in given:
        depts = {label: given.pop("dept")}
    lists = {
        key: tuple(given.pop(key, ()))
        for key in ("objects", "says", "so", "asks", "heads", "more", "kinds")
    }
    inquiry = given.pop("kind", "") == "inquiry"
    return Matter(name=name, split=split, depts=depts, inquiry=inquiry, **lists, **given)


@cache
def clear_matters() -> Mapping[str, tuple[Matter, ...]]:
    """Matters with one owner, by class."""
    found: dict[str, tuple[Matter, ...]] = {}
    for name in _FILES:
        for label, entries in read_frames(name).items():
            found[label] = tuple(_matter(entry, label=label) for entry in entries)
    return found


@cache
def ambiguous_matters() -> tuple[Matter, ...]:
    """Matters whose owner really differs."""
    entries = read_frames("complaints_ambiguous")["경계"]
    return tuple(_matter(entry, label=None) for entry in entries)


@cache
def by_name() -> Mapping[str, Matter]:
    """Every matter by its name, the first part of a 틀_id."""
    every = [*(m for group in clear_matters().values() for m in group), *ambiguous_matters()]
    names = [m.name for m in every]
    if len(names) != len(set(names)):
        raise ValueError("two complaint matters have the same id")
    return {m.name: m for m in every}


def frames() -> Iterator[tuple[str, str, str]]:
    """Every frame for human reading: (틀_id, object, say)."""
    for matter in by_name().values():
        for o, thing in enumerate(matter.objects, 1):
            for s, say in enumerate(matter.says, 1):
                yield f"{matter.name}-{o}-{s}", thing, say
