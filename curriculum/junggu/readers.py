"""Readers for the files that officials really download.

Each takes the CSV of the portal (CP949, UTF-8, with or without a byte-order mark) or the xlsx
that somebody re-saved from it, and gives a tidy table. They undo the layout (encodings, commas,
units in cells, codes in brackets), not the mistakes in the data: double rows, sums and mixed
units are still there for a person to find.
"""

import re
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pandas as pd

from junggu.exports import (
    HEADER_SEARCH,
    Export,
    NotThisExport,
    heading_text,
    refusal,
    table_of,
    to_dates,
    to_numbers,
)

__all__ = [
    "NotThisExport",
    "read_asos_export",
    "read_budget_export",
    "read_budget_sheet_export",
    "read_complaint_export",
    "read_facility_export",
    "read_footfall_export",
    "read_household_export",
    "read_metro_export",
    "read_population_export",
    "read_store_export",
]

POPULATION = Export(
    title="행정안전부 '연령별 인구현황'",
    needed=("행정구역",),
    mend="주민등록 인구통계 누리집에서 '연령별 인구현황'을 csv로 다시 내려받아 주세요",
)
HOUSEHOLDS = Export(
    title="행정안전부 '주민등록 인구 및 세대현황'",
    needed=("행정구역",),
    mend="주민등록 인구통계 누리집에서 '주민등록 인구 및 세대현황'을 csv로 다시 내려받아 주세요",
)
STORES = Export(
    title="소상공인시장진흥공단 '상가(상권)정보'",
    needed=("상가업소번호", "상호명", "상권업종대분류명", "행정동명", "경도", "위도"),
    mend="공공데이터포털에서 '상가(상권)정보' 파일을 다시 내려받아 주세요",
)
ASOS = Export(
    title="기상청 'ASOS 일자료'",
    needed=("지점", "일시", "평균기온(°C)"),
    mend="기상자료개방포털에서 자료 형태를 '일 자료'로 골라 다시 내려받아 주세요",
)
METRO = Export(
    title="대전교통공사 '시간대별 승하차인원'",
    needed=("날짜", "역번호", "역명", "구분"),
    mend="공공데이터포털에서 '시간대별 승하차인원' 파일을 다시 내려받아 주세요",
)
BUDGET = Export(
    title="지방재정365 '세부사업별 세출현황'",
    needed=("회계연도", "세부사업명", "편성액", "예산현액", "지출액"),
    mend="지방재정365에서 '세부사업별 세출현황'을 다시 내려받아 주세요",
)
BUDGET_SHEET = Export(
    title="'세출예산 사업별 조서'",
    needed=("부서", "세부사업명", "편성액", "예산현액", "지출액"),
    mend="머리글 두 줄에 부서·세부사업명과 금액 열이 있는 파일을 다시 받아 주세요",
)
COMPLAINTS = Export(
    title="'민원 처리 현황'",
    needed=("접수번호", "접수일시", "민원내용", "처리부서"),
    mend="민원 처리 화면에서 처리 현황을 csv나 엑셀로 다시 내려받아 주세요",
)
FACILITIES = Export(
    title="'공공시설 목록'",
    needed=("시설명", "위도", "경도"),
    mend="시설 이름과 위도·경도가 있는 표준데이터 파일인지 확인해 주세요",
)
FOOTFALL = Export(
    title="소상공인365 '상권요약'",
    needed=("CRTR_YM", "ADMI_NM", "POP_MONTH_AVG_CNT"),
    mend="소상공인365에서 내려받은 원래 파일을 골라 주세요",
)


def read_population_export(path: str | Path) -> pd.DataFrame:
    """Read the ministry's population-by-age export, csv or xlsx.

    Returns:
        Long table: 행정기관코드 (ten digits, str), 지역, 단계 (전국·시도·시군구·행정동),
        기준년월 (`2025-06`, or `2025` in a yearly export), 성별 (계·남·여), 연령대 (`계` is the
        total), 인구수 (명). Totals of city and district stay in: filter by 단계.

    Raises:
        NotThisExport: in one Korean sentence.
    """
    table = table_of(path, POPULATION, prepare=_population_cells)
    values = {column: _POPULATION_COLUMN.fullmatch(column) for column in table.columns}
    values = {c: m for c, m in values.items() if m and m["item"] != "연령구간인구수"}
    if not any(m["item"].endswith(("세", "세 이상")) for m in values.values()):
        raise refusal(path, POPULATION, "'2025년06월_남_0~9세'처럼 나이를 적은 열이 없어요")
    place = _places(table["행정구역"], path, POPULATION)
    parts = []
    for column, found in values.items():
        sex = (found["sex"] or "계").replace("남자", "남").replace("여자", "여")
        band = "계" if found["item"] == "총인구수" else found["item"]
        when = found["year"] + (f"-{found['month']}" if found["month"] else "")
        numbers = to_numbers(table[column], path, POPULATION)
        parts.append(place.assign(기준년월=when, 성별=sex, 연령대=band, 인구수=numbers))
    return pd.concat(parts, ignore_index=True)


