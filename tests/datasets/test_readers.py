"""The readers on our raw-look copies, on files as portals write them, and on wrong files."""

import pandas as pd
import pytest
from openpyxl import Workbook

from junggu import readers
from junggu.data import dataset_path
from junggu.readers import NotThisExport

READERS = {
    "raw_population": readers.read_population_export,
    "raw_households": readers.read_household_export,
    "raw_store": readers.read_store_export,
    "raw_weather": readers.read_asos_export,
    "raw_metro": readers.read_metro_export,
    "raw_budget": readers.read_budget_export,
    "raw_public_facilities": readers.read_facility_export,
    "raw_child_zones": readers.read_facility_export,
    "raw_footfall": readers.read_footfall_export,
}
# The very head of each portal's file, with the spellings seen in real downloads.
POPULATION = (
    '"행정구역","2025년06월_계_총인구수","2025년06월_계_연령구간인구수","2025년06월_계_0~9세",'
    '"2025년06월_계_100세 이상"\n'
    '"전국  (1000000000)","51,164,582","51,164,582","3,000,000","8,000"\n'
    '"대전광역시  (3000000000)","1,439,607","1,439,607","88,000 ","200"\n'
    '"대전광역시 중구 (3014000000)","225,910","225,910","12,127","41"\n'
    '"대전광역시 중구 목동(3014055000)","17,360","17,360","1,900","3"\n'
)
ASOS = (
    "지점,지점명,일시,평균기온(℃),최저기온 시각(hhmi),일강수량(mm),최대 순간풍속(m/s),기사\n"
    "133,대전,2025-07-01,27.1,332,,11.2,\n133,대전,2025-07-02,25.0,15,0.0,9.9,-비\n"
)


def as_text(name: str) -> pd.DataFrame:
    encoding = "utf-8-sig" if name == "raw_store" else "cp949"
    encoding = "utf-8" if name == "raw_footfall" else encoding
    return pd.read_csv(dataset_path(name), encoding=encoding, dtype=str, keep_default_na=False)


class TestOurCopies:
    def test_population(self, table):
        people = readers.read_population_export(dataset_path("raw_population"))
        people = people[(people["단계"] == "행정동") & (people["연령대"] != "계")]
        assert people["인구수"].sum() == 225_910
        expected = table("population_age_sex").set_index(["행정기관코드", "성별", "연령대"])
        read = people.set_index(["행정기관코드", "성별", "연령대"])["인구수"]
        assert read.reindex(expected.index).tolist() == expected["인구수"].tolist()
        assert set(people["기준년월"]) == {"2025-06"}

    def test_households_without_their_padding(self, table):
        homes = readers.read_household_export(dataset_path("raw_households"))
        dongs = homes[homes["단계"] == "행정동"].set_index("행정기관코드")
        expected = table("dong_facts").set_index("행정기관코드")["세대수_202101"]
        assert dongs["세대수"].reindex(expected.index).tolist() == expected.tolist()
        assert homes.loc[homes["단계"] == "시군구", "총인구수"].tolist() == [235_164]
        assert dongs["세대당 인구"].between(1.4, 3.0).all()

    def test_store(self, table):
        shops = readers.read_store_export(dataset_path("raw_store"))
        assert shops.shape == (2621, 39)
        assert shops["경도"].tolist() == table("stores")["경도"].tolist()
        assert shops["행정동코드"].str.len().eq(10).all()

    def test_weather_keeps_blank_rain_and_reads_the_clock(self, table):
        weather = readers.read_asos_export(dataset_path("raw_weather"))
        assert weather["일시"].duplicated().sum() == 2
        assert (weather["평균기온(°C)"] > 40).sum() == 3
        assert weather["일강수량(mm)"].isna().any() and (weather["일강수량(mm)"] == 0).any()
        assert weather["최저기온 시각(hhmi)"].str.fullmatch(r"[0-2]\d:[0-5]\d").all()

    def test_metro_undoes_commas_and_short_numbers(self, table):
        metro = readers.read_metro_export(dataset_path("raw_metro"))
        tidy = table("metro_boardings")
        tidy = tidy[tidy["날짜"].dt.month.isin([3, 4, 5])].reset_index(drop=True)
        assert metro["역번호"].tolist() == tidy["역번호"].tolist()
        assert metro["18-19시"].tolist() == tidy["18-19시"].tolist()

    def test_budget_marks_sums_and_leaves_units_alone(self, table):
        budget = readers.read_budget_export(dataset_path("raw_budget"))
        assert budget["합계행"].sum() == 3
        ratio = budget[~budget["합계행"]]["편성액"].to_numpy() / table("budget_programs")["편성액"]
        assert set(ratio.round()) == {1, 1000}

    def test_facilities_are_put_back_inside_the_district(self):
        facilities = readers.read_facility_export(dataset_path("raw_public_facilities"))
        first = facilities[facilities["번호"].notna()]  # the rest came a second time
        assert first["좌표바뀜"].sum() == round(0.015 * 900)
        assert facilities["위도"].between(36.2, 36.36).all()
        assert facilities["경도"].between(127.36, 127.46).all()

    def test_school_zone_widths(self):
        zones = readers.read_facility_export(dataset_path("raw_child_zones"))
        ranged = zones[zones["보호구역도로폭"] == "8~12"]
        assert (ranged["도로폭최소"] == 8).all() and (ranged["도로폭최대"] == 12).all()
        assert zones["좌표바뀜"].sum() == 3

    def test_footfall_loses_its_units(self, table):
        footfall = readers.read_footfall_export(dataset_path("raw_footfall"))
        people, tidy = footfall["POP_MONTH_AVG_CNT"], table("footfall_monthly")["유동인구"]
        assert people.isna().sum() == round(0.02 * 408)
        assert (people == tidy)[people.notna()].all()
        assert footfall["POP_SAT"].tolist() == table("footfall_monthly")["토"].tolist()


