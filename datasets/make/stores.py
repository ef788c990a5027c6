"""A one-in-five list of shops with invented names: counts follow the published table."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from . import places, sources
from .allocate import shares

NEEDS = ("dong_facts",)

FRAMES = Path(__file__).parent / "frames" / "stores.yaml"
ROWS = 2621  # one in five of 13,104
FIRST_WORDS = (
    *("가람", "나래", "다솜", "라온", "마루", "바다", "새봄", "아라", "자작", "차오름"),
    *("큰솔", "터울", "푸른", "한울", "해밀", "늘봄", "도담", "미르", "보람", "소담"),
    *("은하", "정든", "참새", "하늘", "고운", "단비", "여울", "온새", "이든", "윤슬"),
)
OWNER_WORDS = ("길동이네", "순이네", "복길이네", "삼식이네", "막둥이네")
BRANCH_SHARE = 0.2
CLOSED_SHARE = 0.04
FLOORS = ("1", "1층", "2", "3", "지1", "B1")
FLOOR_SHARES = (0.5, 0.12, 0.2, 0.08, 0.06, 0.04)


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    facts = given["dong_facts"].set_index("행정동")
    sectors = yaml.safe_load(FRAMES.read_text("utf-8"))
    rows = pd.DataFrame(_cells(sectors), columns=["행정동명", "상권업종대분류명"])
    choices = {name: _kinds(sector, name) for name, sector in sectors.items()}
    kinds = []
    for sector in rows["상권업종대분류명"]:
        options, chances = choices[sector]
        kinds.append(options[rng.choice(len(options), p=chances)])
    points = places.scatter(rows["행정동명"], given["dong_facts"], rng)
    legal = [_legal_dong(str(facts.at[dong, "관할법정동"]), rng) for dong in rows["행정동명"]]
    branch = np.where(rng.random(len(rows)) < BRANCH_SHARE, rows["행정동명"] + "점", None)
    return pd.DataFrame(
        {
            "상가업소번호": [f"S{number:07d}" for number in range(1, len(rows) + 1)],
            "상호명": [_name(sectors[sector], rng) for sector in rows["상권업종대분류명"]],
            "지점명": branch,
            "상권업종대분류코드": [sectors[s]["code"] for s in rows["상권업종대분류명"]],
            "상권업종대분류명": rows["상권업종대분류명"],
            "상권업종중분류명": [middle for middle, _ in kinds],
            "상권업종소분류명": [small for _, small in kinds],
            "시군구코드": "30140",
            "행정동코드": facts.loc[rows["행정동명"], "행정기관코드"].to_numpy(),
            "행정동명": rows["행정동명"],
            "법정동명": legal,
            "도로명주소": places.addresses(rows["행정동명"], rng),
            "층정보": np.where(
                rng.random(len(rows)) < 0.55, rng.choice(FLOORS, len(rows), p=FLOOR_SHARES), None
            ),
            "경도": points["경도"],
            "위도": points["위도"],
            "현장확인": np.where(rng.random(len(rows)) < CLOSED_SHARE, "폐업", "영업"),
        }
    )


def _cells(sectors: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(dong, sector) of every row, in proportion to the published counts."""
    counts = sources.read("junggu_store_counts_2026_05").set_index("행정동")[list(sectors)]
    sizes = shares(ROWS, counts.to_numpy().ravel()).reshape(counts.shape)
    return [
        (dong, sector)
        for dong, row in zip(counts.index, sizes, strict=True)
        for sector, size in zip(counts.columns, row, strict=True)
        for _ in range(size)
    ]


def _kinds(sector: Mapping[str, Any], name: str) -> tuple[list[tuple[str, str]], np.ndarray]:
    """The sector's (중분류, 소분류) with shares, the well-known ones as often as published."""
    known = sources.read("junggu_store_top_industries_2026_05")
    known = known[known["대분류"] == name].set_index("소분류")["업소수"]
    famous = [(middle, small) for middle, kinds in sector["middle"].items() for small in kinds]
    others = [(middle, small) for middle, kinds in sector["others"].items() for small in kinds]
    counts = [float(known[small]) for _, small in famous]
    left = max(sources.read("junggu_store_counts_2026_05")[name].sum() - sum(counts), 1.0)
    weights = np.array(counts + [left / len(others)] * len(others))
    return famous + others, weights / weights.sum()


def _legal_dong(listed: str, rng: np.random.Generator) -> str:
    names = [name.removesuffix("(일부)") for name in listed.split("·")]
    return str(rng.choice(names))


def _name(sector: Mapping[str, Any], rng: np.random.Generator) -> str:
    first = rng.choice(OWNER_WORDS if rng.random() < 0.06 else FIRST_WORDS)
    return f"가상 {first} {rng.choice(sector['words'])}"
