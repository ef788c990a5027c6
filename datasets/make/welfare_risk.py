"""Five thousand invented households with arrears and cut-offs; 300 (6 %) are in crisis.

A hidden hardship drives both the crisis and the records. For young people who live alone the
records show little of it (utilities come with the room), so that any score finds fewer of them:
the gap between groups is a property of the records, not of the people. No dong is given a risk
of its own.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

NEEDS = ("dong_facts",)

HOUSEHOLDS, IN_CRISIS = 5000, 300
AGES = {"19~34세": 0.19, "35~49세": 0.23, "50~64세": 0.29, "65~79세": 0.21, "80세 이상": 0.08}
KINDS = ("1인", "부부", "부모와 자녀", "한부모", "기타")
KIND_SHARES = {
    "19~34세": (0.66, 0.14, 0.10, 0.03, 0.07),
    "35~49세": (0.26, 0.11, 0.48, 0.10, 0.05),
    "50~64세": (0.30, 0.24, 0.32, 0.08, 0.06),
    "65~79세": (0.38, 0.42, 0.08, 0.05, 0.07),
    "80세 이상": (0.52, 0.32, 0.03, 0.05, 0.08),
}
# How much of a household's hardship reaches the administrative records.
SEEN, SEEN_YOUNG_ALONE = 1.0, 0.5


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    dongs = given["dong_facts"]
    weights = dongs["세대수_202101"] / dongs["세대수_202101"].sum()
    age = rng.choice(list(AGES), size=HOUSEHOLDS, p=list(AGES.values()))
    kind = np.array([rng.choice(KINDS, p=KIND_SHARES[a]) for a in age])
    hardship = rng.normal(0, 1, HOUSEHOLDS)
    hardship += 0.35 * (kind == "1인") + 0.35 * (kind == "한부모")
    crisis = _highest(2.2 * hardship + rng.gumbel(0, 1, HOUSEHOLDS), IN_CRISIS)
    shown = np.where((age == "19~34세") & (kind == "1인"), SEEN_YOUNG_ALONE, SEEN) * hardship
    health = rng.normal(0, 1, HOUSEHOLDS) + 0.5 * np.isin(age, ["65~79세", "80세 이상"])
    table = pd.DataFrame(
        {
            "가구번호": [f"가상{i:04d}" for i in range(1, HOUSEHOLDS + 1)],
            "행정동": rng.choice(dongs["행정동"], size=HOUSEHOLDS, p=weights),
            "세대주연령대": age,
            "가구유형": kind,
            "건강보험료체납": _months(rng, -1.6 + 0.95 * shown, most=24),
            "전기료체납": _months(rng, -1.9 + 0.95 * shown, most=12),
            "통신비체납": _months(rng, -1.3 + 0.80 * shown, most=18),
            "관리비체납": _months(rng, -2.0 + 0.90 * shown, most=12),
            "단전": rng.random(HOUSEHOLDS) < _share(-5.6 + 1.9 * shown),
            "단수": rng.random(HOUSEHOLDS) < _share(-6.2 + 1.9 * shown),
            "최근실직": rng.random(HOUSEHOLDS) < _share(-3.4 + 0.9 * shown),
            "의료비": np.round(rng.lognormal(2.6 + 0.35 * health + 0.15 * shown, 0.9)).astype(int),
            "지난해방문": rng.random(HOUSEHOLDS) < _share(-3.2 + 0.8 * shown),
            "위기": crisis,
        }
    )
    unknown = rng.random(HOUSEHOLDS) < np.where(age == "19~34세", 0.12, 0.03)
    table["통신비체납"] = table["통신비체납"].mask(unknown).astype("Int64")
    return table


def _highest(score: np.ndarray, count: int) -> np.ndarray:
    chosen = np.zeros(len(score), dtype=bool)
    chosen[np.argsort(score)[-count:]] = True
    return chosen


def _months(rng: np.random.Generator, log_mean: np.ndarray, *, most: int) -> np.ndarray:
    uneven = rng.gamma(1.5, 1 / 1.5, len(log_mean))
    return np.minimum(rng.poisson(np.exp(log_mean) * uneven), most)


def _share(logit: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-logit))
