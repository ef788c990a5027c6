"""A hundred and twenty invented shopping blocks with twelve figures each.

Four loosely separated ways of being (office lunch, night out, neighbourhood, market) with
blocks in between, so that no number of clusters is the true one.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

NEEDS = ("dong_facts",)

BLOCKS = 120
# shops, food %, vacant %, rent (10,000 won/m²·year→month), years open, delivery %, footfall/day,
# night %, weekend %, 60+ %, sales per shop (10,000 won/month), repeat %
KINDS = {
    "점심": (0.30, (85, 46, 7, 3.1, 5.5, 22, 9000, 14, 20, 18, 1500, 44)),
    "밤": (0.20, (95, 58, 9, 3.6, 3.8, 18, 11000, 46, 36, 10, 1750, 28)),
    "동네": (0.32, (42, 30, 12, 1.6, 7.5, 38, 3200, 20, 30, 30, 950, 61)),
    "시장": (0.18, (70, 26, 16, 1.3, 14.0, 8, 5200, 7, 33, 52, 820, 55)),
}
COLUMNS = (
    "점포수",
    "음식점비율",
    "공실률",
    "임대료",
    "평균영업연수",
    "배달비율",
    "하루유동인구",
    "야간비율",
    "주말비율",
    "60세이상비율",
    "점포당매출",
    "재방문비율",
)
SPREAD = (0.3, 0.19, 0.34, 0.24, 0.26, 0.3, 0.32, 0.27, 0.14, 0.24, 0.24, 0.12)
MIXING = 0.28  # mean share of a second kind in a block


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    names = list(KINDS)
    shares = [KINDS[name][0] for name in names]
    centres = np.log([KINDS[name][1] for name in names])
    first = rng.choice(len(names), size=BLOCKS, p=shares)
    second = rng.choice(len(names), size=BLOCKS, p=shares)
    mix = rng.beta(1.4, 1.4 / MIXING - 1.4, BLOCKS)[:, None]
    values = np.exp(
        (1 - mix) * centres[first] + mix * centres[second] + rng.normal(0, SPREAD, (BLOCKS, 12))
    )
    table = pd.DataFrame(values, columns=COLUMNS)
    for share in [name for name in COLUMNS if name.endswith(("비율", "률"))]:
        table[share] = table[share].clip(upper=95).round(1)
    table[["임대료", "평균영업연수"]] = table[["임대료", "평균영업연수"]].round(1)
    whole = ["점포수", "하루유동인구", "점포당매출"]
    table[whole] = table[whole].round().astype(int)
    dongs = given["dong_facts"]
    weights = dongs["상가업소수_2026_05"] / dongs["상가업소수_2026_05"].sum()
    table.insert(0, "상권", [f"가상상권{i:03d}" for i in range(1, BLOCKS + 1)])
    table.insert(1, "행정동", rng.choice(dongs["행정동"], size=BLOCKS, p=weights))
    return table
