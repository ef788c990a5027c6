"""The shop list in the 39 columns of the quarterly export, with a few rows of the old codes."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from . import sources
from .raw import some, texts

NEEDS = ("stores",)

LAYOUT = "소상공인시장진흥공단_상가(상권)정보 (39열, UTF-8, 분기)"
OLD_CODES = {"I2": "Q", "G2": "D", "S2": "F", "P1": "R", "I1": "O", "R1": "N"}
OLD_SHARE = 0.02  # rows that still carry the classification used before 2023
FIXED = {
    "시도코드": "30",
    "시도명": "대전광역시",
    "시군구명": "중구",
    "대지구분코드": "1",
    "대지구분명": "대지",
}


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    shops = given["stores"]
    layout = sources.read("open_data_schemas")
    columns = layout[layout["데이터셋"] == LAYOUT]["열 이름"].to_list()
    table = pd.DataFrame(index=shops.index, columns=columns, dtype=object)
    for column in columns:
        if column in shops:
            table[column] = texts(shops[column])
    for column, value in FIXED.items():
        table[column] = value
    main, side = rng.integers(1, 700, len(shops)), rng.integers(0, 40, len(shops))
    table["지번본번지"], table["지번부번지"] = main.astype(str), side.astype(str)
    table["지번주소"] = [
        f"대전광역시 중구 {dong} 가상 {a}-{b}"
        for dong, a, b in zip(shops["법정동명"], main, side, strict=True)
    ]
    table["도로명"] = shops["도로명주소"].str.rsplit(" ", n=1).str[0]
    table["건물본번지"] = shops["도로명주소"].str.rsplit(" ", n=1).str[1]
    order = shops["상권업종소분류명"].astype("category").cat.codes
    table["상권업종중분류코드"] = shops["상권업종대분류코드"] + "01"
    table["상권업종소분류코드"] = table["상권업종중분류코드"] + (order + 1).map("{:02d}".format)
    old = some(len(shops), OLD_SHARE, rng) & shops["상권업종대분류코드"].isin(OLD_CODES)
    for column in ("상권업종대분류코드", "상권업종중분류코드", "상권업종소분류코드"):
        letter = shops["상권업종대분류코드"].map(OLD_CODES)
        rest = table[column].str[2:] + ("A01" if "소" in column else "")
        table.loc[old, column] = (letter + rest)[old]
    return table.astype(object).where(table.notna(), None)
