"""Monthly footfall of each dong, 2024–2025, near the published 2025 summary.

2025 is the published value with chance of about 1.5 %. 2024 is invented: a calmer copy, with a
smaller ball-park season in 부사동 (the new park opened in March 2025).
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from . import sources
from .days import WEEKDAYS

NEEDS: tuple[str, ...] = ()

BANDS = ["05_09", "09_12", "12_14", "14_18", "18_23", "23_05"]
CHANCE = 0.015
LEVEL_2024 = 0.985
PARK_DONG = "부사동"
PARK_SEASON_2024 = 0.55  # of the rise above January that 2025 shows


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    facts = sources.read("junggu_footfall_monthly_202501_202602")
    facts = facts[facts["기준년월"].str.startswith("2025")].reset_index(drop=True)
    years = [_year(2024, _calmer(facts), rng), _year(2025, facts, rng)]
    table = pd.concat(years, ignore_index=True)
    return table.sort_values(["기준년월", "행정기관코드"], ignore_index=True)


def _calmer(facts: pd.DataFrame) -> pd.DataFrame:
    january = facts[facts["기준년월"] == "202501"].set_index("행정동")["유동인구_명"]
    base = facts["행정동"].map(january)
    rise = facts["유동인구_명"] - base
    kept = np.where((facts["행정동"] == PARK_DONG) & (rise > 0), PARK_SEASON_2024, 1.0)
    return facts.assign(유동인구_명=LEVEL_2024 * (base + rise * kept))


def _year(year: int, facts: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    people = facts["유동인구_명"] * rng.normal(1, CHANCE, len(facts))
    weekdays = _percentages(facts[list(WEEKDAYS)].to_numpy(), rng)
    bands = _percentages(facts[BANDS].to_numpy(), rng)
    return pd.DataFrame(
        {
            "기준년월": pd.to_datetime(str(year) + facts["기준년월"].str[4:], format="%Y%m"),
            "행정기관코드": facts["행정기관코드"],
            "행정동": facts["행정동"],
            "유동인구": people.round().astype(int),
            "주중": weekdays[:, :5].sum(axis=1).round(1),
            **{day: weekdays[:, number] for number, day in enumerate(WEEKDAYS)},
            **{band: bands[:, number] for number, band in enumerate(BANDS)},
            "자료구분": "합성",
        }
    )


def _percentages(shares: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Shares with a little chance, rounded each for itself: they add up to about 100."""
    moved = shares * rng.normal(1, 0.015, shares.shape)
    return (100 * moved / moved.sum(axis=1, keepdims=True)).round(1)
