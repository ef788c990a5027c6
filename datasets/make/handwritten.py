"""Tables that a person wrote row by row: make/frames/<table>.yaml, numbered and mixed.

A frame file holds `번호` (`열` = name of the number column, `머리` = its prefix, which is the
mark of synthetic data that survives copy and paste), `섞기` (name of the column whose text
decides the order, or false to keep the order of the file) and `행` (the rows).
"""

import hashlib
from pathlib import Path

import pandas as pd
import yaml

FRAMES = Path(__file__).parent / "frames"


def read(*, table: str) -> pd.DataFrame:
    """Return the rows of frames/<table>.yaml with their number column first.

    The order comes from a hash of the text itself, so that neither a seed nor the order in
    which rows were written (usually all of one label together) shows in the table.
    """
    frame = yaml.safe_load((FRAMES / f"{table}.yaml").read_text(encoding="utf-8"))
    rows = frame["행"]
    if frame["섞기"]:
        rows = sorted(rows, key=lambda row: _digest(str(row[frame["섞기"]])))
    number, prefix = frame["번호"]["열"], frame["번호"]["머리"]
    width = max(2, len(str(len(rows))))
    data = pd.DataFrame(rows)
    data.insert(0, number, [f"{prefix}{i:0{width}d}" for i in range(1, len(rows) + 1)])
    return data


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
