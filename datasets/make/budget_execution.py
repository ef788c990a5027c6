"""What 75 invented programmes spent in each month of 2025; a year adds up to `budget_programs`."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from .allocate import shares

NEEDS = ("budget_programs",)

YEAR, PROGRAMMES, SLOW = 2025, 75, 12
SLOW_BELOW = 0.6  # of the budget spent by the year's end
LEFT_OUT = "예비비|기본경비"
# Share of a year's spending by month; how common each way of spending is.
RHYTHMS = {
    "매달": (0.34, np.ones(12)),
    "상반기": (0.24, np.array([2, 9, 13, 14, 13, 16, 8, 7, 6, 5, 4, 3.0])),
    "분기": (0.16, np.array([0.3, 0.3, 8] * 4)),
    "행사": (0.12, np.array([0.2, 0.3, 0.6, 1.5, 1, 0.4, 0.2, 0.3, 3, 9, 3, 0.8])),
    "연말": (0.14, np.array([1, 1, 2, 3, 4, 5, 5, 6, 8, 11, 18, 36.0])),
}


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row a programme and month; money in thousand won."""
    year = given["budget_programs"].query("회계연도 == @YEAR")
    year = year[~year["세부사업명"].str.contains(LEFT_OUT)]
    slow = year["지출액"] < SLOW_BELOW * year["예산현액"]
    chosen = np.sort(
        np.concatenate(
            [
                rng.choice(year.index[slow], SLOW, replace=False),
                rng.choice(year.index[~slow], PROGRAMMES - SLOW, replace=False),
            ]
        )
    )
    names = list(RHYTHMS)
    rhythms = rng.choice(names, size=PROGRAMMES, p=[RHYTHMS[name][0] for name in names])
    months = pd.date_range(f"{YEAR}-01-01", periods=12, freq="MS")
    rows = []
    for (_, programme), rhythm in zip(year.loc[chosen].iterrows(), rhythms, strict=True):
        weights = RHYTHMS[rhythm][1] * rng.lognormal(0, 0.2, 12)
        spent = shares(int(programme["지출액"]), weights)
        rows.append(
            pd.DataFrame(
                {
                    "기준월": months,
                    "부서": programme["부서"],
                    "세부사업코드": programme["세부사업코드"],
                    "세부사업명": programme["세부사업명"],
                    "예산현액": programme["예산현액"],
                    "집행액": spent,
                    "누계집행액": np.cumsum(spent),
                }
            )
        )
    return pd.concat(rows, ignore_index=True).sort_values(
        ["기준월", "세부사업코드"], ignore_index=True
    )
