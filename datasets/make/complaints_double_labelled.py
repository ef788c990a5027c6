"""Two hundred complaints read by two (invented) clerks who do not always agree."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from .complaints.matters import CLASSES, by_name
from .text import pick

NEEDS = ("civil_complaints",)

ROWS = 200
# Chance that a clerk slips on a text that is clear, and takes the other matter of two.
SLIP, OTHER_MATTER = 0.015, 0.10
_NEIGHBOURS = {
    "주정차": "교통",
    "교통": "주정차",
    "청소": "환경",
    "환경": "청소",
    "도로": "공원",
    "공원": "도로",
    "건축광고": "공동주택",
    "공동주택": "건축광고",
    "복지": "보건",
    "보건": "위생",
    "위생": "보건",
    "세무": "주정차",
}


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    register = given["civil_complaints"]
    rows = register.iloc[np.sort(rng.choice(len(register), ROWS, replace=False))]
    table = rows[["접수번호", "내용"]].reset_index(drop=True)
    for clerk in "AB":
        table[f"담당자{clerk}_분류"] = [_read(row, rng) for row in rows.itertuples()]
    return table


def _read(row, rng: np.random.Generator) -> str:
    """The class one clerk gives, from what the text says and not from the register's label."""
    matter = by_name().get(row.틀_id.rsplit("-", 2)[0])
    if matter is None:  # no content: a guess, mostly the commonest class
        return pick(list(CLASSES), rng=rng, weights=list(CLASSES.values()))
    if matter.drift_to and row.접수일시 >= pd.Timestamp("2025-11-01"):
        label = matter.drift_to
    else:
        label = pick(list(matter.split), rng=rng, weights=list(matter.split.values()))
    if row.글성격 == "복수주제" and rng.random() < OTHER_MATTER:
        return row.둘째분류
    return _NEIGHBOURS[label] if rng.random() < SLIP else label