def read_household_export(path: str | Path) -> pd.DataFrame:
    """Read the ministry's table of residents and households, csv or xlsx.

    Returns:
        One row per place and month: 행정기관코드, 지역, 단계, 기준년월 and, as far as the file has
        them, 총인구수 (명), 세대수 (세대), `세대당 인구` (명), `남자 인구수`, `여자 인구수` (명).

    Raises:
        NotThisExport: in one Korean sentence.
    """
    table = table_of(path, HOUSEHOLDS, prepare=_population_cells)
    values = {column: _HOUSEHOLD_COLUMN.fullmatch(column) for column in table.columns}
    found = {column: match for column, match in values.items() if match}
    if not any(match["item"] == "세대수" for match in found.values()):
        raise refusal(path, HOUSEHOLDS, "'2025년05월_세대수'처럼 세대수를 적은 열이 없어요")
    place = _places(table["행정구역"], path, HOUSEHOLDS)
    months = dict.fromkeys((match["year"], match["month"]) for match in found.values())
    parts = []
    for year, month in months:
        here = {c: m["item"] for c, m in found.items() if (m["year"], m["month"]) == (year, month)}
        numbers = {
            item: to_numbers(table[column], path, HOUSEHOLDS) for column, item in here.items()
        }
        when = year + (f"-{month}" if month else "")
        parts.append(place.assign(기준년월=when).assign(**numbers))
    return pd.concat(parts, ignore_index=True)


def read_store_export(path: str | Path) -> pd.DataFrame:
    """Read the shop list (39 columns): codes as text, 경도 and 위도 as numbers, no stray spaces.

    Raises NotThisExport.
    """
    table = table_of(path, STORES)
    for axis in ("경도", "위도"):
        table[axis] = to_numbers(table[axis], path, STORES)
    return table


def read_asos_export(path: str | Path) -> pd.DataFrame:
    """Read daily weather of the observatory.

    일시 becomes a date, clock columns become text like `03:32`, other columns numbers. A blank
    amount of rain stays missing: it means no rain, 0.0 means a trace; say which you take.

    Raises NotThisExport.
    """
    table = table_of(path, ASOS, rename=_asos_name)
    table["일시"] = to_dates(table["일시"], path, ASOS)
    for column in table.columns:
        if column.endswith("(hhmi)"):
            table[column] = table[column].map(_clock, na_action="ignore")
        elif column not in ("지점", "지점명", "일시", "기사"):
            table[column] = to_numbers(table[column], path, ASOS)
    return table


def read_metro_export(path: str | Path) -> pd.DataFrame:
    """Read hourly boardings of line 1: 날짜 as date, 역번호 as four digits, hours as numbers.

    Columns after midnight (`00-01시` …) belong to the day before, as in the file.

    Raises NotThisExport.
    """
    table = table_of(path, METRO)
    hours = [column for column in table.columns if _HOUR.fullmatch(column)]
    if not hours:
        raise refusal(path, METRO, "'08-09시'처럼 시간대를 적은 열이 없어요")
    table["날짜"] = to_dates(table["날짜"], path, METRO)
    number = to_numbers(table["역번호"], path, METRO).astype("Int64")
    table["역번호"] = number.where(number >= 1000, number + 1000)
    for hour in hours:
        table[hour] = to_numbers(table[hour], path, METRO)
    return table


