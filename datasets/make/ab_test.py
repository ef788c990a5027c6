"""Two thousand showings of two slogans: a difference that a thousand each cannot settle."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

NEEDS: tuple[str, ...] = ()

EACH = 1000
FIRST_DAY, DAYS = pd.Timestamp("2026-04-06"), 14
# Responses are fixed, not drawn: B looks a quarter better and the 95 % interval still holds 0.
RESPONSES = {"A": 52, "B": 65}
HOUR_SHARES = {"아침": 0.18, "점심": 0.30, "오후": 0.22, "저녁": 0.30}


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    parts = []
    for slogan, count in RESPONSES.items():
        responded = np.zeros(EACH, dtype=bool)
        responded[:count] = True
        parts.append(pd.DataFrame({"문구": slogan, "반응": rng.permutation(responded)}))
    table = pd.concat(parts).iloc[rng.permutation(2 * EACH)].reset_index(drop=True)
    table.insert(0, "노출번호", [f"S{i:04d}" for i in range(1, len(table) + 1)])
    days = np.arange(len(table)) * DAYS // len(table)
    table.insert(1, "날짜", FIRST_DAY + pd.to_timedelta(days, "D"))
    hours = list(HOUR_SHARES)
    table.insert(2, "시간대", rng.choice(hours, size=len(table), p=list(HOUR_SHARES.values())))
    table.insert(3, "기기", rng.choice(["휴대전화", "컴퓨터"], size=len(table), p=[0.82, 0.18]))
    return table
