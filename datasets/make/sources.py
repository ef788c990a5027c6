"""The typed facts of `datasets/sources/`, read as tables."""

from pathlib import Path

import pandas as pd

FOLDER = Path(__file__).resolve().parent.parent / "sources"


def read(stem: str) -> pd.DataFrame:
    """Read `sources/<stem>.csv`; columns that hold codes or months stay text."""
    path = FOLDER / f"{stem}.csv"
    columns = pd.read_csv(path, nrows=0).columns
    as_text = [c for c in columns if "코드" in c or c == "기준년월"]
    return pd.read_csv(path, dtype=dict.fromkeys(as_text, str))
