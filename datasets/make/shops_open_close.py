"""Five hundred invented shops that opened in 2016–2025; the closed ones are easily forgotten."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

NEEDS = ("dong_facts",)

SHOPS = 500
TODAY = pd.Timestamp("2026-06-01")
# share, median life in years, monthly sales of a middling shop (10,000 won); assumptions
TRADES = {
    "한식": (0.26, 5.2, 1350),
    "카페": (0.20, 3.4, 1020),
    "치킨": (0.12, 4.0, 1150),
    "주점": (0.12, 3.2, 700),
    "미용실": (0.18, 6.5, 310),
    "옷 가게": (0.12, 3.6, 540),
}
SHAPE = 1.3  # Weibull: the risk of closing grows slowly with age
SALES_HELP = 0.9  # how strongly good sales lengthen a shop's life


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    names = list(TRADES)
    trade = rng.choice(names, size=SHOPS, p=[TRADES[name][0] for name in names])
    life = np.array([TRADES[name][1] for name in trade])
    usual = np.array([TRADES[name][2] for name in trade])
    luck = rng.normal(0, 0.45, SHOPS)
    years = life / np.log(2) ** (1 / SHAPE) * np.exp(SALES_HELP * luck) * rng.weibull(SHAPE, SHOPS)
    opened = pd.Timestamp("2016-01-01") + pd.to_timedelta(rng.integers(0, 3600, SHOPS), "D")
    closed = pd.Series(opened + pd.to_timedelta((years * 365).astype(int), "D"))
    closed = closed.where(closed < TODAY)
    dongs = given["dong_facts"]
    weights = dongs["상가업소수_2026_05"] / dongs["상가업소수_2026_05"].sum()
    return pd.DataFrame(
        {
            "가게": [f"가상가게{i:03d}" for i in range(1, SHOPS + 1)],
            "행정동": rng.choice(dongs["행정동"], size=SHOPS, p=weights),
            "업종": trade,
            "개업월": opened.to_period("M").to_timestamp(),
            "폐업월": closed.dt.to_period("M").dt.to_timestamp(),
            "월매출": np.round(usual * np.exp(luck)).astype(int),
            "현재목록": closed.isna(),
        }
    )
