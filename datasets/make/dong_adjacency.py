"""Which dongs share a border, computed from the published boundary (see the source file)."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from . import sources

NEEDS: tuple[str, ...] = ()


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    return sources.read("junggu_dong_adjacency")[["행정동1", "행정동2"]]
