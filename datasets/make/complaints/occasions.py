"""When and where: months with their seasons, days with their weather and games, dongs."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .. import days, sources
from ..text import exact_counts, pick, read_frames
from .matters import Matter

FIRST, LAST = "2024-01-01", "2025-12-31"
HEAVY_RAIN_MM = 20.0
# Share of a dong's filings around the ball park on and after a game day.
NEAR_BALLPARK = {"부사동": 0.36, "대사동": 0.34, "문창동": 0.15, "대흥동": 0.15}
_NOT_ON_A_ROAD = (
    "공원",
    "하천",
    "산",
    "농촌",
    "역",
    "경로당",
    "야구장",
    "단지",
    "천변길",
    "네거리",
)
_WEEKDAY_SHARE = (1.18, 1.12, 1.08, 1.05, 1.05, 0.78, 0.74)  # Monday first; assumption
_HOURS = {
    "등하교": ((8, 3.0), (9, 2.0), (13, 1.0), (14, 1.5), (15, 1.0), (16, 0.6)),
    "밤": ((7, 0.8), (8, 1.2), (9, 1.2), (20, 1.0), (21, 2.0), (22, 2.4), (23, 2.0), (0, 0.8)),
    "이른시간": ((6, 1.4), (7, 2.4), (8, 2.4), (9, 1.6), (10, 1.2), (13, 1.0), (15, 0.8)),
}
_BY_HOUR = (
    *(1, 0.5, 0.3, 0.2, 0.2, 0.4, 1, 2.4, 4.4, 6.2, 6.6, 6.2),  # midnight to noon
    *(4.6, 5.2, 5.8, 5.6, 5.2, 4.8, 4.2, 3.6, 3.4, 3.2, 2.6, 1.8),
)
_DAYTIME = tuple(enumerate(_BY_HOUR))
_COUNTER_HOURS = tuple(zip(range(9, 18), (6, 7, 6.4, 2, 5.4, 6, 5.6, 5, 3.2), strict=True))


@dataclass(frozen=True)
class Calendar:
    """Weights of days by what happened on them."""

    dates: pd.DatetimeIndex
    months: pd.PeriodIndex  # the month of each date
    open: np.ndarray  # whether counters are open, per date
    by_condition: Mapping[str, np.ndarray]

    @classmethod
    def of(cls, *, weather: pd.DataFrame, events: pd.DataFrame) -> "Calendar":
        """From ``weather_air_daily`` and ``local_events``; both may cover more than we need."""
        dates = days.between(FIRST, LAST)
        daily = weather.drop_duplicates("일시").set_index("일시").reindex(dates)
        rain = daily["일강수량(mm)"].fillna(0).to_numpy(float)
        coldest = daily["최저기온(°C)"].to_numpy(float)
        recent = np.maximum.reduce([rain, _lag(rain, 1), 0.6 * _lag(rain, 2)])
        freezing = (coldest < 0.5) & (np.maximum.reduce([rain, _lag(rain, 1)]) > 0)
        held = events[(events["종류"] == "프로야구 홈경기") & ~events["취소"].astype(bool)]
        game = np.isin(dates, held["날짜"].to_numpy())
        week = np.array([_WEEKDAY_SHARE[day] for day in dates.day_of_week])
        free = days.kind_of_day(dates) != "평일"
        return cls(
            dates=dates,
            months=dates.to_period("M"),
            open=~np.asarray(free),
            by_condition={
                "": week,
                "rain": week * (0.12 + np.where(recent >= HEAVY_RAIN_MM, recent / 10, 0)),
                "snow": week * (0.01 + 1.0 * freezing + 0.5 * _lag(freezing.astype(float), 1)),
                "game": 0.002 + 1.0 * game + 0.55 * _lag(game.astype(float), 1),
            },
        )

    def month_weights(self, matter: Matter) -> np.ndarray:
        """How much of this matter falls in each month of the period; shape ``(months,)``."""
        per_day = self.by_condition[matter.day] / self.by_condition[matter.day].mean()
        season = np.array([matter.month_weight(month) for month in self.dates.month])
        return pd.Series(per_day * season, index=self.months).groupby(level=0).sum().to_numpy()

    def day(
        self, matter: Matter, *, month: pd.Period, counter: bool, rng: np.random.Generator
    ) -> pd.Timestamp:
        """A day of ``month`` fit for the matter; an office day if filed at a counter."""
        fit = (self.months == month) & (self.open | (not counter))
        weights = self.by_condition[matter.day][fit]
        return self.dates[fit][int(rng.choice(len(weights), p=weights / weights.sum()))]

    def next_open(self, day: pd.Timestamp) -> pd.Timestamp:
        """``day``, or the next day on which counters are open."""
        later = (self.dates >= day) & self.open
        return self.dates[later][0]

    def happened(self, condition: str, day: pd.Timestamp) -> bool:
        """Whether the condition holds on or just before ``day``."""
        position = self.dates.get_loc(day)
        weights = self.by_condition[condition]
        return bool(weights[position] > np.median(weights) * 1.5)


def _lag(values: np.ndarray, days_back: int) -> np.ndarray:
    return np.concatenate([np.zeros(days_back), values[:-days_back]])


def clock(matter: Matter, *, counter: bool, rng: np.random.Generator) -> pd.Timedelta:
    """Time of day of the filing."""
    table = _COUNTER_HOURS if counter else _HOURS.get(matter.hours, _DAYTIME)
    if not counter and rng.random() < 0.35:
        table = _DAYTIME
    hours, weights = zip(*table, strict=True)
    hour = pick(hours, rng=rng, weights=weights)
    return pd.Timedelta(hours=hour, minutes=int(rng.integers(60)), seconds=int(rng.integers(60)))


@dataclass(frozen=True)
class Gazetteer:
    """Dongs with their reporting weight, and the names of spots in them."""

    weights: Mapping[str, float]
    local: Mapping[str, Mapping[str, list[str]]]
    general: Mapping[str, list[str]]

    @classmethod
    def read(cls) -> "Gazetteer":
        facts = sources.read("junggu_dong_facts").set_index("행정동")
        footfall = sources.read("junggu_footfall_monthly_202501_202602")
        people = facts["인구_202505"] / facts["인구_202505"].sum()
        dong_column = next(c for c in footfall.columns if "동" in c and "코드" not in c)
        value = next(c for c in footfall.columns if "유동인구" in c)
        walked = footfall.groupby(dong_column)[value].mean().reindex(facts.index)
        walked = walked.fillna(walked.median()) / walked.sum()
        places = read_frames("complaints_places")
        weights = (people * walked) ** 0.5
        return cls((weights / weights.sum()).to_dict(), places["동별"], places["아무곳"])

    def dong(self, kind: str, *, game: bool, rng: np.random.Generator) -> str:
        """A dong where this kind of place exists, by population and footfall."""
        shares = NEAR_BALLPARK if game else self.weights
        if kind in ("하천", "산", "역", "농촌"):
            shares = {d: w for d, w in shares.items() if kind in self.local[d]} or shares
        return pick(list(shares), rng=rng, weights=list(shares.values()))

    def spot(self, kind: str, dong: str, *, rng: np.random.Generator) -> str:
        """A name for the place, vague or exact, as people give it."""
        named = self.local[dong].get(kind, [])
        if named and rng.random() < 0.5:
            return pick(named, rng=rng)
        spot = pick(self.general[kind], rng=rng) if kind in self.general else ""
        chance = rng.random()
        if chance < 0.3 or len(spot) <= 3:
            return f"{spoken(dong, rng=rng)} {spot}".strip()
        if chance < 0.5 and kind not in _NOT_ON_A_ROAD:
            return f"{pick(self.local[dong]['도로'], rng=rng)} {spot}".strip()
        return spot or spoken(dong, rng=rng)


def spoken(dong: str, *, rng: np.random.Generator) -> str:
    """How residents say the dong: 태평1동 or just 태평동."""
    if dong == "은행선화동":
        return "은행동" if rng.random() < 0.5 else "선화동"
    return dong.replace("1동", "동").replace("2동", "동") if rng.random() < 0.6 else dong


def month_counts(total: int, weights: np.ndarray) -> list[int]:
    """Split ``total`` over the months by ``weights`` exactly."""
    counts = exact_counts(total, {str(i): float(w) for i, w in enumerate(weights)})
    return [counts[str(i)] for i in range(len(weights))]