def read_budget_export(path: str | Path) -> pd.DataFrame:
    """Read programme budgets with English or Korean headings; headings come out in Korean.

    Amounts are numbers as written (the file does not say whether 원 or 천원). 합계행 is True
    where a row is a sum of others and must not be added again.

    Raises NotThisExport.
    """
    table = table_of(path, BUDGET, rename=lambda name: _BUDGET_NAMES.get(name.lower(), name))
    for column in table.columns.intersection(_AMOUNTS):
        table[column] = to_numbers(table[column], path, BUDGET)
    if "집행일자" in table:
        table["집행일자"] = to_dates(table["집행일자"], path, BUDGET)
    table["합계행"] = table["세부사업명"].str.contains(_SUM, na=False) | table["회계연도"].isna()
    return table


def read_budget_sheet_export(path: str | Path) -> pd.DataFrame:
    """Read a budget sheet with two rows of headings and merged cells, csv or xlsx.

    Returns:
        The columns of `read_budget_export` as far as the sheet has them. 회계연도, 부서, 분야 and
        부문 stand in every row but sums, 단위 is what the title says (missing if it says nothing),
        and 합계행 is True where a row is a sum of others. Amounts are numbers as written.

    Raises:
        NotThisExport: in one Korean sentence.
    """
    table = table_of(path, BUDGET_SHEET, prepare=_one_heading_row)
    table["합계행"] = table["세부사업명"].str.contains(_SUM, na=False)
    merged = table.columns.intersection(["회계연도", "부서", "분야", "부문"])
    table[merged] = table[merged].ffill().mask(table["합계행"])
    for column in table.columns.intersection([*_AMOUNTS, "집행률(%)"]):
        table[column] = to_numbers(table[column], path, BUDGET_SHEET)
    return table


def read_complaint_export(path: str | Path) -> pd.DataFrame:
    """Read a register of complaints as a complaint system exports it, csv or xlsx.

    Titles above the headings go, cells merged over several rows (columns before 접수번호) are
    written in every row, dates become dates whatever their spelling, 만족도 a number, and line
    breaks inside a text spaces. 합계행 is True where a row is a sum (소계, 합계).

    Raises NotThisExport.
    """
    table = table_of(path, COMPLAINTS, rename=lambda name: _COMPLAINT_NAMES.get(name, name))
    ahead = table.columns[: table.columns.get_loc("접수번호")]
    named = table[[*ahead, "접수번호"]]
    table["합계행"] = named.apply(lambda column: column.str.contains(_SUM, na=False)).any(axis=1)
    merged = ahead.difference(["연번", "번호"])
    table[merged] = table[merged].mask(table["합계행"]).ffill().mask(table["합계행"])
    table["민원내용"] = table["민원내용"].str.replace(r"\s+", " ", regex=True)
    for column in table.columns.intersection(["접수일시", "처리기한", "처리일시"]):
        table[column] = to_dates(table[column], path, COMPLAINTS)
    if "만족도" in table:
        table["만족도"] = to_numbers(table["만족도"], path, COMPLAINTS)
    return table


def read_facility_export(path: str | Path) -> pd.DataFrame:
    """Read a list of facilities: CCTV, Wi-Fi, school zones, kiosks, or the joined list.

    Names, hours and agencies keep their spelling. 위도 and 경도 are put right where they were
    exchanged (in Korea latitude is 33–39 and longitude 124–132, so there is no doubt), and
    좌표바뀜 says where. A width like `8~12` becomes 도로폭최소 and 도로폭최대 in metres.

    Raises NotThisExport.
    """
    table = table_of(path, FACILITIES, rename=lambda name: _FACILITY_NAMES.get(name, name))
    first = to_numbers(table["위도"], path, FACILITIES)
    second = to_numbers(table["경도"], path, FACILITIES)
    swapped = first.between(124, 132) & second.between(33, 39)
    table["위도"] = first.mask(swapped, second)
    table["경도"] = second.mask(swapped, first)
    table["좌표바뀜"] = swapped
    if "보호구역도로폭" in table:
        width = table["보호구역도로폭"].str.extract(
            r"(?P<low>[\d.]+)(?:\s*[~-]\s*(?P<high>[\d.]+))?"
        )
        table["도로폭최소"] = pd.to_numeric(width["low"])
        table["도로폭최대"] = pd.to_numeric(width["high"].fillna(width["low"]))
    return table


