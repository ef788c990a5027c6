"""Sharing out a fixed total, exactly."""

import numpy as np


def shares(total: int, weights: np.ndarray) -> np.ndarray:
    """Split a whole number by weights; the parts add up exactly (largest remainder)."""
    exact = total * np.asarray(weights, float) / np.sum(weights)
    parts = np.floor(exact).astype(int)
    largest = np.argsort(parts - exact, kind="stable")[: total - parts.sum()]
    parts[largest] += 1
    return parts
