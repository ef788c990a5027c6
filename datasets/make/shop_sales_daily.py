"""Daily sales of four invented shops, 2024–2025.

Each month's mean follows the published seasonal index of a sector; within a month weekday,
rain, market days and home games move the days.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from . import days, sources

NEEDS = ("local_events", "weather_air_daily")

FIRST, LAST = "2024-01-01", "2025-12-31"
LEVEL_2024 = 0.96
RAIN_MM, HOLIDAY_EFFECT = 1.0, 1.12
NEW_YEAR_AND_HARVEST = "설날$|추석$"  # the two days on which every shop is closed
VAT_FREE = ("대흥동 빵집 밀마루", "2024-09")  # a month entered without the 10 % tax
SLIPS = (
    ("은행동 카페 느루", "2024-06-15"),
    ("태평시장 반찬 담뿍", "2025-09-12"),
)  # a zero too many


@dataclass(frozen=True)
class Shop:
    """One invented shop: which sector's year it follows and what moves its days."""

    name: str
    sector: str
    won_a_day: int
    won_a_bill: int
    weekdays: tuple[float, ...]  # Monday first; 0 means closed
    rain: float
    game: float
    market: float
    delivery: float


SHOPS = (
    Shop(
        "은행동 카페 느루",
        "카페",
        520_000,
        7_800,
        (0.86, 0.88, 0.9, 0.92, 1.05, 1.32, 1.2),
        0.9,
        1.03,
        1.0,
        0.08,
    ),
    Shop(
        "대흥동 빵집 밀마루",
        "빵/도넛",
        760_000,
        11_500,
        (0, 0.9, 0.92, 0.95, 1.03, 1.25, 1.1),
        0.91,
        1.05,
        1.0,
        0.05,
    ),
    Shop(
        "부사동 분식 홈런",
        "치킨",
        430_000,
        13_500,
        (0, 0.92, 0.94, 0.95, 1.08, 1.15, 1.02),
        0.88,
        1.85,
        1.0,
        0.22,
    ),
    Shop(
        "태평시장 반찬 담뿍",
        "슈퍼마켓",
        390_000,
        12_000,
        (1.0, 0.98, 1.0, 1.02, 1.12, 1.08, 0),
        0.9,
        1.0,
        1.35,
        0.12,
    ),
)


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    dates = days.between(FIRST, LAST)
    calendar = _calendar(dates, given)
    tables = [_shop(shop, dates, calendar, rng) for shop in SHOPS]
    table = pd.concat(tables, ignore_index=True).sort_values(["날짜", "가게"], ignore_index=True)
    return _with_flaws(table)


def _calendar(dates: pd.DatetimeIndex, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """For each day: rain, home game, market day in 태평시장, name of the holiday."""
    events = given["local_events"]
    games = events[(events["종류"] == "프로야구 홈경기") & ~events["취소"]]["날짜"]
    market = events[(events["종류"] == "전통시장 행사") & (events["장소"] == "태평전통시장")][
        "날짜"
    ]
    rain = given["weather_air_daily"].set_index("일시")["일강수량(mm)"].fillna(0)
    return pd.DataFrame(
        {
            "비": rain.loc[dates] >= RAIN_MM,
            "경기": dates.isin(games),
            "장날": dates.isin(market),
            "공휴일": days.holidays().reindex(dates).fillna(""),
        },
        index=dates,
    )


def _shop(
    shop: Shop, dates: pd.DatetimeIndex, calendar: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    effect = np.array(shop.weekdays)[dates.day_of_week]
    effect = (
        effect * np.where(calendar["비"], shop.rain, 1) * np.where(calendar["경기"], shop.game, 1)
    )
    effect = effect * np.where(calendar["장날"], shop.market, 1)
    effect = effect * np.where(calendar["공휴일"] != "", HOLIDAY_EFFECT, 1)
    effect = np.where(calendar["공휴일"].str.contains(NEW_YEAR_AND_HARVEST), 0, effect)
    month = pd.Series(effect, dates).groupby([dates.year, dates.month]).transform("mean")
    expected = shop.won_a_day * _season(shop.sector, dates) * effect / month.to_numpy()
    bills = rng.poisson(expected / shop.won_a_bill * rng.lognormal(0, 0.09, len(dates)))
    sales = bills * shop.won_a_bill * rng.normal(1, 0.04, len(dates))
    closed = effect == 0
    delivery = (
        shop.delivery * rng.lognormal(0, 0.25, len(dates)) * np.where(calendar["비"], 1.35, 1)
    )
    return pd.DataFrame(
        {
            "날짜": dates,
            "가게": shop.name,
            "요일": days.weekday_names(dates),
            # Closed days: some clerks write 0, others leave the cell empty.
            "매출액": np.where(closed & (rng.random(len(dates)) < 0.5), np.nan, sales.round(-2)),
            "결제건수": np.where(closed, 0, bills),
            "배달비중": np.where(closed, np.nan, delivery.clip(0, 0.9).round(3)),
            "행사": [_event(shop, row) for row in calendar.itertuples()],
            "휴무": closed,
            "자료구분": "합성",
        }
    )


def _season(sector: str, dates: pd.DatetimeIndex) -> np.ndarray:
    index = (
        sources.read("junggu_sales_seasonality_index_202501_202602").set_index("업종").loc[sector]
    )
    months = np.array([float(index[f"2025{month:02d}"]) / 100 for month in range(1, 13)])
    return months[dates.month - 1] * np.where(dates.year == 2024, LEVEL_2024, 1.0)


def _event(shop: Shop, day: object) -> str | None:
    """The one event that a shopkeeper would note down."""
    if day.공휴일:
        return "공휴일"
    if day.장날 and shop.market > 1:
        return "시장행사"
    return "경기일" if day.경기 else None


def _with_flaws(table: pd.DataFrame) -> pd.DataFrame:
    shop, month = VAT_FREE
    without_tax = (table["가게"] == shop) & (table["날짜"].dt.strftime("%Y-%m") == month)
    table.loc[without_tax, "매출액"] = (table.loc[without_tax, "매출액"] / 1.1).round(-1)
    for shop, day in SLIPS:
        table.loc[(table["가게"] == shop) & (table["날짜"] == day), "매출액"] *= 10
    return table
