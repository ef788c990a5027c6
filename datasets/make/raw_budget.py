"""Programme budgets in the layout of the national budget service, as a clerk re-saved it.

Numbers with commas, one row in sixteen in won instead of thousand won, three rows that are sums,
and a department under its former name. The service gives a department code only; `dept_nm`
stands beside it so that the rows can be matched.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from .raw import commas, some

NEEDS = ("budget_programs", "departments")

IN_WON = 1 / 16
FORMER_NAME = ("일자리경제과", "경제기업과", 2025)
AMOUNTS = {
    "cpl_amt": "편성액",
    "bdg_cash_amt": "예산현액",
    "bdg_ntep": "국비",
    "capep": "시도비",
    "sggep": "시군구비",
    "etc_amt": "기타",
    "ep_amt": "지출액",
}


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    tidy = given["budget_programs"]
    codes = {name: f"S{n:03d}" for n, name in enumerate(given["departments"]["부서"], start=1)}
    now, former, year = FORMER_NAME
    was = (tidy["부서"] == now) & (tidy["회계연도"] == year)
    table = pd.DataFrame(
        {
            "fyr": tidy["회계연도"].astype(str),
            "exe_ymd": tidy["집행일자"].dt.strftime("%Y%m%d"),
            "wa_laf_hg_nm": "대전광역시",
            "laf_cd": "S30140",
            "laf_hg_nm": "대전중구(합성)",
            "acnt_dv_cd": np.where(tidy["회계구분"] == "일반회계", "100", "300"),
            "acnt_dv_nm": tidy["회계구분"],
            "dept_cd": tidy["부서"].map(codes),
            "dept_nm": tidy["부서"].mask(was, former),
            "fld_nm": tidy["분야"],
            "part_nm": tidy["부문"],
            "dbiz_cd": tidy["세부사업코드"],
            "dbiz_nm": tidy["세부사업명"],
        }
    )
    scale = np.where(some(len(tidy), IN_WON, rng), 1000, 1)
    for column, name in AMOUNTS.items():
        table[column] = commas(tidy[name] * scale)
    sums = [
        _sum_row(tidy[tidy["회계연도"] == 2025], "합계(2025)"),
        _sum_row(tidy[tidy["회계연도"] == 2026], "합계(2026)"),
        _sum_row(tidy, "총합계"),
    ]
    first = int((tidy["회계연도"] == 2025).sum())
    parts = [table.iloc[:first], sums[0], table.iloc[first:], sums[1], sums[2]]
    return pd.concat(parts, ignore_index=True)


def _sum_row(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    amounts = {column: f"{int(rows[source].sum()):,}" for column, source in AMOUNTS.items()}
    return pd.DataFrame([{"laf_hg_nm": "대전중구(합성)", "dbiz_nm": f"[합성] {name}", **amounts}])
