"""Orders of twenty invented shops on a delivery app, listed by past clicks or at random.

People look at the top of a list more than at the bottom; listing by clicks therefore feeds
itself and drifts away from quality.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

NEEDS: tuple[str, ...] = ()

SHOPS, ROUNDS, VISITORS = 20, 30, 600
LOOK_AT_RANK = 1.0  # chance of looking falls as 1 / rank
EARLY_LUCK = 150.0  # mean number of clicks that a shop starts with, by luck alone


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    quality = np.clip(rng.normal(0.5, 0.16, SHOPS), 0.1, 0.9)
    parts = [_run(quality, by_clicks=by_clicks, rng=rng) for by_clicks in (True, False)]
    return pd.concat(parts, ignore_index=True)


def _run(quality: np.ndarray, *, by_clicks: bool, rng: np.random.Generator) -> pd.DataFrame:
    clicks_so_far = rng.gamma(1.0, EARLY_LUCK, SHOPS)
    parts = []
    for number in range(1, ROUNDS + 1):
        order = np.argsort(-clicks_so_far) if by_clicks else rng.permutation(SHOPS)
        rank = np.empty(SHOPS, dtype=int)
        rank[order] = np.arange(1, SHOPS + 1)
        look = (1 / rank) ** LOOK_AT_RANK
        clicks = rng.poisson(VISITORS * look / look.sum() * (0.2 + 0.8 * quality))
        clicks_so_far += clicks
        parts.append(
            pd.DataFrame(
                {
                    "순서방식": "클릭 많은 순" if by_clicks else "무작위",
                    "회차": number,
                    "가게": [f"가상배달{i:02d}" for i in range(1, SHOPS + 1)],
                    "품질": quality.round(2),
                    "노출순위": rank,
                    "클릭": clicks,
                    "주문": rng.binomial(clicks, 0.25 + 0.35 * quality),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)
