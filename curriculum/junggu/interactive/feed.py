"""A feed of recommended items by likeness, and how varied it is."""

from collections import Counter
from collections.abc import Iterable

import numpy as np
import pandas as pd


def entropy(groups: Iterable[str]) -> float:
    """Shannon entropy of the groups' shares, in bits: 0 for one group, 3 for eight equal ones."""
    counts = np.array(list(Counter(groups).values()), dtype=float)
    share = counts / counts.sum()
    return float((share * np.log2(1 / share)).sum())


class Feed:
    """Recommends items that are like those a person took in before.

    ``likeness`` is a square table of item by item with zeros on its diagonal; ``first`` says how
    much of each item the person took in before the first feed (0 to 1). Those items do not come
    again; clicked ones may, as new ones like them keep coming in a real feed.
    """

    def __init__(self, *, likeness: pd.DataFrame, first: pd.Series, count: int = 10) -> None:
        self._likeness = likeness
        self._first = first.reindex(likeness.index, fill_value=0.0).astype(float)
        self._count = count

    def recommended(self, clicks: Iterable[str] = ()) -> list[str]:
        """The items with the highest scores after ``clicks``, best first.

        Without anything taken in there is nothing to go by: items come in their own order.
        """
        scores = self._likeness @ self._history(clicks)
        return list(scores[self._first == 0].nlargest(self._count).index)

    def unsorted(self, rounds: int) -> list[str]:
        """Recommending switched off: items in their own order, the next ones each round."""
        items = list(self._likeness.index)
        return [items[place % len(items)] for place in self._places(rounds)]

    def reason(self, item: str, clicks: Iterable[str] = ()) -> str | None:
        """The item taken in before that added most to the score of ``item``; None if none did."""
        parts = self._likeness.loc[item] * self._history(clicks)
        return str(parts.idxmax()) if parts.max() > 0 else None

    def _places(self, rounds: int) -> range:
        return range(rounds * self._count, (rounds + 1) * self._count)

    def _history(self, clicks: Iterable[str]) -> pd.Series:
        history = self._first.copy()
        for item in clicks:
            history[item] += 1
        return history
