"""Invented positions and addresses inside the dongs."""

import numpy as np
import pandas as pd

CITY = "대전광역시 중구"


def scatter(dongs: pd.Series, facts: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Points around the middle of each row's dong, inside its bounding box.

    Args:
        dongs: dong name of each row.
        facts: the table `dong_facts`.

    Returns:
        Columns 위도 and 경도 (degrees, five decimals), indexed like `dongs`.
    """
    box = facts.set_index("행정동").loc[dongs]
    points = {}
    for axis in ("위도", "경도"):
        low, high = box[f"최소{axis}"].to_numpy(), box[f"최대{axis}"].to_numpy()
        drawn = box[f"중심{axis}"].to_numpy() + rng.normal(0, 1, len(box)) * (high - low) / 6
        points[axis] = np.clip(drawn, low, high).round(5)
    return pd.DataFrame(points, index=dongs.index)


def addresses(dongs: pd.Series, rng: np.random.Generator) -> list[str]:
    """Street addresses on streets that do not exist (`가상…길`)."""
    streets, numbers = rng.integers(1, 30, len(dongs)), rng.integers(1, 180, len(dongs))
    return [
        f"{CITY} 가상{dong.removesuffix('동')}로{street}번길 {number}"
        for dong, street, number in zip(dongs, streets, numbers, strict=True)
    ]
