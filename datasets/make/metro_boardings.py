"""Hourly boardings of the four line-1 stations in 2025.

The published mean profile of March 2024 (station × direction × kind of day × hour) is the
March of 2025 here; the other months, game days, rain and chance are added.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from . import days, sources

NEEDS = ("local_events", "weather_air_daily")

FIRST, LAST = "2025-01-01", "2025-12-31"
# Level of each month against March: an assumption (students and mild weather).
MONTHS = (0.95, 0.97, 1.00, 1.02, 1.03, 1.00, 0.97, 0.95, 1.00, 1.03, 1.01, 1.02)
HEAVY_RAIN_MM = 10.0
HEAVY_RAIN_EFFECT = 0.94
HOLIDAY_EVE_EFFECT = 0.78  # 설날 and 추석 and the days around them
OUTAGES = ("2025-02-11", "2025-07-23", "2025-11-06")  # the counters recorded nothing
# Extra passengers on the day of a home game: (direction, hours, factor), by station.
GAME_RISE = (
    ("하차", ("16-17시", "17-18시", "18-19시"), 1.35),
    ("승차", ("21-22시", "22-23시"), 1.9),
)
GAME_STATIONS = {"중앙로": 0.6, "중구청": 1.0, "서대전네거리": 0.3, "오룡": 0.05}


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    profile = sources.read("metro_line1_junggu_hourly_202403")
    hours = [c for c in profile.columns if c.endswith("시")]
    dates = days.between(FIRST, LAST)
    table = pd.DataFrame({"날짜": dates, "요일구분": days.kind_of_day(dates)})
    table["수준"] = _day_level(dates, given["weather_air_daily"], rng)
    keys = ["역번호", "역명", "구분", "요일구분"]
    table = table.merge(profile[keys + hours], on="요일구분", how="left")
    table = table.sort_values(["날짜", "역번호", "구분"], ignore_index=True)
    expected = table[hours] * table[["수준"]].to_numpy()
    expected = expected * _game_factor(table, hours, given["local_events"])
    # March is the month with a published level: rain, games and chance must not move its mean.
    march = table["날짜"].dt.month == 3
    surplus = (expected.sum(axis=1) / table[hours].sum(axis=1))[march]
    means = surplus.groupby([table[key] for key in keys]).mean().rename("넘침")
    expected = expected.div(table.join(means, on=keys)["넘침"], axis=0)
    counts = rng.poisson(expected * rng.gamma(1600, 1 / 1600, (len(table), 1)))
    counts[table["날짜"].isin(pd.to_datetime(OUTAGES)).to_numpy()] = 0
    shown = pd.DataFrame(counts, columns=hours)
    return pd.concat(
        [
            table[["날짜", "역번호", "역명", "구분"]],
            shown,
            pd.Series("합성", table.index, name="자료구분"),
        ],
        axis=1,
    )


def _day_level(
    dates: pd.DatetimeIndex, weather: pd.DataFrame, rng: np.random.Generator
) -> np.ndarray:
    level = np.array(MONTHS)[dates.month - 1] * rng.normal(1, 0.02, len(dates))
    rain = weather.set_index("일시")["일강수량(mm)"].fillna(0).loc[dates].to_numpy()
    level *= np.where(rain >= HEAVY_RAIN_MM, HEAVY_RAIN_EFFECT, 1.0)
    names = days.holidays().reindex(dates).fillna("")
    return level * np.where(names.str.contains("설날|추석"), HOLIDAY_EVE_EFFECT, 1.0)


def _game_factor(table: pd.DataFrame, hours: list[str], events: pd.DataFrame) -> pd.DataFrame:
    played = events[(events["종류"] == "프로야구 홈경기") & ~events["취소"]]
    game = table["날짜"].isin(played["날짜"])
    strength = table["역명"].map(GAME_STATIONS)
    factor = pd.DataFrame(1.0, index=table.index, columns=hours)
    for direction, when, rise in GAME_RISE:
        rows = game & (table["구분"] == direction)
        for hour in when:
            factor.loc[rows, hour] = 1 + (rise - 1) * strength[rows]
    return factor
