"""Six hundred invented two-second windows of a wrist sensor, reduced to twelve features.

Falls have a free-fall dip, a hard peak and stillness afterwards. Sitting down hard and dropping
the sensor look alike on some features and differ on others; a fall on a bed is soft.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

NEEDS: tuple[str, ...] = ()

WINDOWS = 600
SHARES = {
    "걷기": 0.24,
    "앉아 있기": 0.18,
    "달리기": 0.12,
    "털썩 앉기": 0.14,
    "기기 떨어뜨림": 0.12,
    "넘어짐": 0.20,
}
# Per activity: peak g, dip g, spread g, tilt change °, turn °/s, stillness after 0–1, steps/s.
FEEL = {
    "걷기": (1.6, 0.75, 0.25, 12, 90, 0.15, 1.9),
    "앉아 있기": (1.1, 0.95, 0.04, 6, 20, 0.85, 0.0),
    "달리기": (2.6, 0.45, 0.60, 18, 160, 0.08, 2.8),
    "털썩 앉기": (2.3, 0.60, 0.35, 38, 120, 0.62, 0.2),
    "기기 떨어뜨림": (3.6, 0.12, 0.75, 70, 260, 0.90, 0.0),
    "넘어짐": (3.0, 0.32, 0.62, 66, 210, 0.68, 0.1),
}
LOOSE = np.array([0.24, 0.35, 0.30, 0.40, 0.35, 0.28, 0.40])  # spread between people, as a share
SOFT_FALLS = 0.15


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    names = rng.choice(list(SHARES), size=WINDOWS, p=list(SHARES.values()))
    feel = np.array([FEEL[name] for name in names])
    soft = (names == "넘어짐") & (rng.random(WINDOWS) < SOFT_FALLS)
    feel[soft, 0] *= 0.62
    feel[soft, 1] *= 1.5
    felt = np.abs(feel * rng.lognormal(0, LOOSE, feel.shape) + rng.normal(0, 0.02, feel.shape))
    peak, dip, spread, tilt, turn, still, pace = felt.T
    still, dip = np.clip(still, 0, 1), np.clip(dip, 0.02, 1.0)
    table = pd.DataFrame(
        {
            "최대가속도": peak,
            "최소가속도": dip,
            "가속도범위": peak - dip,
            "가속도표준편차": spread,
            "평균가속도": 1 + 0.25 * (spread - 0.3) + rng.normal(0, 0.05, WINDOWS),
            "기울기변화": np.clip(tilt, 0, 180),
            "최대회전속도": turn,
            "평균회전속도": turn * rng.uniform(0.25, 0.5, WINDOWS),
            "충격뒤고요함": still,
            "걸음주파수": pace,
            "무중력시간": np.clip(0.5 * (1 - dip) ** 2 + rng.normal(0, 0.05, WINDOWS), 0, 1),
            "움직임에너지": spread**2 * 2 + 0.2 * pace + rng.gamma(2, 0.05, WINDOWS),
        }
    ).round(3)
    table.insert(0, "구간번호", [f"S{i:03d}" for i in range(1, WINDOWS + 1)])
    table.insert(1, "참가자", [f"가상{i:02d}" for i in rng.integers(1, 21, WINDOWS)])
    table["활동"] = names
    table["넘어짐"] = names == "넘어짐"
    return table
