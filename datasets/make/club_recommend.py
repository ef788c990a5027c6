"""Fifteen hundred invented pupils and whether a club suited them; one area is small and differs.

In two areas a long way home keeps pupils from enjoying a club; in the small third area it does
not (a shared bus waits). A model of all pupils learns the first rule and wrongly passes over
the third area, even without being told the area: the way home gives it away.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

NEEDS: tuple[str, ...] = ()

ROWS = 1500
AREAS = {"가권역": 0.54, "나권역": 0.34, "다권역": 0.12}
WAY_MINUTES = {"가권역": (16, 6), "나권역": (24, 8), "다권역": (46, 9)}
WAY_EFFECT = {"가권역": -0.11, "나권역": -0.11, "다권역": 0.0}  # logit per minute over 20
ROOM = {"가권역": 0.0, "나권역": 0.2, "다권역": 0.35}  # logit; all areas enjoy clubs about equally


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    area = rng.choice(list(AREAS), size=ROWS, p=list(AREAS.values()))
    way = np.array([rng.normal(*WAY_MINUTES[a]) for a in area])
    way = np.clip(way, 3, 80).round().astype(int)
    interest = rng.normal(0, 1, ROWS)
    hours = np.clip(rng.gamma(3, 1.4, ROWS), 0, 15)
    friends = rng.poisson(1.6, ROWS)
    before = rng.random(ROWS) < 0.35
    effect = np.array([WAY_EFFECT[a] for a in area]) * (way - 20)
    logit = 2.2 * interest + effect + 0.9 * before + 0.25 * friends + 0.12 * (hours - 4) - 0.55
    logit += np.array([ROOM[a] for a in area])
    suited = rng.random(ROWS) < 1 / (1 + np.exp(-logit))
    return pd.DataFrame(
        {
            "학생": [f"가상{i:04d}" for i in range(1, ROWS + 1)],
            "권역": area,
            "학년": rng.choice(["중1", "중2", "중3", "고1", "고2"], size=ROWS),
            "관심점수": np.clip(np.round(50 + 15 * interest), 0, 100).astype(int),
            "자유시간": hours.round(1),
            "통학시간": way,
            "함께할친구": friends,
            "지난참여": before,
            "잘맞음": suited,
        }
    )
