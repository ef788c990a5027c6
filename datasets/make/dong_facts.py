"""The 17 administrative dongs: published figures, typed from `sources/junggu_dong_facts.csv`."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from . import sources

NEEDS: tuple[str, ...] = ()

COLUMNS = (
    *("행정기관코드", "행정동", "관할법정동", "면적", "중심경도", "중심위도"),
    *("최소경도", "최소위도", "최대경도", "최대위도", "타일열", "타일행"),
    *("세대수_202101", "인구_202012", "인구_202505", "인구_202506"),
    *("65세이상_202505", "85세이상_202505", "19_34세_202505", "중위연령_202505"),
    "상가업소수_2026_05",
)
_RENAMED = {"면적_km2_구공표": "면적"}


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    return sources.read("junggu_dong_facts").rename(columns=_RENAMED)[list(COLUMNS)]
