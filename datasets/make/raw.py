"""What the raw-look copies share: numbers as clerks and portals write them."""

import numpy as np
import pandas as pd


def commas(values: pd.Series) -> pd.Series:
    """11539 → "11,539"; missing stays missing."""
    return values.map(lambda value: None if pd.isna(value) else f"{int(value):,}")


def texts(values: pd.Series) -> pd.Series:
    """Numbers as the text that a CSV shows; missing stays missing."""
    return values.map(lambda value: None if pd.isna(value) else str(value))


def some(count: int, share: float, rng: np.random.Generator) -> np.ndarray:
    """Mark exactly the given share of `count` rows, at random."""
    marked = np.zeros(count, dtype=bool)
    marked[rng.choice(count, round(share * count), replace=False)] = True
    return marked
