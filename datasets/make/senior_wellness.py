"""Ninety days of walking, pills and kiosk practice of sixty invented seniors (2025-05 to 07)."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from . import days

NEEDS = ("weather_air_daily",)

FIRST, LAST = "2025-05-01", "2025-07-29"
# Age band: (people, usual steps a day, seconds for a first kiosk order)
BANDS = {
    "65~69": (14, 6900, 105),
    "70~74": (15, 6000, 120),
    "75~79": (14, 4900, 140),
    "80~84": (11, 3700, 165),
    "85+": (6, 2500, 195),
}
RAIN_EFFECT, HOT_EFFECT = 0.82, 0.9  # on steps: a wet day; a day of 33 °C or more
NOT_WORN_DRY, NOT_WORN_WET = 0.03, 0.09  # the pedometer stays at home
RECORDED, TAKEN = 0.89, 0.94
LEARNING = 0.18  # how fast the time for a kiosk order falls with practice (power law)


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    dates = days.between(FIRST, LAST)
    weather = given["weather_air_daily"].set_index("일시").loc[dates]
    people = [band for band, (count, *_) in BANDS.items() for _ in range(count)]
    rng.shuffle(people)
    tables = [
        _person(f"가상{number:02d}", band, dates, weather, rng)
        for number, band in enumerate(people, start=1)
    ]
    return pd.concat(tables, ignore_index=True)


def _person(
    name: str, band: str, dates: pd.DatetimeIndex, weather: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    _, usual, seconds = BANDS[band]
    wet = (weather["일강수량(mm)"].fillna(0) >= 1).to_numpy()
    hot = (weather["최고기온(°C)"] >= 33).to_numpy()
    tries, times = _kiosk(seconds * rng.lognormal(0, 0.15), len(dates), rng)
    keen = rng.beta(28, 3.5)
    return pd.DataFrame(
        {
            "참가자": name,
            "날짜": dates,
            "나이대": band,
            "걸음수": _steps(usual * rng.lognormal(0, 0.13), wet=wet, hot=hot, rng=rng),
            "아침약": _pills(keen, len(dates), rng),
            "저녁약": _pills(keen - 0.05, len(dates), rng),
            "키오스크_시도": tries,
            "키오스크_완료시간": times,
            "날씨메모": _memo(wet, hot, rng),
        }
    )


def _steps(
    usual: float, *, wet: np.ndarray, hot: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    steps = usual * np.where(wet, RAIN_EFFECT, 1) * np.where(hot, HOT_EFFECT, 1)
    steps = steps * rng.lognormal(-0.03, 0.28, len(wet))
    draw, limit = rng.random(len(wet)), np.where(wet, NOT_WORN_WET, NOT_WORN_DRY)
    steps = np.where(draw < limit / 2, 0, steps.round())  # lay on the table and counted nothing
    return np.where((draw >= limit / 2) & (draw < limit), np.nan, steps).clip(0, 25_000)


def _pills(keen: float, count: int, rng: np.random.Generator) -> np.ndarray:
    taken = np.where(rng.random(count) < TAKEN, "복용", "빠뜨림")
    return np.where(rng.random(count) < keen, taken, "미기록")


def _kiosk(first: float, count: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Practice on about one day in five; a few people note minutes instead of seconds."""
    tries = np.where(rng.random(count) < 0.2, rng.integers(1, 4, count), 0)
    done = np.cumsum(tries)
    seconds = first * np.maximum(done, 1) ** -LEARNING * rng.lognormal(0, 0.16, count)
    finished = (tries > 0) & (rng.random(count) < 0.9)
    in_minutes = rng.random(count) < 0.03
    shown = np.where(in_minutes, (seconds / 60).round(1), seconds.round())
    return tries, np.where(finished, shown, np.nan)


def _memo(wet: np.ndarray, hot: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    said = np.select([wet, hot], ["비", "더움"], default="맑음")
    # Notes are skipped more often when it rains: the gaps are not there by chance.
    skipped = rng.random(len(wet)) < np.where(wet, 0.55, 0.3)
    return np.where(skipped, None, said)
