"""Metro boardings of March–May 2025 in the layout of the operator's export.

Thousands with commas, and some rows with the three-digit station number of the sign boards.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from .raw import commas, some

NEEDS = ("metro_boardings",)

MONTHS = [3, 4, 5]
SIGN_NUMBERS = 0.15  # share of rows with 105 instead of 1105


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    tidy = given["metro_boardings"]
    tidy = tidy[tidy["날짜"].dt.month.isin(MONTHS)].reset_index(drop=True)
    short = some(len(tidy), SIGN_NUMBERS, rng)
    number = tidy["역번호"].astype(str)
    return pd.DataFrame(
        {
            "날짜": tidy["날짜"].dt.strftime("%Y-%m-%d"),
            "역번호": np.where(short, number.str[1:], number),
            "역명": tidy["역명"] + "(합성)",
            "구분": tidy["구분"],
            **{column: commas(tidy[column]) for column in tidy.columns if column.endswith("시")},
        }
    )
