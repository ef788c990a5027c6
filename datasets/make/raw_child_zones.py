"""School zones in the 14 columns of the national standard data set."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from .raw import some, texts
from .raw_public_facilities import AGENCY, AGENCY_SHARES, SWAPPED, WIDTHS

NEEDS = ("public_facilities",)

KINDS = ("어린이집", "유치원", "초등학교", "특수학교")


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    tidy = given["public_facilities"]
    tidy = tidy[tidy["시설유형"] == "어린이보호구역"].reset_index(drop=True)
    count = len(tidy)
    swapped = some(count, 3 * SWAPPED, rng)
    cameras = rng.integers(0, 4, count)
    kind = tidy["시설명"].str.extract(f"({'|'.join(KINDS)})")[0]
    return pd.DataFrame(
        {
            "시설종류": kind,
            "대상시설명": tidy["시설명"],
            "소재지도로명주소": tidy["도로명주소"],
            "소재지지번주소": None,
            "위도": texts(tidy["위도"].mask(swapped, tidy["경도"])),
            "경도": texts(tidy["경도"].mask(swapped, tidy["위도"])),
            "관리기관명": rng.choice(AGENCY, count, p=AGENCY_SHARES),
            "관할경찰서명": "가상경찰서",
            "CCTV설치여부": np.where(cameras > 0, "Y", "N"),
            "CCTV설치대수": texts(pd.Series(cameras)).where(cameras > 0),
            "보호구역도로폭": rng.choice(WIDTHS, count),
            "데이터기준일자": tidy["데이터기준일자"].dt.strftime("%Y-%m-%d"),
            "제공기관코드": "S000000",
            "제공기관명": "대전광역시 중구(합성)",
        }
    )
