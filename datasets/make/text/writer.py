"""Who writes: errors belong to a person, not to a text."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from .weights import pick

# Share of writers by care (datasets.md 6.3): 60 % none, 25 % few, 15 % many.
CARE_SHARES = {"none": 0.60, "few": 0.25, "many": 0.15}
DIALECT_SHARE = 0.02


@dataclass(frozen=True)
class Writer:
    """One writer. ``style`` is the caller's own key (age group, channel, speech level)."""

    style: str
    care: str = "none"
    dialect: bool = False


def draw_writer(
    *,
    rng: np.random.Generator,
    styles: Mapping[str, float],
    care: Mapping[str, float] = CARE_SHARES,
    dialect: float = DIALECT_SHARE,
) -> Writer:
    """A writer with a style (weights in ``styles``), a degree of care, and perhaps a dialect."""
    style = pick(list(styles), rng=rng, weights=list(styles.values()))
    level = pick(list(care), rng=rng, weights=list(care.values()))
    return Writer(style=style, care=level, dialect=bool(rng.random() < dialect))