def read_footfall_export(path: str | Path) -> pd.DataFrame:
    """Read the trade-area summary: `102,133명` and `14.7%` become numbers, `-` missing.

    CRTR_YM becomes the first day of its month. Where few shops exist the service shows the
    district's value instead of the dong's and says so only in prose.

    Raises NotThisExport.
    """
    table = table_of(path, FOOTFALL)
    table["CRTR_YM"] = to_dates(table["CRTR_YM"] + "01", path, FOOTFALL)
    for column in table.columns:
        if column.startswith(("POP_", "AMT_", "SIMPLE_", "UPSO_")):
            table[column] = to_numbers(table[column], path, FOOTFALL)
    return table


_POPULATION_COLUMN = re.compile(
    r"(?P<year>\d{4})년(?:(?P<month>\d{2})월)?_(?:거주자_)?(?:(?P<sex>계|남|여|남자|여자)_)?"
    r"(?P<item>총인구수|연령구간인구수|\d+(?:~\d+)?세|\d+세 이상)"
)
_HOUSEHOLD_COLUMN = re.compile(
    r"(?P<year>\d{4})년(?:(?P<month>\d{2})월)?_(?:거주자_)?(?:계_)?"
    r"(?P<item>총인구수|세대수|세대당 인구|남자 인구수|여자 인구수)"
)
_SHEET_TOTAL = re.compile(r"(?P<sex>총|계|남|여)\s*인구수")
_HOUR = re.compile(r"\d{2}\s*[-~]\s*\d{2}시?")
_UNIT = re.compile(r"단위\s*[:：]\s*([^\s)]+)")
_AMOUNTS = ("편성액", "예산현액", "국비", "시도비", "시군구비", "기타", "지출액")
_COMPLAINT_NAMES = {
    **dict.fromkeys(("민원접수번호", "신청번호"), "접수번호"),
    **dict.fromkeys(("접수일", "접수일자", "신청일시"), "접수일시"),
    **dict.fromkeys(("제목", "민원명"), "민원제목"),
    **dict.fromkeys(("내용", "신청내용"), "민원내용"),
    **dict.fromkeys(("담당부서", "부서"), "처리부서"),
    **dict.fromkeys(("처리일", "처리완료일"), "처리일시"),
}
_SUM = re.compile(r"합\s*계|소\s*계|총\s*계")
_BUDGET_NAMES = {
    "fyr": "회계연도",
    "exe_ymd": "집행일자",
    "wa_laf_hg_nm": "광역명",
    "laf_cd": "단체코드",
    "laf_hg_nm": "단체명",
    "acnt_dv_cd": "회계구분코드",
    "acnt_dv_nm": "회계구분",
    "dept_cd": "부서코드",
    "dept_nm": "부서",
    "fld_nm": "분야",
    "part_nm": "부문",
    "dbiz_cd": "세부사업코드",
    "dbiz_nm": "세부사업명",
    "cpl_amt": "편성액",
    "bdg_cash_amt": "예산현액",
    "bdg_ntep": "국비",
    "capep": "시도비",
    "sggep": "시군구비",
    "etc_amt": "기타",
    "ep_amt": "지출액",
}
_FACILITY_NAMES = {
    **dict.fromkeys(("대상시설명", "설치장소명", "발급기명", "대여소명", "설치장소"), "시설명"),
    **dict.fromkeys(("설치목적구분",), "시설명"),
    **dict.fromkeys(("WGS84위도", "X좌표", "X좌표(위도)"), "위도"),
    **dict.fromkeys(("WGS84경도", "Y좌표", "Y좌표(경도)"), "경도"),
}


def _population_cells(cells: list[list[str]], path: Path) -> list[list[str]]:
    """The portal's xlsx in the layout of its csv; other cells as they are.

    The sheet has code and name in two columns, the month in a merged cell above the headings
    (or only in the file name), and each sex as a block that its total begins.
    """
    top = [[heading_text(cell) for cell in row] for row in cells[:HEADER_SEARCH]]
    found = [i for i, row in enumerate(top) if {"행정기관코드", "행정기관"} <= set(row)]
    if not found:
        return cells
    position, names = found[0], top[found[0]]
    months, sex = _months_above(cells[:position], path, width=len(names)), ""
    headings = ["행정구역"]
    values = [i for i, name in enumerate(names) if name not in ("행정기관코드", "행정기관", "")]
    for column in values:
        name = names[column]
        total = _SHEET_TOTAL.fullmatch(name)
        if total:
            sex, name = total["sex"].replace("총", "계"), "총인구수"
        headings.append(f"{months[column]}_{sex}_{name}")
    code, place = names.index("행정기관코드"), names.index("행정기관")
    rows = [
        [f"{row[place]}({row[code].strip()})", *(row[column] for column in values)]
        for row in cells[position + 1 :]
        if row[code].strip()
    ]
    return [headings, *rows]


