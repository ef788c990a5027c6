"""Texts that a learner chose, such as a file's name, as a person or a terminal may read them."""

import unicodedata


def printable(text: str, *, most: int | None = None) -> str:
    """``text`` without control characters, escape codes, reordering marks and broken letters.

    Each becomes ``�``; line breaks become blanks. ``most`` characters are kept, when given.
    """
    kept = unicodedata.normalize("NFC", text.replace("\n", " "))
    kept = "".join("�" if unicodedata.category(letter)[0] == "C" else letter for letter in kept)
    return kept if most is None or len(kept) <= most else kept[:most] + "…"
