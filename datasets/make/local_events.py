"""What happens when: public holidays (facts), invented home games, market days, festivals.

Other daily tables join on this one, so that complaints, metro, sales and footfall agree about
a game day. Home games follow the shape of a season (Tuesday to Sunday, three in a row, none in
mid-July), not the real fixture list.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from . import days

NEEDS = ("weather_air_daily",)

PARK, PARK_DONG = "대전 한화생명 볼파크", "부사동"
OLD_PARK = "한밭야구장"
PARK_OPENED = pd.Timestamp("2025-03-05")
RAINED_OFF_MM = 12.0
SEASONS = {2023: "2023-04-01", 2024: "2024-03-23", 2025: "2025-03-22"}
SEASON_DAYS = 192
HOME_GAMES = 72
MARKETS = (("태평전통시장", "태평1동"), ("유천전통시장", "유천1동"), ("문창전통시장", "문창동"))
# (month, weekend of the month, days, name, place, dong)
FESTIVALS = (
    (4, 1, 2, "보문산 봄꽃 나들이", "보문산", "대사동"),
    (5, 1, 2, "어린이 책 잔치", "으능정이 문화의거리", "은행선화동"),
    (8, 2, 3, "대전천 여름밤 영화제", "대전천", "대흥동"),
    (10, 2, 3, "뿌리공원 가을 축제", "뿌리공원", "산성동"),
    (12, 3, 2, "원도심 겨울빛 거리", "으능정이 문화의거리", "은행선화동"),
)


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    weather = given["weather_air_daily"].set_index("일시")["일강수량(mm)"].fillna(0)
    rows = [*_holiday_rows(), *_game_rows(weather, rng), *_market_rows(rng), *_festival_rows()]
    table = pd.DataFrame(rows).sort_values(["날짜", "종류", "행사명"], ignore_index=True)
    table.insert(0, "행사id", [f"SE{number:04d}" for number in range(1, len(table) + 1)])
    return table


def _row(date: pd.Timestamp, kind: str, name: str, **more: object) -> dict[str, object]:
    blank = {"장소": None, "행정동": None, "시작시각": None, "취소": False, "자료구분": "합성"}
    return {"날짜": date, "종류": kind, "행사명": name, **blank, **more}


def _holiday_rows() -> list[dict[str, object]]:
    return [_row(day, "공휴일", name, 자료구분="사실") for day, name in days.holidays().items()]


def _game_rows(weather: pd.Series, rng: np.random.Generator) -> list[dict[str, object]]:
    rows = []
    for year, opening in SEASONS.items():
        season = pd.date_range(opening, periods=SEASON_DAYS)
        break_ = pd.date_range(f"{year}-07-10", f"{year}-07-16")
        home, planned = rng.random() < 0.5, 0
        for date in season:
            if date.day_of_week in (1, 4):  # a new series begins on Tuesday and on Friday
                home = not home if rng.random() < 0.85 else home
            if not home or planned == HOME_GAMES or date.day_of_week == 0 or date in break_:
                continue
            planned += 1
            cancelled = bool(weather[date] >= RAINED_OFF_MM and rng.random() < 0.85)
            rows.append(
                _row(
                    date,
                    "프로야구 홈경기",
                    "[합성] 프로야구 홈경기",
                    장소=PARK if date >= PARK_OPENED else OLD_PARK,
                    행정동=PARK_DONG,
                    시작시각=_start(date),
                    취소=cancelled,
                )
            )
    return rows


def _start(date: pd.Timestamp) -> str:
    if date.day_of_week < 5:
        return "18:30"
    hot = date.month in (6, 7, 8)
    return ("18:00" if hot else "17:00") if date.day_of_week == 5 or hot else "14:00"


def _market_rows(rng: np.random.Generator) -> list[dict[str, object]]:
    """One sale day per market and month, on a Friday or Saturday."""
    rows = []
    for month in pd.period_range("2023-01", "2025-12", freq="M"):
        for market, dong in MARKETS:
            dates = pd.date_range(month.start_time, month.end_time.normalize())
            choices = dates[dates.day_of_week.isin([4, 5])]
            date = choices[rng.integers(len(choices))]
            rows.append(
                _row(date, "전통시장 행사", f"[합성] {market} 할인의 날", 장소=market, 행정동=dong)
            )
    return rows


def _festival_rows() -> list[dict[str, object]]:
    rows = []
    for year in (2023, 2024, 2025):
        for month, week, length, name, place, dong in FESTIVALS:
            saturdays = pd.date_range(f"{year}-{month:02d}-01", periods=31, freq="D")
            saturdays = saturdays[(saturdays.day_of_week == 5) & (saturdays.month == month)]
            last = saturdays[week - 1] + pd.Timedelta(days=1)
            for date in pd.date_range(end=last, periods=length):
                rows.append(_row(date, "축제", f"[합성] {name}", 장소=place, 행정동=dong))
    return rows