class TestSheetsWithTitles:
    """Raw looks whose first rows are titles: `load` shows them as they are, a reader reads them."""

    def test_complaints_are_those_of_the_register(self, table):
        read = readers.read_complaint_export(dataset_path("raw_complaints"))
        assert read["합계행"].sum() == 4  # three months and the whole
        assert read.loc[read["합계행"], "접수월"].isna().all()
        filed = read[~read["합계행"]].set_index("접수번호")
        register = table("civil_complaints").set_index("접수번호").loc[filed.index]
        assert (filed["접수일시"] == register["접수일시"].dt.floor("min")).all()
        assert (filed["민원내용"] == register["내용"]).all()
        assert filed["만족도"].equals(register["만족도"])
        assert (filed["접수월"] == filed["접수일시"].dt.strftime("%Y년 %-m월")).all()
        done = register["처리상태"].eq("완료")
        waited = (filed["처리일시"] - register["접수일시"].dt.normalize()).dt.days
        assert (waited[done] == register.loc[done, "처리일수"]).all()
        assert filed.loc[~done, "처리일시"].isna().all()

    def test_complaints_with_other_words_above_the_columns(self, tmp_path):
        book = Workbook()
        book.active.append(["접수 대장"])
        book.active.append(["번호", "신청번호", "신청일시", "제목", "내용", "담당부서"])
        filed = pd.Timestamp("2025-07-03 14:05").to_pydatetime()
        book.active.append([1, "S2025-000001", filed, None, "가로등이 나갔어요", "건설과"])
        book.save(tmp_path / "ledger.xlsx")
        read = readers.read_complaint_export(tmp_path / "ledger.xlsx").iloc[0]
        assert read["접수일시"] == pd.Timestamp("2025-07-03 14:05")
        assert (read["민원내용"], read["처리부서"]) == ("가로등이 나갔어요", "건설과")

    def test_budget_sheet_of_two_heading_rows(self, table):
        read = readers.read_budget_sheet_export(dataset_path("raw_budget_sheet"))
        tidy = table("budget_programs")
        tidy = tidy[tidy["회계연도"] == 2026].set_index(["부서", "세부사업명"])
        rows = read[~read["합계행"]].set_index(["부서", "세부사업명"])
        for column in ("분야", "부문", "편성액", "국비", "지출액"):
            assert rows[column].sort_index().tolist() == tidy[column].sort_index().tolist()
        assert set(read["단위"]) == {"천원"}
        sums = read[read["합계행"]]
        assert sums["부서"].isna().all()
        assert len(sums) == tidy.index.get_level_values("부서").nunique() + 1
        assert sums["편성액"].iloc[-1] == tidy["편성액"].sum()

    @pytest.mark.parametrize(
        ("read", "of", "names"),
        [
            (readers.read_complaint_export, "raw_budget_sheet", "'민원내용'"),
            (readers.read_budget_sheet_export, "raw_complaints", "'세부사업명'"),
        ],
    )
    def test_each_refuses_the_other_by_its_columns(self, read, of, names):
        with pytest.raises(NotThisExport, match=names) as said:
            read(dataset_path(of))
        assert "\n" not in str(said.value)

    def test_loaded_they_keep_their_titles(self, table):
        assert table("raw_complaints").iloc[0, 0] == "민원 처리 현황(합성 연습자료)"
        assert table("raw_complaints").iloc[3, 2] == "접수번호"


