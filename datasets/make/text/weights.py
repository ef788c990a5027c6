"""Uneven choice: Zipf weights, weighted picks and exact shares."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

import numpy as np

T = TypeVar("T")


@lru_cache(maxsize=512)
def zipf_weights(count: int, exponent: float = 0.7) -> np.ndarray:
    """Weights proportional to ``1 / rank ** exponent`` that sum to 1; shape ``(count,)``."""
    weights = 1.0 / np.arange(1, count + 1) ** exponent
    weights /= weights.sum()
    weights.setflags(write=False)
    return weights


def pick(
    items: Sequence[T], *, rng: np.random.Generator, weights: Sequence[float] | None = None
) -> T:
    """One item of ``items``; Zipf by rank unless ``weights`` (any positive scale) are given."""
    shares = zipf_weights(len(items)) if weights is None else np.asarray(weights, dtype=float)
    edges = np.cumsum(shares)
    return items[
        min(int(np.searchsorted(edges, rng.random() * edges[-1], "right")), len(items) - 1)
    ]


def exact_counts(total: int, shares: Mapping[str, float]) -> dict[str, int]:
    """Split ``total`` by ``shares`` (largest remainder), so that published shares hold exactly."""
    scale = total / sum(shares.values())
    floors = {key: int(share * scale) for key, share in shares.items()}
    rest = sorted(shares, key=lambda key: floors[key] - shares[key] * scale)
    for key in rest[: total - sum(floors.values())]:
        floors[key] += 1
    return floors
