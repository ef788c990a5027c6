"""An invented list of public facilities: counts follow people and area, positions are made up."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from . import places
from .allocate import shares

NEEDS = ("dong_facts",)

AS_OF = pd.Timestamp("2026-03-31")
OWNER = "대전광역시 중구청"
# Kind: (how many, what the count per dong follows)
KINDS = {
    "무인민원발급기": (34, "인구_202505"),
    "공공와이파이": (196, "상가업소수_2026_05"),
    "CCTV": (330, "인구_202505"),
    "경로당": (180, "65세이상_202505"),
    "어린이보호구역": (64, "인구_202505"),
    "공영주차장": (96, "상가업소수_2026_05"),
}
NAMES = {
    "무인민원발급기": ("행정복지센터", "도서관", "전철역", "마트", "은행", "병원"),
    "공공와이파이": ("버스정류장", "공원", "시장 입구", "행정복지센터", "도서관", "광장"),
    "CCTV": ("골목", "놀이터", "학교 앞", "네거리", "주차장", "천변"),
    "경로당": ("느티나무", "소나무", "한마음", "양지", "새터", "큰우물", "매화", "솔밭", "버들"),
    "어린이보호구역": ("어린이집", "유치원", "초등학교", "특수학교"),
    "공영주차장": ("제1", "제2", "제3", "시장", "천변", "역앞"),
}
ALL_DAY = ("00:00", "24:00")
OFFICE = ("09:00", "18:00")


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    facts = given["dong_facts"]
    rows = pd.DataFrame(_rows(facts, rng), columns=["시설유형", "시설명", "행정동"])
    points = places.scatter(rows["행정동"], facts, rng)
    hours = [_hours(kind, rng) for kind in rows["시설유형"]]
    return pd.DataFrame(
        {
            "시설id": [f"SF{number:04d}" for number in range(1, len(rows) + 1)],
            **rows,
            "도로명주소": places.addresses(rows["행정동"], rng),
            **points,
            "운영시작": [start for start, _ in hours],
            "운영종료": [end for _, end in hours],
            "수량": [_count(kind, rng) for kind in rows["시설유형"]],
            "관리기관명": OWNER,
            "데이터기준일자": AS_OF,
        }
    )


def _rows(facts: pd.DataFrame, rng: np.random.Generator) -> list[tuple[str, str, str]]:
    rows = []
    for kind, (total, driver) in KINDS.items():
        # A small part follows area: far-flung dongs need a few of everything.
        weights = (
            0.85 * facts[driver] / facts[driver].sum()
            + 0.15 * np.sqrt(facts["면적"]) / np.sqrt(facts["면적"]).sum()
        )
        counts = shares(total, (weights * rng.lognormal(0, 0.12, len(facts))).to_numpy())
        for dong, count in zip(facts["행정동"], counts, strict=True):
            for number in range(1, count + 1):
                name = rng.choice(NAMES[kind])
                rows.append((kind, f"가상 {dong} {name} {kind} {number}", dong))
    return rows


def _hours(kind: str, rng: np.random.Generator) -> tuple[str | None, str | None]:
    if kind in ("CCTV", "공공와이파이"):
        return ALL_DAY
    if kind == "어린이보호구역":
        return ("08:00", "20:00")
    if kind == "경로당":
        return (str(rng.choice(["09:00", "10:00"])), str(rng.choice(["17:00", "18:00"])))
    night = rng.random()
    if night < 0.35:
        return ALL_DAY
    return OFFICE if night < 0.9 else (None, None)


def _count(kind: str, rng: np.random.Generator) -> int:
    if kind == "공영주차장":
        return int(rng.lognormal(3.2, 0.7)) + 4
    if kind == "CCTV":
        return int(rng.choice([1, 2, 3, 4], p=[0.45, 0.3, 0.15, 0.1]))
    return 1
