"""A small pattern language that a person can read and write in YAML.

``{장소}``       one entry of the word list ``장소`` (Zipf by order); the same slot name in one
                 text gives the same word, ``{장소2}`` a second, different draw
``{가|나|}``     one of the alternatives, equally likely (the last one here is "nothing")
``{#급박 ...}``  the words inside (or one of their alternatives) carry the tag ``급박``; marks are
                 kept through slips and then removed
``을(를)``       the particle form that fits, see ``particles``

Word-list entries and alternatives are patterns themselves. Slots may also be functions of the
random generator (dates, amounts, fictitious numbers).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .particles import resolve_particles
from .weights import pick, zipf_weights

Slot = Sequence[str] | Callable[[np.random.Generator], str]

_CLOSE = "\ue000"
_FIRST_OPEN = 0xE001
# Two or more spaces become one, also when a tag mark stands between them.
_SPACES = re.compile(rf" +([{_CLOSE}-\ue0ff]*) +")


@dataclass(frozen=True)
class Tagged:
    """A finished text, and the words behind each tag: ``(tag, words)`` in order of reading."""

    text: str
    marks: tuple[tuple[str, str], ...]


class Grammar:
    """Expands patterns with the word lists and tags it was made with."""

    def __init__(self, *, slots: Mapping[str, Slot], tags: Sequence[str] = ()) -> None:
        self._slots = dict(slots)
        self._tags = {tag: chr(_FIRST_OPEN + place) for place, tag in enumerate(tags)}
        self._names = {mark: tag for tag, mark in self._tags.items()}

    def expand(
        self,
        pattern: str,
        *,
        rng: np.random.Generator,
        given: Mapping[str, str] | None = None,
    ) -> str:
        """Text of ``pattern``; tag marks are still in it (see :meth:`finish`).

        ``given`` fixes slots by name (a shop's name, a date). Raises ``KeyError`` for an unknown
        slot or tag and ``ValueError`` for unbalanced braces, both naming the pattern.
        """
        seen: dict[str, str] = dict(given or {})
        text = self._walk(pattern, rng, seen)
        return _SPACES.sub(r" \1", resolve_particles(text)).strip()

    def finish(self, text: str) -> Tagged:
        """Remove the tag marks of an expanded (and perhaps slipped) text, and list them."""
        plain: list[str] = []
        marks: list[tuple[int, str, int]] = []
        opened: list[tuple[str, int, int]] = []
        for char in text:
            if char in self._names:
                opened.append((self._names[char], len(plain), len(marks)))
                marks.append((0, "", 0))
            elif char == _CLOSE:
                tag, start, place = opened.pop()
                marks[place] = (start, tag, len(plain))
            else:
                plain.append(char)
        whole = "".join(plain)
        return Tagged(whole, tuple((tag, whole[start:end].strip()) for start, tag, end in marks))

    def _walk(self, pattern: str, rng: np.random.Generator, seen: dict[str, str]) -> str:
        out: list[str] = []
        place = 0
        while place < len(pattern):
            if pattern[place] != "{":
                out.append(pattern[place])
                place += 1
                continue
            end = _matching_brace(pattern, place)
            out.append(self._fill(pattern[place + 1 : end], rng, seen))
            place = end + 1
        return "".join(out)

    def _fill(self, inner: str, rng: np.random.Generator, seen: dict[str, str]) -> str:
        if inner.startswith("#"):
            tag, _, words = inner[1:].partition(" ")
            return self._tags[tag] + self._choose(_split_choices(words), rng, seen) + _CLOSE
        choices = _split_choices(inner)
        if len(choices) > 1:
            return self._choose(choices, rng, seen)
        if inner not in seen:
            seen[inner] = self._draw(inner, rng, seen)
        return seen[inner]

    def _choose(self, choices: list[str], rng: np.random.Generator, seen: dict[str, str]) -> str:
        return self._walk(choices[int(rng.integers(len(choices)))], rng, seen)

    def _draw(self, name: str, rng: np.random.Generator, seen: dict[str, str]) -> str:
        base = name.rstrip("0123456789")
        slot = self._slots[name if name in self._slots else base]
        if callable(slot):
            return slot(rng)
        taken = {value for key, value in seen.items() if key.rstrip("0123456789") == base}
        weights = zipf_weights(len(slot))
        if taken and any(entry not in taken for entry in slot):
            weights = [w * (entry not in taken) for w, entry in zip(weights, slot, strict=True)]
        return self._walk(pick(slot, rng=rng, weights=weights), rng, seen)


def _matching_brace(pattern: str, start: int) -> int:
    depth = 0
    for place in range(start, len(pattern)):
        depth += (pattern[place] == "{") - (pattern[place] == "}")
        if depth == 0:
            return place
    raise ValueError(f"unbalanced brace in pattern: {pattern!r}")


def _split_choices(inner: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for place, char in enumerate(inner):
        depth += (char == "{") - (char == "}")
        if char == "|" and depth == 0:
            parts.append(inner[start:place])
            start = place + 1
    return [*parts, inner[start:]]
