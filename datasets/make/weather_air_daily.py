"""Daily weather and air of 2023–2025, invented in the climate of station 133.

Temperature is a smooth year plus an autoregressive anomaly; rain is a two-state chain with
gamma amounts; both take their monthly figures from `daejeon_weather_monthly_2017_2022`. Fine
dust is log-normal with memory, washed by rain; its monthly level is an assumption that meets
the published December–March means.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.interpolate import CubicSpline

from . import days, sources

NEEDS: tuple[str, ...] = ()

FIRST, LAST = "2023-01-01", "2025-12-31"
MEMORY = 0.75  # lag-1 autocorrelation of the temperature anomaly (observed: 0.74)
PM25_BY_MONTH = (24, 23, 23, 18, 16, 14, 11, 11, 12, 15, 19, 22)  # µg/m³, assumption
PM10_RATIO_BY_MONTH = (1.7, 1.8, 2.1, 2.3, 2.2, 1.9, 1.7, 1.7, 1.8, 1.9, 2.0, 1.7)
WETTEST_DAY = 192.7  # mm; the highest daily sum of 2017–2022
WARMEST_NIGHT = 27.5  # °C; nights warmer than this are squeezed towards it
PM25_GAP_SHARE = 0.02
PM25_GAP_MARKS = ("", "-", "-999")


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    climate = sources.read("daejeon_weather_monthly_2017_2022").set_index("월")
    dates = days.between(FIRST, LAST)
    rain = _rain(dates, climate, rng)
    wet = rain > 0
    mean = _temperature(dates, climate, rng)
    highest, lowest = _extremes(dates, climate, mean=mean, wet=wet, rng=rng)
    pm25, pm10 = _dust(dates, rain, rng)
    monthly = climate.loc[dates.month]
    humidity = monthly["평균상대습도_pct"].to_numpy() + np.where(wet, 11, -5)
    humidity = np.clip(humidity + rng.normal(0, 7, len(dates)), 15, 99).round(1)
    wind = monthly["평균풍속_ms"].to_numpy() * rng.gamma(9, 1 / 9, len(dates))
    return pd.DataFrame(
        {
            "지점": 133,
            "지점명": "대전(합성)",
            "일시": dates,
            "평균기온(°C)": mean.round(1),
            "최저기온(°C)": lowest.round(1),
            "최고기온(°C)": highest.round(1),
            "일강수량(mm)": np.where(wet, rain.round(1), np.nan),
            "평균 풍속(m/s)": wind.round(1),
            "평균 상대습도(%)": humidity,
            "PM10(㎍/㎥)": pm10,
            "PM25(㎍/㎥)": _with_gaps(pm25, rng),
        }
    )


def _seasonal(dates: pd.DatetimeIndex, by_month: np.ndarray) -> np.ndarray:
    """A smooth yearly curve through monthly values set at mid-month."""
    middles = np.array([15 + 30.4 * month for month in range(13)])
    curve = CubicSpline(middles, [*by_month, by_month[0]], bc_type="periodic")
    return curve(dates.day_of_year.to_numpy())


def _remembering(noise: np.ndarray, memory: float) -> np.ndarray:
    """Unit noise turned into a unit series in which each day resembles the one before."""
    series = noise.copy()
    for day in range(1, len(series)):
        series[day] = memory * series[day - 1] + np.sqrt(1 - memory**2) * noise[day]
    return series


def _temperature(
    dates: pd.DatetimeIndex, climate: pd.DataFrame, rng: np.random.Generator
) -> np.ndarray:
    spread = _seasonal(dates, climate["일평균기온_표준편차"].to_numpy())
    anomaly = spread * _remembering(rng.normal(size=len(dates)), MEMORY)
    # Three years are too few for the monthly means to settle: take three quarters of the
    # chance deviation out, smoothly, and leave single years free.
    chance = pd.Series(anomaly).groupby(dates.month).mean().to_numpy()
    anomaly -= 0.75 * _seasonal(dates, chance)
    return _seasonal(dates, climate["평균기온_degC"].to_numpy()) + anomaly


def _extremes(
    dates: pd.DatetimeIndex,
    climate: pd.DataFrame,
    *,
    mean: np.ndarray,
    wet: np.ndarray,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Highest and lowest of each day: the daily range narrows when it rains."""
    above = _seasonal(dates, (climate["평균최고기온_degC"] - climate["평균기온_degC"]).to_numpy())
    below = _seasonal(dates, (climate["평균기온_degC"] - climate["평균최저기온_degC"]).to_numpy())
    share_wet = climate.loc[dates.month, "강수일수_0.1mm이상"].to_numpy() / 30.4
    narrowing = np.where(wet, 0.72, (1 - 0.72 * share_wet) / (1 - share_wet))
    wobble = rng.lognormal(0, 0.2, (2, len(dates)))
    lowest = mean - below * narrowing * wobble[1]
    lowest -= 0.8 * (lowest - WARMEST_NIGHT).clip(0)
    return mean + above * narrowing * wobble[0], lowest


