"""Three hundred sentences of invented district notices, for the small language model of OA3."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from .text import Grammar, read_frames

NEEDS: tuple[str, ...] = ()

ROWS = 300
_TRIES = 40


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Every pattern once, then patterns at random until there are 300 different sentences."""
    frames = read_frames("notices_corpus")
    slots = frames["낱말"] | {
        "날": _day,
        "기한": _day,
        "기간": _days,
        "가을날": lambda r: f"{r.integers(10, 12)}월 {r.integers(1, 31)}일",
        "시각": lambda r: str(
            r.choice(["오전 10시", "오전 11시", "오후 2시", "오후 3시", "오후 7시"])
        ),
        "저녁": lambda r: f"오후 {r.integers(5, 8)}시",
        "사람수": lambda r: str(10 * r.integers(1, 11)),
    }
    grammar = Grammar(slots=slots)
    patterns = [(subject, p) for subject, group in frames["틀"].items() for p in group]
    open_ended = [item for item in patterns if "{" in item[1]]
    seen: dict[str, str] = {}
    for subject, pattern in patterns:
        seen.setdefault(grammar.expand(pattern, rng=rng), subject)
    for _ in range(_TRIES * ROWS):
        if len(seen) == ROWS:
            break
        subject, pattern = open_ended[rng.integers(len(open_ended))]
        seen.setdefault(grammar.expand(pattern, rng=rng), subject)
    order = rng.permutation(len(seen))
    table = pd.DataFrame({"분야": list(seen.values()), "문장": list(seen)}).iloc[order]
    table.insert(0, "문장번호", [f"S{i:03d}" for i in range(1, len(table) + 1)])
    return table.reset_index(drop=True)


def _day(rng: np.random.Generator) -> str:
    return f"{rng.integers(3, 12)}월 {rng.integers(1, 31)}일"


def _days(rng: np.random.Generator) -> str:
    month, first, length = rng.integers(3, 12), rng.integers(1, 15), rng.integers(3, 16)
    return f"{month}월 {first}일부터 {month}월 {first + length}일까지"
