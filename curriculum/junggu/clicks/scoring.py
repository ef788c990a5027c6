"""Scores of words, learned from examples and shown to a person as whole points."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

# What stands for many different texts: an address, a telephone number, a sum of money.
_KINDS = {
    "링크": r"(?:https?://|www\.)\S+",
    "전화번호": r"\d{2,4}-\d{3,4}-\d{4}",
    "금액": r"\d[\d,.]*\s*(?:억|만|천)?\s*원",
}
_PIECE = re.compile(
    r"(?P<글>[가-힣]+)|" + "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items())
)
_SHORTEST, _LONGEST = 2, 4  # syllables of a word's beginning: what is left is mostly particles
_SMOOTHING = 1.0  # examples added to each side, so that nothing seen is divided by nothing


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A word ``text[start:end]`` that scored ``points`` under ``name``."""

    start: int
    end: int
    name: str
    points: int


@dataclass(frozen=True, kw_only=True)
class WordScores:
    """Points by beginning of a word (or kind: 링크, 전화번호, 금액).

    One point more means: twice as frequent, relatively, among the suspicious examples.
    """

    points: Mapping[str, int]

    def marks(self, text: str) -> list[Mark]:
        """What scored in ``text``, in reading order; the same piece counts once."""
        found: dict[str, Mark] = {}
        for match in _PIECE.finditer(text):
            names = _names(match.lastgroup, match.group())
            name = next((name for name in names if self.points.get(name)), None)
            if name and name not in found:
                start, end = match.span()
                found[name] = Mark(start=start, end=end, name=name, points=self.points[name])
        return list(found.values())

    def score(self, text: str) -> int:
        """The sum of the points in ``text``; 0 when nothing in it is known."""
        return sum(mark.points for mark in self.marks(text))


@lru_cache(maxsize=20_000)  # words come again and again
def _names(kind: str, piece: str) -> tuple[str, ...]:
    """What a piece of text may be called in the table, the most exact name first."""
    if kind != "글":
        return (kind,)
    return tuple(piece[:n] for n in range(min(len(piece), _LONGEST), _SHORTEST - 1, -1))


def learn_scores(
    *, texts: Sequence[str], suspicious: Sequence[bool], seen_at_least: int = 10, most: int = 5
) -> WordScores:
    """Learn points from examples by counting: log2 of how much more often a piece stands in them.

    ``suspicious`` says of each text whether it is one. Pieces in fewer than ``seen_at_least``
    texts are left out, and no piece gets more than ``most`` points either way. Rounded towards
    zero, so that a piece that tells little gets nothing.

    Raises ValueError when one of the two sides has no examples.
    """
    return _learned(tuple(texts), tuple(map(bool, suspicious)), seen_at_least, most)


@lru_cache(maxsize=8)  # a notebook and its checks learn from the same messages
def _learned(
    texts: tuple[str, ...], suspicious: tuple[bool, ...], seen_at_least: int, most: int
) -> WordScores:
    sides = Counter(suspicious)
    if not sides[True] or not sides[False]:
        raise ValueError("의심 문자와 보통 문자의 보기가 모두 있어야 점수를 배울 수 있어요.")
    seen = {True: Counter(), False: Counter()}
    for text, flag in zip(texts, suspicious, strict=True):
        found = {_names(match.lastgroup, match.group()) for match in _PIECE.finditer(text)}
        seen[flag].update(set().union(*found))
    points = {}
    for name in sorted(seen[True].keys() | seen[False].keys()):
        bad, good = seen[True][name], seen[False][name]
        if bad + good < seen_at_least:
            continue
        ratio = ((bad + _SMOOTHING) / (sides[True] + 2 * _SMOOTHING)) / (
            (good + _SMOOTHING) / (sides[False] + 2 * _SMOOTHING)
        )
        points[name] = max(-most, min(most, math.trunc(math.log2(ratio))))
    return WordScores(points=MappingProxyType({n: p for n, p in points.items() if p}))