def _rain(dates: pd.DatetimeIndex, climate: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """Rain of each day in mm. Whole series are drawn until every year is a plausible one."""
    years, late_summer = dates.year.to_numpy(), dates.month.isin([7, 8])
    while True:
        rain = _rain_once(dates, climate, rng)
        totals = pd.Series(rain).groupby(years).sum()
        wet_days = pd.Series(rain > 0).groupby(years).sum()
        share = rain[late_summer].sum() / rain.sum()
        plausible_years = totals.between(1000, 1600).all() and wet_days.between(97, 118).all()
        if plausible_years and 0.44 <= share <= 0.54:
            return rain


def _rain_once(
    dates: pd.DatetimeIndex, climate: pd.DataFrame, rng: np.random.Generator
) -> np.ndarray:
    monthly = climate.loc[dates.month]
    stays, starts = monthly["P_비다음날비"].to_numpy(), monthly["P_맑음다음날비"].to_numpy()
    average, spread = monthly["강수일_평균강수_mm"], monthly["강수일_표준편차_mm"]
    shape = ((average / spread) ** 2).to_numpy()
    amounts = rng.gamma(shape, average.to_numpy() / shape).clip(0.1, WETTEST_DAY).round(1)
    draws = rng.random(len(dates))
    rain, wet = np.zeros(len(dates)), False
    for day, draw in enumerate(draws):
        wet = draw < (stays[day] if wet else starts[day])
        rain[day] = amounts[day] if wet else 0.0
    return rain


def _dust(
    dates: pd.DatetimeIndex, rain: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    spread = 0.44
    level = np.log(_seasonal(dates, np.array(PM25_BY_MONTH, float))) - spread**2 / 2
    fine = np.exp(level + spread * _remembering(rng.normal(size=len(dates)), 0.6))
    fine *= np.where(rain >= 1, 0.72, 1.06)
    ratio = _seasonal(dates, np.array(PM10_RATIO_BY_MONTH))
    coarse = fine * ratio * rng.lognormal(0, 0.15, len(dates))
    yellow = (rng.random(len(dates)) < 0.05) & dates.month.isin([3, 4, 5]) & (rain == 0)
    coarse = np.where(yellow, coarse * rng.uniform(2, 4, len(dates)), coarse)
    return fine.round().clip(2).astype(int), coarse.round().clip(4).astype(int)


def _with_gaps(values: np.ndarray, rng: np.random.Generator) -> list[str]:
    """The monitor is out of order now and then, and each clerk wrote that in another way."""
    shown = [str(value) for value in values]
    for day in rng.choice(len(values), round(PM25_GAP_SHARE * len(values)), replace=False):
        shown[day] = str(rng.choice(PM25_GAP_MARKS))
    return shown
