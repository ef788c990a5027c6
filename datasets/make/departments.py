"""Departments of the district office as observed in the first half of 2026."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from . import sources

NEEDS: tuple[str, ...] = ()

_RENAMED = {"국(소속)": "소속국", "소속 근거": "소속근거", "수업용 민원 분류": "민원분류"}


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    table = sources.read("junggu_departments_2026h1").rename(columns=_RENAMED)
    table["기준"] = "2026년 상반기 관측"
    return table[["부서", "구분", *_RENAMED.values(), "기준"]]