class TestOtherSavings:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
    @pytest.mark.parametrize("name", READERS)
    def test_every_encoding(self, tmp_path, name, encoding):
        copy = tmp_path / "copy.csv"
        as_text(name).to_csv(copy, index=False, encoding=encoding)
        pd.testing.assert_frame_equal(READERS[name](copy), READERS[name](dataset_path(name)))

    @pytest.mark.parametrize("name", ["raw_population", "raw_weather", "raw_child_zones"])
    def test_resaved_as_xlsx_under_a_title(self, tmp_path, name):
        book, text = Workbook(), as_text(name)
        sheet = book.active
        sheet.append(["2025년 자료(내려받은 날 2026-03-02)"])
        sheet.append([])
        sheet.append(list(text.columns))
        for row in text.itertuples(index=False):
            sheet.append([cell or None for cell in row])
        book.save(tmp_path / "copy.xlsx")
        read, expected = READERS[name](tmp_path / "copy.xlsx"), READERS[name](dataset_path(name))
        pd.testing.assert_frame_equal(read, expected, check_dtype=False)

    @pytest.mark.parametrize("month_in", ["sheet", "file name"])
    def test_the_portal_s_own_population_sheet(self, tmp_path, month_in):
        """Three rows of titles, code and name apart, a block of ages for each sex."""
        bands = ["0~9세", "100세 이상"]
        book = Workbook()
        sheet = book.active
        sheet.append(["연령별 인구현황"])
        sheet.append([])
        sheet.append([None, None, "2025년 06월" if month_in == "sheet" else None])
        block = ["연령구간인구수", *bands]
        sheet.append(["행정기관코드", "행정기관", "남 인구수", *block, "여 인구수", *block])
        numbers = ["8,252", "8,252", "900", "1", "9,108", "9,108", "1,000", "2"]
        sheet.append(["3014055000", "대전광역시 중구 목동", *numbers])
        name = "a.xlsx" if month_in == "sheet" else "202506_202506_연령별인구현황_월간.xlsx"
        file = tmp_path / name
        book.save(file)
        people = readers.read_population_export(file).set_index(["성별", "연령대"])
        assert people.loc[("여", "0~9세"), "인구수"] == 1000
        assert people.loc[("남", "계"), "인구수"] == 8252
        assert set(people["기준년월"]) == {"2025-06"}
        assert set(people["행정기관코드"]) == {"3014055000"}
        assert len(people) == 6

    def test_the_portal_s_own_household_sheet(self, tmp_path):
        book = Workbook()
        book.active.append(["주민등록 인구 및 세대현황"])
        book.active.append([])
        book.active.append(
            ["행정기관코드", "행정기관", "총인구수", "세대수", "세대당 인구", "남여 비율"]
        )
        book.active.append(
            ["3014055000", "대전광역시 중구 목동", "17,360", "7,000", "2.48", "0.91"]
        )
        file = tmp_path / "202506_202506_주민등록인구및세대현황_월간.xlsx"
        book.save(file)
        home = readers.read_household_export(file).iloc[0]
        assert (home["총인구수"], home["세대수"], home["세대당 인구"]) == (17_360, 7_000, 2.48)
        assert (home["기준년월"], home["지역"]) == ("2025-06", "대전광역시 중구 목동")

    def test_xlsx_with_real_numbers_and_dates(self, tmp_path):
        book = Workbook()
        book.active.append(["지점", "지점명", "일시", "평균기온(°C)", "일강수량(mm)"])
        book.active.append([133, "대전", pd.Timestamp("2025-07-01").to_pydatetime(), 27.1, None])
        book.save(tmp_path / "copy.xlsx")
        weather = readers.read_asos_export(tmp_path / "copy.xlsx")
        assert weather["일시"][0] == pd.Timestamp("2025-07-01")
        assert weather["평균기온(°C)"][0] == 27.1
        assert pd.isna(weather["일강수량(mm)"][0])


