"""The committed data package, read once."""

import functools
import sys

import pandas as pd
import pytest

from autograder.paths import DATASETS
from junggu.data import load

# The generators are run with `datasets/` as the working directory.
sys.path.insert(0, str(DATASETS))


@pytest.fixture(scope="session")
def table():
    """`table("stores")`: a table of the package; treat it as read-only."""
    return functools.cache(load)


@pytest.fixture(scope="session")
def rainy(table) -> pd.Series:
    """Whether it rained at least 1 mm, by date."""
    weather = table("weather_air_daily").set_index("일시")
    return weather["일강수량(mm)"].fillna(0) >= 1
