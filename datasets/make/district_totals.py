"""Residents of the whole district 2015–2025, as published in several places."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from . import sources

NEEDS: tuple[str, ...] = ()


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    return sources.read("junggu_totals_over_time")
