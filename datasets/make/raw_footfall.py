"""Footfall in the first 41 columns of the trade-area summary: numbers with their units.

"102,133명", "14.7%", and "-" where the service shows nothing.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from . import sources
from .days import WEEKDAYS
from .footfall_monthly import BANDS
from .raw import some

NEEDS = ("footfall_monthly",)

LAYOUT = "소상공인365 상권요약(99열)"
DAY_COLUMNS = ("POP_MON", "POP_TUS", "POP_WED", "POP_THU", "POP_FRI", "POP_SAT", "POP_SUN")
HIDDEN = 0.02
FIXED = {
    "SIDO_CD": "30",
    "SIDO_NM": "대전광역시",
    "SGG_CD": "30140",
    "SGG_NM": "중구",
    "TPBIZ_CLSCD_NM": "전체(합성)",
}


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    tidy = given["footfall_monthly"]
    layout = sources.read("open_data_schemas")
    columns = layout[layout["데이터셋"] == LAYOUT]["열 이름"].to_list()
    table = pd.DataFrame("-", index=tidy.index, columns=columns)
    for column, value in FIXED.items():
        table[column] = value
    table["CRTR_YM"] = tidy["기준년월"].dt.strftime("%Y%m")
    table["ADMI_CD"], table["ADMI_NM"] = tidy["행정기관코드"], tidy["행정동"]
    people = tidy["유동인구"].map("{:,}명".format)
    table["POP_MONTH_AVG_CNT"] = people.mask(some(len(tidy), HIDDEN, rng), "-")
    table["POP_WEEKDAY"] = tidy["주중"].map("{:.1f}%".format)
    table["POP_WEEKEND"] = (100 - tidy["주중"]).map("{:.1f}%".format)
    for column, day in zip(DAY_COLUMNS, WEEKDAYS, strict=True):
        table[column] = tidy[day].map("{:.1f}%".format)
    for band in BANDS:
        table[f"POP_TIME_{band}"] = tidy[band].map("{:.1f}%".format)
    return table
