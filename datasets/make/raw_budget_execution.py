"""The raw look of `budget_execution`: gaps, repeated rows and won among thousand won.

Every flaw can be mended from the file itself: a missing month from the running totals, a wrong
unit from the programme's other months, a repeated row from its key.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

NEEDS = ("budget_execution",)

WON_ROWS = 36  # all money of the row in won
WON_CELLS = 18  # only the month's spending in won
GAPS, GAP_MARKS = 27, ("", "-", "미입력")
COPIES = 24  # rows that stand twice, one in three of them with other commas
MONEY = ("예산현액", "집행액", "누계집행액")


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    tidy = given["budget_execution"]
    money = tidy[list(MONEY)].astype("int64")
    # A cell of nought has no unit to get wrong and no value to miss; a row carries one flaw.
    spending = np.flatnonzero(money["집행액"] > 0)
    flawed = rng.choice(spending, WON_ROWS + WON_CELLS + GAPS + COPIES, replace=False)
    in_won, cells, gaps, copies = np.split(flawed, np.cumsum([WON_ROWS, WON_CELLS, GAPS]))
    money.loc[in_won] *= 1000
    money.loc[cells, "집행액"] *= 1000
    table = pd.DataFrame(
        {
            "기준월": tidy["기준월"].dt.strftime("%Y.%m."),
            "부서": tidy["부서"],
            "세부사업코드": tidy["세부사업코드"],
            "세부사업명": tidy["세부사업명"],
            **{f"{name}(천원)": money[name].map("{:,}".format) for name in MONEY},
        }
    )
    table.loc[gaps, "집행액(천원)"] = rng.choice(GAP_MARKS, GAPS)
    repeated = table.loc[copies].copy()
    plain = np.arange(COPIES) % 3 == 0
    for name in MONEY:
        column = f"{name}(천원)"
        repeated.loc[plain, column] = repeated.loc[plain, column].str.replace(",", "")
    # A repeated row comes a few rows after the first.
    order = np.concatenate([np.arange(len(table)), copies + rng.integers(1, 60, COPIES) + 0.5])
    both = pd.concat([table, repeated]).iloc[np.argsort(order, kind="stable")]
    return both.reset_index(drop=True)
