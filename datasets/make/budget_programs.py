"""Programme budgets of 2025 and 2026: invented programmes under published totals.

Published (hundred million won): total 7,228 and special accounts 52 for 2026, welfare 4,875;
total 6,839 for 2025, whose welfare is set to the published "복지성 경비" of 4,512. How the rest
divides over fields is an assumption, written in FIELDS_2026.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from .allocate import shares

NEEDS = ("departments",)

FRAMES = Path(__file__).parent / "frames" / "budget_programs.yaml"
HUNDRED_MILLION = 100_000  # in thousand won, the unit of the table

TOTAL = {2025: 6839, 2026: 7228}
SPECIAL = {2025: 50, 2026: 52}
WELFARE = {2025: 4512, 2026: 4875}
FIELDS_2026 = {
    "일반공공행정": 330,
    "공공질서및안전": 45,
    "교육": 52,
    "문화및관광": 175,
    "환경": 330,
    "보건": 175,
    "농림해양수산": 32,
    "산업·중소기업및에너지": 120,
    "교통및물류": 150,
    "국토및지역개발": 260,
    "예비비": 40,
    "기타": 592,
}
# Who pays: national, city, district.
PAYERS = {
    "복": (0.78, 0.11, 0.11),
    "국": (0.50, 0.25, 0.25),
    "시": (0.0, 0.5, 0.5),
    "자": (0.0, 0.0, 1.0),
}
SNAPSHOT = {2025: "2025-12-31", 2026: "2026-06-30"}
# Beta distribution of the share spent by the snapshot; a few programmes lag far behind.
SPENT = {2025: (40, 2.5), 2026: (14, 13)}
LAGGING = 0.05


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    programmes = _programmes(list(given["departments"]["부서"]))
    popularity = programmes["무게"] * rng.lognormal(0, 0.25, len(programmes))
    years = []
    for year in (2025, 2026):
        weights = popularity * rng.lognormal(0, 0.08, len(programmes))
        years.append(_year(year, programmes, weights, rng))
    return pd.concat(years, ignore_index=True)


def _programmes(departments: list[str]) -> pd.DataFrame:
    rows = []
    for block in yaml.safe_load(FRAMES.read_text("utf-8")):
        for item in block["items"]:
            name, weight, payer = item.split("|")
            account = block.get("account", "일반회계")
            rows.append((account, *block["field"], block["dept"], name, float(weight), payer))
    rows += [
        ("일반회계", "기타", "기타", dept, f"기본경비({dept})", 1.5, "자") for dept in departments
    ]
    columns = ["회계구분", "분야", "부문", "부서", "세부사업명", "무게", "재원"]
    table = pd.DataFrame(rows, columns=columns)
    table.insert(0, "세부사업코드", [f"S{number:04d}" for number in range(1, len(table) + 1)])
    return table


def _field_totals(year: int) -> dict[str, int]:
    """General account by field, in thousand won."""
    rest = (TOTAL[year] - SPECIAL[year] - WELFARE[year]) * HUNDRED_MILLION
    others = shares(rest, np.array(list(FIELDS_2026.values())))
    totals = dict(zip(FIELDS_2026, (int(part) for part in others), strict=True))
    return {**totals, "사회복지": WELFARE[year] * HUNDRED_MILLION}


def _year(
    year: int, programmes: pd.DataFrame, weights: pd.Series, rng: np.random.Generator
) -> pd.DataFrame:
    planned = pd.Series(0, index=programmes.index)
    general = programmes["회계구분"] == "일반회계"
    for field, total in _field_totals(year).items():
        inside = general & (programmes["분야"] == field)
        planned[inside] = shares(total, weights[inside])
    planned[~general] = shares(SPECIAL[year] * HUNDRED_MILLION, weights[~general])

    current = _current(planned.to_numpy(), programmes["재원"].to_numpy(), rng)
    spent = rng.beta(*SPENT[year], len(planned))
    lagging = rng.random(len(planned)) < LAGGING
    spent = np.where(lagging, spent * rng.uniform(0.05, 0.45, len(planned)), spent)
    reserve = (programmes["분야"] == "예비비").to_numpy()
    spent = np.where(reserve, spent * 0.1, spent)
    parts = _payers(current, programmes["재원"].to_numpy(), rng)
    return pd.DataFrame(
        {
            "회계연도": year,
            "집행일자": pd.Timestamp(SNAPSHOT[year]),
            **{c: programmes[c] for c in ["회계구분", "분야", "부문", "부서", "세부사업코드"]},
            "세부사업명": "[합성] " + programmes["세부사업명"],
            "편성액": planned,
            "예산현액": current,
            **parts,
            "지출액": np.floor(current * spent).astype(int),
        }
    )


def _current(planned: np.ndarray, payer: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The plan with what was carried over or added during the year (about one in eight)."""
    changed = rng.random(len(planned)) < 0.12
    added = (planned * rng.uniform(0.02, 0.35, len(planned))).round(-3)
    return (planned + np.where(changed & (payer != "자"), added, 0)).astype(int)


def _payers(
    current: np.ndarray, payer: np.ndarray, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    ratio = np.array([PAYERS[p] for p in payer]).T
    national = np.floor(current * ratio[0]).astype(int)
    city = np.floor(current * ratio[1]).astype(int)
    some = (rng.random(len(current)) < 0.04) & (payer != "복")
    other = np.where(some, np.floor(current * 0.05), 0).astype(int)
    return {
        "국비": national,
        "시도비": city,
        "시군구비": current - national - city - other,
        "기타": other,
    }
