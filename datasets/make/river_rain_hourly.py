"""One year of hourly rain and water level at an invented gauge, tied to `weather_air_daily`.

The daily rain of 2025 is cut into showers; the level follows from three linear reservoirs
(upstream storm flow, slow wet soil, base flow), so that the water rises one to five hours after
the rain and a forecast from rain can beat the last reading.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

NEEDS = ("weather_air_daily",)

YEAR = 2025
HOURS = 24
RETAINED = 40.0  # mm of dry soil that swallows the first rain
QUICK_HOURS, SLOW_HOURS = 4.0, 40.0
DELAY = 2  # hours that the upstream rain takes to arrive
LEVEL_BASE, LEVEL_PER_MM = 0.42, 0.055  # m, m per mm/h of flow
SENSOR_NOISE = 0.006  # m
GAPS, STUCK = 60, ((2900, 14), (5230, 20), (7800, 9))  # missing hours; (first hour, length)


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    weather = given["weather_air_daily"].drop_duplicates("일시").set_index("일시")
    days = pd.date_range(f"{YEAR}-01-01", f"{YEAR}-12-31")
    daily = weather["일강수량(mm)"].reindex(days).fillna(0.0).to_numpy()
    here = np.concatenate([_showers(rng, amount) for amount in daily])
    above = _upstream(rng, here)
    level = _level(here, above, rng)
    hours = pd.date_range(days[0], periods=len(here), freq="h")
    return pd.DataFrame(
        {
            "관측소": "가상천1",
            "일시": hours,
            "강우량": here.round(1),
            "상류강우량": above.round(1),
            "수위": _flawed(level, rng).round(2),
        }
    )


def _showers(rng: np.random.Generator, amount: float) -> np.ndarray:
    """Cut one day's rain into one to three showers of a few hours; shape (24,), mm."""
    rain = np.zeros(HOURS)
    if amount <= 0:
        return rain
    clock = np.arange(HOURS)
    for _ in range(rng.integers(1, 4)):
        middle, spread = rng.uniform(0, 24), rng.uniform(0.7, 3.0)
        strength = rng.lognormal(0, 0.6)
        rain += strength * np.exp(-0.5 * ((clock - middle) / spread) ** 2)
    rain *= rng.lognormal(0, 0.35, HOURS)
    rain[rain < 0.02 * rain.max()] = 0
    return amount * rain / rain.sum()


def _upstream(rng: np.random.Generator, here: np.ndarray) -> np.ndarray:
    """Rain upstream: the same fronts an hour earlier, with a strength of their own each day."""
    strength = np.repeat(rng.lognormal(0, 0.35, len(here) // HOURS), HOURS)
    return np.roll(here, -1) * strength * rng.lognormal(0, 0.25, len(here))


def _level(here: np.ndarray, above: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    soil, quick, slow = 0.3 * RETAINED, 0.0, 0.0
    level = np.empty(len(here))
    for hour in range(len(here)):
        rain = 0.35 * here[hour] + 0.65 * above[max(hour - DELAY, 0)]
        runoff = rain * min(1.0, soil / RETAINED) ** 1.5
        soil = min(RETAINED, soil + rain - runoff) * 0.997
        quick += 0.75 * runoff - quick / QUICK_HOURS
        slow += 0.25 * runoff - slow / SLOW_HOURS
        level[hour] = LEVEL_BASE + LEVEL_PER_MM * (quick + 2.0 * slow / 4)
    season = 0.05 * np.sin(2 * np.pi * (np.arange(len(here)) / (HOURS * 365) - 0.4))
    return level + season + rng.normal(0, SENSOR_NOISE, len(here))


def _flawed(level: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    level = level.copy()
    for first, length in STUCK:
        level[first : first + length] = level[first]
    level[rng.choice(len(level), GAPS, replace=False)] = np.nan
    return level
