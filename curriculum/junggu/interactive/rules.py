"""A router made of key words that a person wrote: the first rule that fits decides."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class KeywordRules:
    """Words for each name, tried in order; a text without any of them goes to ``otherwise``."""

    words: Mapping[str, tuple[str, ...]]
    otherwise: str

    def name_of(self, text: str) -> str:
        """The name that the first fitting rule gives to ``text``."""
        for name, words in self.words.items():
            if any(word in text for word in words):
                return name
        return self.otherwise

    def names_of(self, texts: Iterable[str]) -> list[str]:
        """The names of all ``texts``, in their order."""
        return [self.name_of(text) for text in texts]


def words_in(typed: str) -> tuple[str, ...]:
    """Read the words that a person typed with commas (or ·, ;) between them.

    Spaces inside stay (they are part of what is looked for), empty and repeated words go.
    """
    parts = (part.strip() for part in re.split(r"[,，、·;\n]", typed))
    return tuple(dict.fromkeys(part for part in parts if part))
