"""A hundred and twenty invented short videos in eight topics."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from .text import read_frames

NEEDS: tuple[str, ...] = ()


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    topics = read_frames("videos")["주제"]
    rows = [(topic, title) for topic, titles in topics.items() for title in titles]
    order = rng.permutation(len(rows))
    table = pd.DataFrame([rows[i] for i in order], columns=["주제", "제목"])
    table.insert(0, "영상번호", [f"V{i:03d}" for i in range(1, len(table) + 1)])
    table["제목"] = "[합성] " + table["제목"]
    table["길이"] = np.clip(rng.lognormal(4.4, 0.6, len(table)), 15, 600).round().astype(int)
    return table[["영상번호", "제목", "주제", "길이"]]
