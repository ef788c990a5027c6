"""A quarter of the complaint register as a complaint system might export it.

No public standard fixes this layout; the columns are those that officials know from practice.
Three lines of titles, the month in a cell merged over its rows, a sum under every month, three
spellings of dates, line breaks inside texts, and `-` where nobody gave stars.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from .raw import some

NEEDS = ("civil_complaints",)

FIRST, LAST = "2025-07-01", "2025-09-30"
SPELLINGS = ("%Y-%m-%d", "%Y.%m.%d.", "%Y/%m/%d")
DAYS_ALLOWED = 14  # an invented rule for the column of due dates
BROKEN_LINES = 0.12
HEADINGS = (
    *("접수월", "연번", "접수번호", "접수일시", "신청구분", "민원제목", "민원내용"),
    *("처리부서", "처리상태", "처리기한", "처리일시", "만족도"),
)


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    register = given["civil_complaints"]
    filed = register["접수일시"]
    rows = register[(filed >= FIRST) & (filed < pd.Timestamp(LAST) + pd.Timedelta(days=1))]
    rows = rows.reset_index(drop=True)
    lines = [
        ["민원 처리 현황(합성 연습자료)"],
        [f"기간: {FIRST} ~ {LAST}", "", "", f"자료: {len(rows):,}건(합성)"],
        ["처리부서: 전체", "", "", "처리상태: 전체(합성)"],
        list(HEADINGS),
    ]
    cells = _cells(rows, rng)
    for month, group in rows.groupby(rows["접수일시"].dt.to_period("M")):
        for place, position in enumerate(group.index):
            lines.append([f"{month.year}년 {month.month}월" * (place == 0), *cells[position]])
        lines.append(["소계(합성)", "", f"{len(group):,}건"])
    lines.append(["합계(합성)", "", f"{len(rows):,}건"])
    width = len(HEADINGS)
    padded = [line + [""] * (width - len(line)) for line in lines]
    return pd.DataFrame(padded, columns=[f"열{n}" for n in range(1, width + 1)])


def _cells(rows: pd.DataFrame, rng: np.random.Generator) -> list[list[str]]:
    """The cells of every filing after the month."""
    spelling = rng.choice(SPELLINGS, len(rows), p=(0.6, 0.25, 0.15))
    broken = some(len(rows), BROKEN_LINES, rng)
    made = []
    for number, (row, style, breaks) in enumerate(
        zip(rows.itertuples(), spelling, broken, strict=True), start=1
    ):
        done = row.접수일시 + pd.Timedelta(days=row.처리일수) if row.처리상태 == "완료" else None
        made.append(
            [
                f"{number:,}",
                row.접수번호,
                row.접수일시.strftime(f"{style} %H:%M"),
                row.접수채널,
                "" if pd.isna(row.제목) else row.제목,
                row.내용.replace(". ", ".\n") if breaks else row.내용,
                row.처리부서,
                row.처리상태,
                (row.접수일시 + pd.Timedelta(days=DAYS_ALLOWED)).strftime(style),
                done.strftime(style) if done is not None else "",
                "-" if pd.isna(row.만족도) else f"{int(row.만족도)}점",
            ]
        )
    return made
