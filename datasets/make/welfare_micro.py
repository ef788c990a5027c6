"""Four hundred invented benefit records with quasi-identifiers, for k-anonymity."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

NEEDS = ("dong_facts",)

ROWS = 400
BENEFITS = {  # share, monthly amount in 10,000 won (mean)
    "가상생계지원": (0.38, 52),
    "가상주거지원": (0.27, 24),
    "가상돌봄지원": (0.21, 31),
    "가상의료지원": (0.14, 18),
}
MARKS = ("고혈압", "당뇨", "관절", "우울", "없음", "희귀질환")
MARK_SHARES = (0.27, 0.17, 0.19, 0.09, 0.27, 0.01)
SIZES, SIZE_SHARES = (1, 2, 3, 4, 5), (0.52, 0.25, 0.12, 0.08, 0.03)


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    dongs = given["dong_facts"]
    older = dongs["65세이상_202505"] / dongs["65세이상_202505"].sum()
    birth = np.where(rng.random(ROWS) < 0.62, rng.normal(1950, 8, ROWS), rng.normal(1980, 13, ROWS))
    benefit = rng.choice(list(BENEFITS), size=ROWS, p=[share for share, _ in BENEFITS.values()])
    mean = np.array([BENEFITS[name][1] for name in benefit])
    return pd.DataFrame(
        {
            "관리번호": [f"가상{i:03d}" for i in range(1, ROWS + 1)],
            "이름": [f"가상인{i:03d}" for i in rng.permutation(ROWS) + 1],
            "행정동": rng.choice(dongs["행정동"], size=ROWS, p=older),
            "성별": rng.choice(["여", "남"], size=ROWS, p=[0.57, 0.43]),
            "출생연도": np.clip(birth, 1925, 2006).astype(int),
            "가구원수": rng.choice(SIZES, size=ROWS, p=SIZE_SHARES),
            "지원종류": benefit,
            "건강상태": rng.choice(MARKS, size=ROWS, p=MARK_SHARES),
            "월지원액": np.maximum(rng.normal(mean, mean * 0.18), 5).round().astype(int) * 10_000,
        }
    )
