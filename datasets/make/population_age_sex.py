"""Residents by dong, sex and ten-year age band (2025-06), as published."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from . import sources

NEEDS: tuple[str, ...] = ()

DISTRICT = "3014000000"


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    table = sources.read("junggu_population_sex_age10_202506")
    return table[table["행정기관코드"] != DISTRICT].reset_index(drop=True)
