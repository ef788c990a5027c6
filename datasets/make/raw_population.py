"""The population table in the layout of the ministry's monthly export.

Every cell quoted, thousands with commas, region name and code in one cell, the month inside the
column names, and the district's total among the dong rows.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from . import sources
from .raw import commas

NEEDS: tuple[str, ...] = ()

MONTH = "2025년06월"
DISTRICT = "중구"


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    table = sources.read("junggu_population_sex_age10_202506")
    wide = table.pivot(
        index=["행정기관코드", "행정동"], columns=["성별", "연령대"], values="인구수"
    )
    columns = {"행정구역": [region(code, name) for code, name in wide.index]}
    bands = list(dict.fromkeys(table["연령대"]))
    for sex in ("남", "여"):
        total = commas(wide[sex].sum(axis=1)).to_list()
        columns[f"{MONTH}_{sex}_총인구수"] = total
        columns[f"{MONTH}_{sex}_연령구간인구수"] = total
        for band in bands:
            columns[f"{MONTH}_{sex}_{band}"] = commas(wide[sex][band]).to_list()
    return pd.DataFrame(columns)


def region(code: str, name: str) -> str:
    """The district's own row has a space before the bracket, dong rows have none."""
    if name == DISTRICT:
        return f"대전광역시 중구 ({code})"
    return f"대전광역시 중구 {name}({code})"
