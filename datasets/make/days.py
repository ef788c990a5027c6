"""The calendar that daily tables share: dates, public holidays, kinds of day."""

import pandas as pd

from . import sources

WEEKDAYS = "월화수목금토일"


def between(first: str, last: str) -> pd.DatetimeIndex:
    return pd.date_range(first, last, freq="D")


def holidays() -> pd.Series:
    """Names of the public holidays 2023–2025, by date."""
    table = sources.read("public_holidays_2023_2025")
    return pd.Series(table["공휴일"].to_numpy(), index=pd.to_datetime(table["날짜"]))


def kind_of_day(dates: pd.DatetimeIndex) -> pd.Index:
    """`평일`, `토요일` or `일요일·공휴일`, as the metro's published profile divides days."""
    free = (dates.day_of_week == 6) | dates.isin(holidays().index)
    saturday = (dates.day_of_week == 5) & ~free
    kinds = pd.Series("평일", index=dates)
    kinds[saturday] = "토요일"
    kinds[free] = "일요일·공휴일"
    return pd.Index(kinds)


def weekday_names(dates: pd.DatetimeIndex) -> list[str]:
    return [WEEKDAYS[day] for day in dates.day_of_week]
