"""Sixty short complaints of five departments, chosen from the register for a first comparison
of a word rule with a trained model: clear labels, one matter each."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from .complaints.matters import by_name

NEEDS = ("civil_complaints",)

CLASSES = ("주정차", "청소", "도로", "공원", "건축광고")
PER_CLASS, PER_MATTER = 12, 2
SHORTEST, LONGEST = 18, 70  # characters


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    register = given["civil_complaints"]
    matter = register["틀_id"].str.rsplit("-", n=2).str[0]
    owner = matter.map(lambda name: _owner(name))
    length = register["내용"].str.len()
    fit = register[
        (register["글성격"] == "단일")
        & (register["분류"] == owner)
        & register["이전접수번호"].isna()
        & ~register["내용"].duplicated(keep=False)
        & length.between(SHORTEST, LONGEST)
    ]
    chosen = []
    for label in CLASSES:
        rows = fit[fit["분류"] == label].sample(frac=1, random_state=rng)
        rows = rows.groupby(matter[rows.index], sort=False).head(PER_MATTER)
        chosen.append(rows.head(PER_CLASS))
    table = pd.concat(chosen).sort_values("접수번호", ignore_index=True)
    return table[["접수번호", "내용", "분류", "처리부서"]]


def _owner(name: str) -> str | None:
    matter = by_name().get(name)
    return next(iter(matter.split)) if matter and not matter.ambiguous else None
