"""A language model small enough to see through: which word came after which, and how often."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

_LONGEST = 40  # words; a chain may go round in a circle


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A run of words that stands in one source sentence just so."""

    words: str
    source: str


@dataclass(frozen=True, kw_only=True)
class WordChain:
    """``counts`` says for each word how often each word came next.

    ``begin`` and ``end`` are the marks before the first and after the last word of a sentence.
    """

    counts: Mapping[str, Mapping[str, int]]
    begin: str = "(시작)"
    end: str = "(끝)"
    _odds: dict[tuple[str, float], tuple[np.ndarray, np.ndarray]] = field(
        default_factory=dict, init=False, repr=False
    )

    def seen(self, word: str) -> pd.Series:
        """How often each word came after ``word``, the most frequent first.

        Raises ValueError in Korean for a word that never had a next one.
        """
        if not self.counts.get(word):
            raise ValueError(f"‘{word}’ 뒤에 온 낱말이 말뭉치에 없어요. 다른 낱말을 골라 주세요.")
        after = pd.Series(dict(self.counts[word]), dtype=float)
        return after.sort_values(ascending=False, kind="stable")

    def chances(self, word: str, *, temperature: float) -> pd.Series:
        """Probability of each next word, the counts' shares to the power of 1/temperature."""
        seen = self.seen(word)
        # The largest is 1 before the power: a low temperature must not run into zero.
        warm = (seen / seen.max()) ** (1 / temperature)
        return warm / warm.sum()

    def drawn(self, word: str, *, temperature: float, rng: np.random.Generator) -> str:
        """One next word after ``word``, drawn by its probability."""
        if (word, temperature) not in self._odds:
            chances = self.chances(word, temperature=temperature)
            self._odds[word, temperature] = (chances.index.to_numpy(), chances.to_numpy())
        words, odds = self._odds[word, temperature]
        return str(rng.choice(words, p=odds))

    def continued(
        self, words: Sequence[str], *, temperature: float, rng: np.random.Generator
    ) -> list[str]:
        """``words`` and the words drawn after them up to the end of the sentence."""
        said = list(words)
        while len(said) < _LONGEST:
            last = said[-1] if said else self.begin
            after = self.drawn(last, temperature=temperature, rng=rng)
            if after == self.end:
                break
            said.append(after)
        return said


def pieces(words: Sequence[str], *, sentences: Iterable[str]) -> list[Piece]:
    """Lay ``words`` out as the longest runs that stand in ``sentences``.

    A chain links word to word, so a run begins with the word on which the one before it ended.
    """
    split = [sentence.split() for sentence in sentences]
    found, place = [], 0
    while True:
        piece, length = _longest_run(words, place, split)
        found.append(piece)
        if length < 2 or place + length >= len(words):
            return found
        place += length - 1


def _longest_run(
    words: Sequence[str], place: int, split: Sequence[Sequence[str]]
) -> tuple[Piece, int]:
    longest, source = 0, ()
    for sentence in split:
        for at, word in enumerate(sentence):
            if word != words[place]:
                continue
            same = 0
            for ours, theirs in zip(words[place:], sentence[at:], strict=False):
                if ours != theirs:
                    break
                same += 1
            if same > longest:
                longest, source = same, sentence
    run = words[place : place + max(longest, 1)]
    return Piece(words=" ".join(run), source=" ".join(source)), longest
