"""The weather of 2025 in the layout of the observatory's daily export (28 columns).

No rain is a blank, a trace is 0.0, times are whole numbers (332 is 03:32), two days came twice
and three days are in Fahrenheit.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from .raw import texts

NEEDS = ("weather_air_daily",)

YEAR = 2025
FAHRENHEIT_DAYS = ("2025-04-08", "2025-04-09", "2025-04-10")
TWICE = ("2025-06-17", "2025-10-02")
TRACE_SHARE = 0.04  # of dry days
WINDS = (20, 50, 70, 90, 160, 200, 230, 250, 270, 290, 320, 340, 360)
TEMPERATURES = [
    "평균기온(°C)",
    "최저기온(°C)",
    "최고기온(°C)",
    "평균 이슬점온도(°C)",
    "평균 지면온도(°C)",
]


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    tidy = given["weather_air_daily"]
    tidy = tidy[tidy["일시"].dt.year == YEAR].reset_index(drop=True)
    count, rain = len(tidy), tidy["일강수량(mm)"]
    wet, heavy = rain.notna(), rain.fillna(0) * rng.uniform(0.2, 0.6, len(tidy))
    hours = (rain.pow(0.5) * rng.uniform(1.2, 2.4, count)).clip(0.2, 24).round(2)
    humidity, mean = tidy["평균 상대습도(%)"], tidy["평균기온(°C)"]
    dew = mean - (100 - humidity) / 5
    cloud = np.where(wet, rng.uniform(7, 10, count), rng.uniform(0, 8, count)).round(1)
    sun = (13 * (1 - cloud / 11)).round(1)
    wind = tidy["평균 풍속(m/s)"]
    snow = (mean < 0.5) & wet
    table = pd.DataFrame(
        {
            "지점": tidy["지점"],
            "지점명": tidy["지점명"],
            "일시": tidy["일시"].dt.strftime("%Y-%m-%d"),
            "평균기온(°C)": mean,
            "최저기온(°C)": tidy["최저기온(°C)"],
            "최저기온 시각(hhmi)": _clock(rng.normal(5.6, 1.2, count)),
            "최고기온(°C)": tidy["최고기온(°C)"],
            "최고기온 시각(hhmi)": _clock(rng.normal(15.0, 1.0, count)),
            "강수 계속시간(hr)": hours,
            "10분 최다 강수량(mm)": (heavy * 0.3).round(1).where(wet),
            "1시간 최다강수량(mm)": heavy.round(1).where(wet),
            "일강수량(mm)": rain.where(wet | (rng.random(count) >= TRACE_SHARE), 0.0),
            "최대 순간 풍속(m/s)": (wind * rng.uniform(4, 6, count)).round(1),
            "최대 풍속(m/s)": (wind * rng.uniform(2, 3, count)).round(1),
            "평균 풍속(m/s)": wind,
            "최다풍향(16방위)": rng.choice(WINDS, count),
            "평균 이슬점온도(°C)": dew.round(1),
            "최소 상대습도(%)": (humidity * rng.uniform(0.4, 0.7, count)).round().astype(int),
            "평균 상대습도(%)": humidity,
            "평균 증기압(hPa)": (6.11 * np.exp(17.3 * dew / (dew + 237.3))).round(1),
            "합계 일조시간(hr)": sun,
            "합계 일사량(MJ/m2)": (3 + sun * 1.6).round(2),
            "일 최심신적설(cm)": (rain * 0.8).round(1).where(snow),
            "일 최심적설(cm)": rain.round(1).where(snow),
            "평균 전운량(1/10)": cloud,
            "평균 지면온도(°C)": (mean * 1.08).round(1),
            "기사": np.where(snow, "눈", np.where(wet, "비", None)),
            "안개 계속시간(hr)": np.where(
                rng.random(count) < 0.04, rng.uniform(0.5, 5, count).round(2), np.nan
            ),
        }
    )
    table = _in_fahrenheit(table)
    again = table[table["일시"].isin(TWICE)]
    table = pd.concat([table, again]).sort_values("일시", kind="stable", ignore_index=True)
    return table.apply(texts)


def _clock(hours: np.ndarray) -> np.ndarray:
    minutes = (np.clip(hours, 0, 23.98) * 60).astype(int)
    return minutes // 60 * 100 + minutes % 60


def _in_fahrenheit(table: pd.DataFrame) -> pd.DataFrame:
    days = table["일시"].isin(FAHRENHEIT_DAYS)
    table.loc[days, TEMPERATURES] = (table.loc[days, TEMPERATURES] * 9 / 5 + 32).round(1)
    return table
