"""Choose the form of a Korean particle that fits the sound before it.

Frames write both forms, as Korean officials do by hand: ``을(를)``, ``이(가)``, ``은(는)``,
``과(와)``, ``(으)로``, ``(이)라``, ``(이)나``, ``(아)야``. The text made from them holds one.
"""

import re

# Final sound when a digit or a Latin letter is read aloud in Korean: "" none, "ㄹ", "x" other.
_DIGIT = dict(zip("0123456789", ["x", "ㄹ", "", "x", "", "", "x", "ㄹ", "ㄹ", ""], strict=True))
_LATIN = {"l": "ㄹ", "r": "ㄹ", "m": "x", "n": "x"}
# Closing marks and private-use tag marks are silent.
_SILENT = "\"'”’)]』」》>~!?.…ㅋㅎㅠㅜ" + "".join(map(chr, range(0xE000, 0xE100)))

_PAIR = re.compile(r"(을\(를\)|를\(을\)|이\(가\)|가\(이\)|은\(는\)|는\(은\)|과\(와\)|와\(과\))")
_OPTIONAL = re.compile(r"\((으|이|아)\)(?=로|라|나|랑|네|야|든|며|에|고|던|다|었|예)")
_FORMS = {"을": "을를", "이": "이가", "은": "은는", "과": "과와"}
_FORMS |= {"를": "을를", "가": "이가", "는": "은는", "와": "과와"}


def final_sound(text: str) -> str:
    """Last sound of ``text``: ``""`` vowel, ``"ㄹ"``, or ``"x"`` for any other final consonant."""
    for char in reversed(text):
        if char in _SILENT or char.isspace():
            continue
        if "가" <= char <= "힣":
            final = (ord(char) - ord("가")) % 28
            return "" if final == 0 else "ㄹ" if final == 8 else "x"
        return _DIGIT.get(char) or _LATIN.get(char.lower(), "")
    return ""


def resolve_particles(text: str) -> str:
    """Replace every two-form particle of ``text`` by the form its left neighbour calls for."""

    def choose(match: re.Match[str]) -> str:
        sound = final_sound(match.string[: match.start()])
        closed, opened = _FORMS[match[1][0]]
        return closed if sound else opened

    def drop_or_keep(match: re.Match[str]) -> str:
        sound = final_sound(match.string[: match.start()])
        if match[1] == "으" and sound == "ㄹ":
            return ""
        return match[1] if sound else ""

    return _OPTIONAL.sub(drop_or_keep, _PAIR.sub(choose, text))
