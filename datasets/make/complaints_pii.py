"""A hundred invented complaints with marked personal data that cannot belong to anyone."""

import re
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from .text import read_frames

NEEDS = ("dong_facts",)

ROWS = 100
_SLOT = re.compile(r"\{(주민|전화|계좌|주소)\}")
KINDS = {"주민": "주민등록번호", "전화": "전화번호", "계좌": "계좌번호", "주소": "주소"}
_CHECK_WEIGHTS = np.array([2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5])


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Columns: number, text, `주석` = `kind:first-end` joined by `;` (end not included), count."""
    frames = read_frames("complaints_pii")
    dongs = list(given["dong_facts"]["행정동"])
    fill = {
        "주민": _resident_number,
        "전화": _phone,
        "계좌": _account,
        "주소": lambda r: _address(r, dongs),
    }
    again = ROWS - len(frames["있음"]) - len(frames["없음"])
    repeated = rng.choice(len(frames["있음"]), size=again, replace=False)
    patterns = [*frames["있음"], *(frames["있음"][i] for i in repeated), *frames["없음"]]
    filled = [_fill(patterns[i], fill, rng) for i in rng.permutation(len(patterns))]
    return pd.DataFrame(
        {
            "문장번호": [f"S{i:03d}" for i in range(1, ROWS + 1)],
            "문장": [text for text, _ in filled],
            "주석": [
                ";".join(f"{kind}:{start}-{end}" for kind, start, end in spans)
                for _, spans in filled
            ],
            "개인정보수": [len(spans) for _, spans in filled],
        }
    )


def _fill(
    pattern: str, fill: Mapping[str, Callable[[np.random.Generator], str]], rng: np.random.Generator
) -> tuple[str, list[tuple[str, int, int]]]:
    text, spans, done = "", [], 0
    for slot in _SLOT.finditer(pattern):
        text += pattern[done : slot.start()]
        value = fill[slot[1]](rng)
        spans.append((KINDS[slot[1]], len(text), len(text) + len(value)))
        text, done = text + value, slot.end()
    return text + pattern[done:], spans


def _resident_number(rng: np.random.Generator) -> str:
    """A number of the right shape whose date does not exist and whose check digit is wrong."""
    month, day = (rng.integers(13, 20), rng.integers(1, 29))
    if rng.random() < 0.5:
        month, day = rng.integers(1, 13), rng.integers(32, 40)
    front = f"{rng.integers(30, 100):02d}{month:02d}{day:02d}"
    back = f"{rng.integers(1, 3)}{rng.integers(0, 100_000):05d}"
    right = (11 - int(_CHECK_WEIGHTS @ [int(d) for d in front + back]) % 11) % 10
    wrong = (right + rng.integers(1, 10)) % 10
    return front + rng.choice(["-", "-", "-", " ", ""]) + back + str(wrong)


def _phone(rng: np.random.Generator) -> str:
    last = f"{rng.integers(0, 10_000):04d}"
    shape = rng.choice(
        ["010-0000-{}", "010-0000-{}", "010 0000 {}", "0100000{}", "010.0000.{}", "042-000-{}"]
    )
    return str(shape).format(last)


def _account(rng: np.random.Generator) -> str:
    digits = "".join(str(d) for d in rng.integers(0, 10, 11))
    shapes = (
        f"000-{digits[:2]}-{digits[2:8]}",
        f"000-{digits[:4]}-{digits[4:8]}-{digits[8:10]}",
        f"000{digits}",
        f"000-{digits[:6]}-{digits[6:8]}-{digits[8:11]}",
    )
    return shapes[rng.integers(len(shapes))]


def _address(rng: np.random.Generator, dongs: list[str]) -> str:
    dong, number = dongs[rng.integers(len(dongs))], rng.integers(1, 200)
    flat = f"{rng.integers(101, 112)}동 {rng.integers(1, 20)}0{rng.integers(1, 7)}호"
    shapes = (
        f"대전 중구 가상로 {number}, {flat}",
        f"가상대로{rng.integers(10, 500)}번길 {number}",
        f"{dong} 가상아파트 {flat}",
        f"중구 가상길 {number}-{rng.integers(1, 9)} 2층",
        f"{dong} 가상빌라 {rng.integers(1, 5)}0{rng.integers(1, 5)}호",
    )
    return shapes[rng.integers(len(shapes))]