class TestPortalSpellings:
    def test_population_levels_spaces_and_trailing_blanks(self, tmp_path):
        file = tmp_path / "202506_202506_연령별인구현황_월간.csv"
        file.write_text(POPULATION, "cp949")
        people = readers.read_population_export(file)
        assert people["단계"].unique().tolist() == ["전국", "시도", "시군구", "행정동"]
        assert people["지역"].unique()[1] == "대전광역시"
        city = people[(people["단계"] == "시도") & (people["연령대"] == "0~9세")]
        assert city["인구수"].tolist() == [88_000]
        assert set(people["성별"]) == {"계"}

    def test_asos_degree_sign_spaces_and_remarks(self, tmp_path):
        file = tmp_path / "OBS_ASOS_DD.csv"
        file.write_text(ASOS, "cp949")
        weather = readers.read_asos_export(file)
        assert weather["평균기온(°C)"].tolist() == [27.1, 25.0]
        assert weather["최대 순간 풍속(m/s)"].tolist() == [11.2, 9.9]
        assert weather["최저기온 시각(hhmi)"].tolist() == ["03:32", "00:15"]

    def test_cctv_standard_headings(self, tmp_path):
        file = tmp_path / "cctv.csv"
        file.write_text(
            "번호,관리기관명,설치목적구분,카메라대수,WGS84위도,WGS84경도\n"
            "1,중구청,생활방범,2,127.42,36.32\n",
            "cp949",
        )
        camera = readers.read_facility_export(file).iloc[0]
        assert (camera["위도"], camera["경도"], camera["좌표바뀜"]) == (36.32, 127.42, True)


class TestWrongFiles:
    @pytest.mark.parametrize("name", READERS)
    def test_another_table_is_refused_by_the_missing_columns(self, name):
        with pytest.raises(NotThisExport, match=r"dong_adjacency\.csv: .*열이 없어요") as said:
            READERS[name](dataset_path("dong_adjacency"))
        assert "\n" not in str(said.value)

    def test_only_the_missing_column_is_named(self, tmp_path):
        text = as_text("raw_store").drop(columns="위도")
        text.to_csv(tmp_path / "store.csv", index=False)
        with pytest.raises(NotThisExport, match=r"\('위도' 열이 없어요\)"):
            readers.read_store_export(tmp_path / "store.csv")

    def test_population_and_households_are_told_apart(self, tmp_path):
        file = tmp_path / "세대현황.csv"
        file.write_text('"행정구역","2025년05월_세대수"\n"대전 (3000000000)","1"\n', "cp949")
        with pytest.raises(NotThisExport, match="나이를 적은 열이 없어요"):
            readers.read_population_export(file)
        with pytest.raises(NotThisExport, match="세대수를 적은 열이 없어요"):
            readers.read_household_export(dataset_path("raw_population"))

    def test_a_word_among_numbers_is_shown(self, tmp_path):
        file = tmp_path / "bad.csv"
        file.write_text(ASOS.replace("25.0", "더움"), "cp949")
        with pytest.raises(
            NotThisExport, match=r"'평균기온\(°C\)' 열 2번째 자료가 숫자가 아니에요: '더움'"
        ):
            readers.read_asos_export(file)

    @pytest.mark.parametrize(
        ("name", "data", "says"),
        [
            ("empty.csv", b"", "파일이 비어 있어요"),
            ("photo.csv", bytes(range(256)), "CP949도 UTF-8도 아님"),
            ("page.xlsx", b"<html></html>", "엑셀 파일로 열리지 않아요"),
        ],
    )
    def test_no_table_at_all(self, tmp_path, name, data, says):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(NotThisExport, match=says):
            readers.read_metro_export(tmp_path / name)

    def test_no_such_file(self, tmp_path):
        with pytest.raises(NotThisExport, match=r"없는\.csv 파일을 찾지 못했어요"):
            readers.read_budget_export(tmp_path / "없는.csv")
