"""A deepfake detector of fixed quality met in two places with very different base rates."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

NEEDS: tuple[str, ...] = ()

PLACES = {"학교 게시판": (2000, 20), "신고함": (2000, 600)}  # posts, of which fake
SENSITIVITY, SPECIFICITY = 0.90, 0.95
CUT = 0.5


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The confusion counts are exact, so that a hand calculation meets the table."""
    parts = []
    for place, (posts, fakes) in PLACES.items():
        truth = np.arange(posts) < fakes
        flagged = np.zeros(posts, dtype=bool)
        flagged[: round(SENSITIVITY * fakes)] = True
        real = posts - fakes
        flagged[fakes : fakes + real - round(SPECIFICITY * real)] = True
        above, below = rng.beta(2, 2, posts), rng.beta(2, 3, posts)
        score = np.where(flagged, CUT + (1 - CUT) * above, CUT * below)
        part = pd.DataFrame({"곳": place, "실제가짜": truth, "탐지점수": score.round(3)})
        part["탐지결과"] = np.where(flagged, "가짜", "진짜")
        parts.append(part.iloc[rng.permutation(posts)])
    table = pd.concat(parts, ignore_index=True)
    table.insert(0, "게시물번호", [f"S{i:04d}" for i in range(1, len(table) + 1)])
    return table
