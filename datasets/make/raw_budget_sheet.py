"""Budget programmes of 2026 as a sheet with two rows of headings and merged cells.

Each department and field stands once above its rows, the money columns lie under a common
heading, the unit stands in the title only, and every department ends with a sum.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

NEEDS = ("budget_programs",)

YEAR = 2026
UPPER = ("부서", "분야", "부문", "세부사업명", "예산", "", "재원", "", "", "", "집행", "")
LOWER = (
    *("", "", "", "", "편성액", "예산현액"),
    *("국비", "시도비", "시군구비", "기타", "지출액", "집행률(%)"),
)
MERGED = ("부서", "분야", "부문")
MONEY = ("편성액", "예산현액", "국비", "시도비", "시군구비", "기타", "지출액")


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    del rng
    rows = given["budget_programs"]
    rows = rows[rows["회계연도"].astype(str) == str(YEAR)]
    lines = [
        [f"{YEAR}년 세출예산 사업별 조서(합성 연습자료)"],
        [""] * (len(UPPER) - 1) + ["(합성, 단위: 천원)"],
        list(UPPER),
        list(LOWER),
    ]
    for _, group in rows.groupby("부서", sort=False):
        above = dict.fromkeys(MERGED)
        ordered = group.sort_values(["분야", "부문"], kind="stable")
        for row in ordered.to_dict("records"):
            shown = [row[name] if row[name] != above[name] else "" for name in MERGED]
            above = {name: row[name] for name in MERGED}
            lines.append([*shown, row["세부사업명"], *_money(row)])
        lines.append(["", "", "", "[합성] 소계", *_money(group[list(MONEY)].sum())])
    lines.append(["", "", "", "[합성] 합계", *_money(rows[list(MONEY)].sum())])
    width = len(UPPER)
    padded = [line + [""] * (width - len(line)) for line in lines]
    return pd.DataFrame(padded, columns=[f"열{n}" for n in range(1, width + 1)])


def _money(row: Mapping[str, float]) -> list[str]:
    amounts = ["-" if pd.isna(row[name]) else f"{int(row[name]):,}" for name in MONEY]
    spent, whole = row["지출액"], row["예산현액"]
    return [*amounts, "-" if pd.isna(spent) or not whole else f"{spent / whole * 100:.1f}"]
