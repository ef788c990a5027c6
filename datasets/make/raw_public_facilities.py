"""The facility list as several clerks joined it by hand.

X and Y stand for latitude and longitude (as in the city's bicycle stations), some rows the other
way round; the same agency is spelled in four ways; hours are words; two in a hundred came twice.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from .raw import some, texts

NEEDS = ("public_facilities",)

AGENCY = ("대전광역시 중구청", "대전 중구", "중구청", "대전광역시중구")
AGENCY_SHARES = (0.55, 0.2, 0.15, 0.1)
SWAPPED, TWICE = 0.015, 0.02
WIDTHS = ("6", "8", "8~12", "10", "12", "12~15")


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    tidy = given["public_facilities"]
    count = len(tidy)
    swapped = some(count, SWAPPED, rng)
    school = (tidy["시설유형"] == "어린이보호구역").to_numpy()
    table = pd.DataFrame(
        {
            "번호": [str(n) for n in range(1, count + 1)],
            "시설유형": tidy["시설유형"],
            "시설명": tidy["시설명"],
            "소재지도로명주소": tidy["도로명주소"],
            "X좌표": texts(tidy["위도"].mask(swapped, tidy["경도"])),
            "Y좌표": texts(tidy["경도"].mask(swapped, tidy["위도"])),
            "운영시간": [
                _hours(start, end, rng)
                for start, end in zip(tidy["운영시작"], tidy["운영종료"], strict=True)
            ],
            "수량": texts(tidy["수량"]),
            "보호구역도로폭": np.where(school, rng.choice(WIDTHS, count), None),
            "관리기관명": rng.choice(AGENCY, count, p=AGENCY_SHARES),
            "데이터기준일자": tidy["데이터기준일자"].dt.strftime("%Y-%m-%d"),
        }
    )
    again = table[some(count, TWICE, rng)].assign(번호=None)
    return pd.concat([table, again], ignore_index=True)


def _hours(start: str, end: str, rng: np.random.Generator) -> str | None:
    if pd.isna(start):
        return None
    if (start, end) == ("00:00", "24:00"):
        return str(rng.choice(["24시간", "00:00~24:00", "연중무휴"]))
    plain = f"{start}~{end}"
    return str(rng.choice([plain, plain.replace(":", ""), f"{start} - {end}"], p=(0.6, 0.2, 0.2)))
