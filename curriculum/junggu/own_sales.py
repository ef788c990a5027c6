"""A shopkeeper's own daily sales, out of whatever spreadsheet the till or the ledger gives.

The content is read in memory and nothing is written anywhere.
"""

from dataclasses import dataclass

import pandas as pd

from junggu.exports import Export, NotThisExport, table_in, to_dates, to_numbers

LARGEST = 5_000_000  # bytes; a file of daily sales has some tens of thousands
_SHORTEST = 84  # days from first to last: four weeks to start from, eight to learn and to test
_ODD = 5  # times the median day: most often a zero too many

OWN_SALES = Export(
    title="하루 매출",
    needed=("날짜", "매출액"),
    mend="첫 줄에 ‘날짜’와 ‘매출액’이 있는 xlsx나 csv로 저장해 다시 골라 주세요",
)
_DATE_NAMES = ("날짜", "일자", "영업일", "영업일자", "거래일", "거래일자", "매출일", "매출일자")
_SALES_NAMES = (
    *("매출액", "매출", "일매출", "일매출액", "총매출", "총매출액", "순매출", "순매출액"),
    *("실매출", "실매출액", "매출금액", "매출합계", "판매금액", "판매액", "결제금액", "금액"),
)
_SUM = r"합\s*계|소\s*계|총\s*계|평균"


@dataclass(frozen=True, kw_only=True)
class OwnSales:
    """``by_day``: won for every calendar day, missing where the shop was closed; ``notes``: in
    Korean, what was taken for granted while reading."""

    by_day: pd.Series
    notes: tuple[str, ...]


def read_own_sales(data: bytes, *, name: str) -> OwnSales:
    """Read the content ``data`` of a file called ``name``: xlsx, or csv in UTF-8 or CP949.

    Columns are found by their usual names, rows of one day are added up, rows of sums are left
    out, 0 and blank mean closed.

    Raises:
        NotThisExport: in one Korean sentence that says what to mend.
    """
    if len(data) > LARGEST:
        raise _cannot(name, f"{LARGEST // 1_000_000}MB보다 커요", "날짜와 매출 두 열만 남겨")
    if name.lower().endswith(".xls"):
        raise _cannot(name, "예전 엑셀(.xls)이에요", "엑셀에서 xlsx로 저장해")
    table = table_in(data, name, OWN_SALES, rename=_spelling)
    dated = table["날짜"].notna() & ~table["날짜"].str.contains(_SUM, na=False)
    table = table[dated]
    days = to_dates(_plain_dates(table["날짜"], name), name, OWN_SALES)
    won = to_numbers(table["매출액"].str.replace("₩", ""), name, OWN_SALES)
    if (won < 0).any():
        raise _cannot(name, "0보다 작은 매출이 있어요", "환불을 뺀 하루 합계로 적어")
    by_day = won.groupby(days).sum().asfreq("D").replace(0, float("nan"))
    by_day = by_day.loc[by_day.first_valid_index() : by_day.last_valid_index()]
    if len(by_day) < _SHORTEST:
        said = f"{len(by_day)}일치예요. 12주({_SHORTEST}일)는 있어야 견줄 수 있어요"
        raise _cannot(name, said, "더 긴 기간을 내려받아")
    return OwnSales(by_day=by_day.rename("매출액"), notes=_notes(days, by_day))


def _cannot(name: str, what: str, mend: str) -> NotThisExport:
    return NotThisExport(f"{name}: {what}. {mend} 다시 골라 주세요.")


def _spelling(heading: str) -> str:
    bare = heading.replace(" ", "").split("(")[0]
    if bare in _DATE_NAMES:
        return "날짜"
    return "매출액" if bare in _SALES_NAMES else heading


def _plain_dates(column: pd.Series, name: str) -> pd.Series:
    """`2025년 3월 1일(토)`, `2025. 3. 1.` and `20250301` as `2025-03-01`; years are needed."""
    parts = column.str.extract(r"^\s*(\d{4})\D{0,3}(\d{1,2})\D{0,3}(\d{1,2})(?!\d)")
    wrong = parts.isna().any(axis=1)
    if wrong.any():
        said = f"날짜 ‘{column[wrong].iloc[0]}’에서 연·월·일을 찾지 못했어요"
        raise _cannot(name, said, "2025-03-01처럼 연도까지 적어")
    return (parts[0] + "-" + parts[1].str.zfill(2) + "-" + parts[2].str.zfill(2)).rename("날짜")


def _notes(days: pd.Series, by_day: pd.Series) -> tuple[str, ...]:
    first, last = (f"{day:%Y-%m-%d}" for day in (by_day.index[0], by_day.index[-1]))
    notes = [f"{first}부터 {last}까지 문 연 {by_day.count()}일을 읽었어요."]
    if days.duplicated().any():
        notes.append("같은 날짜가 여러 줄이라 하루씩 더했어요.")
    if by_day.isna().any():
        notes.append(f"0이거나 빈 {by_day.isna().sum()}일은 쉬는 날로 보았어요.")
    odd = by_day.index[by_day > _ODD * by_day.median()]
    if len(odd):
        notes.append(f"{odd[0]:%Y-%m-%d}은 보통 날의 {_ODD}배가 넘어요. 0을 더 적지 않았나요?")
    return tuple(notes)