def _one_heading_row(cells: list[list[str]], path: Path) -> list[list[str]]:
    """The lower of two rows of headings, with the upper one where it is merged downwards.

    The unit that a title above names becomes a last column, 단위. Cells without such headings stay
    as they are.
    """
    del path
    for position, (upper, lower) in enumerate(pairwise(cells[:HEADER_SEARCH])):
        if "세부사업명" in map(heading_text, upper) and "편성액" in map(heading_text, lower):
            names = [below.strip() or above for above, below in zip(upper, lower, strict=True)]
            titles = (_UNIT.search(cell) for row in cells[:position] for cell in row)
            unit = next((found[1] for found in titles if found), "")
            rows = [[*row, unit] for row in cells[position + 2 :] if any(map(str.strip, row))]
            return [[*names, "단위"], *rows]
    return cells


def _places(column: pd.Series, path: str | Path, export: Export) -> pd.DataFrame:
    """Code, name and level out of cells like `대전광역시 중구 목동(3014055000)`."""
    region = column.str.extract(r"^\s*(?P<name>.*?)\s*\((?P<code>\d{10})\)\s*$")
    if region["code"].isna().any():
        bad = column[region["code"].isna()].iloc[0]
        raise refusal(path, export, f"'행정구역' 칸 '{bad}'에 괄호 속 10자리 코드가 없어요")
    return pd.DataFrame(
        {
            "행정기관코드": region["code"],
            "지역": region["name"].str.split().str.join(" "),
            "단계": region["code"].map(_level),
        }
    )


def _months_above(rows: list[list[str]], path: Path, *, width: int) -> list[str]:
    """`2025년06월` for each column: the last one written above or to the left."""
    named = re.match(r"(\d{4})(\d{2})_", path.name)
    month = f"{named[1]}년{named[2]}월" if named else ""
    months = []
    for column in range(width):
        for row in rows:
            found = re.search(r"(\d{4})\s*년\s*(\d{1,2})\s*월", row[column])
            month = f"{found[1]}년{int(found[2]):02d}월" if found else month
        months.append(month)
    if not months[-1]:
        raise refusal(path, POPULATION, "어느 달의 자료인지 적혀 있지 않아요")
    return months


def _asos_name(name: str) -> str:
    """Headings differ in spaces and in the degree sign between downloads."""
    return _ASOS_SPELLING.get(re.sub(r"\s", "", name.replace("℃", "°C")), name)


_ASOS_COLUMNS = (
    *("지점", "지점명", "일시", "평균기온(°C)", "최저기온(°C)", "최저기온 시각(hhmi)"),
    *("최고기온(°C)", "최고기온 시각(hhmi)", "강수 계속시간(hr)", "10분 최다 강수량(mm)"),
    *("1시간 최다강수량(mm)", "일강수량(mm)", "최대 순간 풍속(m/s)", "최대 풍속(m/s)"),
    *("평균 풍속(m/s)", "최다풍향(16방위)", "평균 이슬점온도(°C)", "최소 상대습도(%)"),
    *("평균 상대습도(%)", "평균 증기압(hPa)", "합계 일조시간(hr)", "합계 일사량(MJ/m2)"),
    *("일 최심신적설(cm)", "일 최심적설(cm)", "평균 전운량(1/10)", "평균 지면온도(°C)"),
    *("기사", "안개 계속시간(hr)"),
)
_ASOS_SPELLING: Mapping[str, str] = {re.sub(r"\s", "", name): name for name in _ASOS_COLUMNS}


def _level(code: str) -> str:
    """전국 codes are 0000000000 in one table of the ministry and 1000000000 in its sibling."""
    if code in ("0000000000", "1000000000"):
        return "전국"
    if code.endswith("00000000"):
        return "시도"
    return "시군구" if code.endswith("00000") else "행정동"


def _clock(value: str) -> str:
    digits = value.split(".")[0].zfill(4)
    return f"{digits[:2]}:{digits[2:]}"
