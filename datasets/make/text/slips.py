"""The slips of a writer: spacing first, then spelling, then a mistyped vowel; a little dialect.

Web addresses, numbers and bracketed headers are never touched.
"""

import re

import numpy as np

from .frames import read_frames
from .writer import Writer

# Chance of a slip where one could happen, by care:
# (loose spacing, any spacing, spelling, mistyped vowel).
_RATES = {
    "none": (0.10, 0.0, 0.0, 0.0),
    "few": (0.50, 0.08, 0.30, 0.001),
    "many": (0.85, 0.28, 0.60, 0.005),
}
_PROTECTED = re.compile(r"https?://\S+|\S+\.(?:example|invalid)\S*|\[[^\]]*\]|[\d,.:~/*-]+\S*")
_LISTS = read_frames("slips")
_COMMON: dict[str, str] = _LISTS["흔함"]
_CARELESS: dict[str, str] = _COMMON | _LISTS["심함"]
# Places where even careful people leave the space out.
_LOOSE_SPACE = re.compile(
    rf"(?<=[ㄱ-힣]) (?=(?:{'|'.join(_LISTS['붙이기쉬움'])}))" r"|(?<=\b[안못잘꼭더]) (?=[ㄱ-힣])"
)
_DIALECT = (
    (re.compile(r"그래요(?=[\s.!?~]|$)"), "그려유"),
    (re.compile(r"(?<=[가-힣])요(?=[.!?~]|$)"), "유"),
    (re.compile(r"(?<=[가-힣])했어(?=[\s.!?~]|$)"), "혔어"),
)
_VOWEL_SWAP = {1: 5, 5: 1, 3: 7, 7: 3}  # ㅐ<->ㅔ, ㅒ<->ㅖ by index of the middle sound


def apply_slips(text: str, *, writer: Writer, rng: np.random.Generator) -> str:
    """``text`` as this writer would have typed it; a careful writer changes almost nothing."""
    loose, space, spell, key = _RATES[writer.care]
    out: list[str] = []
    start = 0
    for kept in _PROTECTED.finditer(text):
        out += [_slip(text[start : kept.start()], writer, rng, loose, space, spell, key), kept[0]]
        start = kept.end()
    out.append(_slip(text[start:], writer, rng, loose, space, spell, key))
    return "".join(out)


def _slip(
    text: str,
    writer: Writer,
    rng: np.random.Generator,
    loose: float,
    space: float,
    spell: float,
    key: float,
) -> str:
    if writer.dialect:
        for pattern, local in _DIALECT:
            text = pattern.sub(local, text)
    text = _LOOSE_SPACE.sub(lambda _: "" if rng.random() < loose else " ", text)
    if space:
        text = re.sub(
            r"(?<=[가-힣]) (?=[가-힣])", lambda _: "" if rng.random() < space else " ", text
        )
    if spell:
        for right, wrong in (_CARELESS if writer.care == "many" else _COMMON).items():
            if right in text:
                text = re.sub(right, lambda m, w=wrong: w if rng.random() < spell else m[0], text)
    if key:
        text = "".join(_mistype(char, rng, key) for char in text)
    return text


def _mistype(char: str, rng: np.random.Generator, key: float) -> str:
    if not "가" <= char <= "힣":
        return char
    code = ord(char) - ord("가")
    middle = code // 28 % 21
    if middle not in _VOWEL_SWAP or rng.random() >= key * 8:
        return char
    return chr(ord(char) + (_VOWEL_SWAP[middle] - middle) * 28)
