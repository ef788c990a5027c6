"""Residents by dong and five-year age band, December 2020 and May 2025, as published."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from . import sources
from .population_age_sex import DISTRICT

NEEDS: tuple[str, ...] = ()


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    table = sources.read("junggu_population_age5_202012_202505")
    table = table[table["행정기관코드"] != DISTRICT].reset_index(drop=True)
    return table.assign(기준년월=pd.to_datetime(table["기준년월"], format="%Y-%m"))
