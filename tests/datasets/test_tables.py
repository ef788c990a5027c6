"""Published sums and the calibrations that the tables promise (each with its tolerance)."""

import numpy as np
import pandas as pd
import pytest

from autograder.paths import DATASETS
from make import days, sources

SENIOR_BANDS = ["65~69세", "70~74세", "75~79세", "80~84세", "85세 이상"]
SHOP_SECTORS = {
    "은행동 카페 느루": "카페",
    "대흥동 빵집 밀마루": "빵/도넛",
    "부사동 분식 홈런": "치킨",
    "태평시장 반찬 담뿍": "슈퍼마켓",
}


@pytest.fixture(scope="module")
def weather(table):
    return table("weather_air_daily")


@pytest.fixture(scope="module")
def daily(table):
    metro = table("metro_boardings")
    hours = [c for c in metro.columns if c.endswith("시")]
    daily = metro[["날짜", "역명", "구분"]].assign(
        합=metro[hours].sum(axis=1), 아침=metro["08-09시"]
    )
    daily["요일구분"] = days.kind_of_day(pd.DatetimeIndex(daily["날짜"]))
    return daily[daily.groupby("날짜")["합"].transform("sum") > 0]


@pytest.fixture(scope="module")
def sales(table):
    """Open days without the two slips of a zero too many."""
    sales = table("shop_sales_daily")
    sales = sales[~sales["휴무"]]
    usual = sales.groupby("가게")["매출액"].transform("median")
    return sales[sales["매출액"] < 5 * usual]


class TestFacts:
    @pytest.mark.parametrize(
        ("column", "total"),
        [
            ("인구_202505", 224_869),
            ("65세이상_202505", 53_728),
            ("인구_202506", 225_910),
            ("인구_202012", 235_550),
            ("세대수_202101", 107_645),
            ("상가업소수_2026_05", 13_104),
        ],
    )
    def test_published_totals(self, table, column, total):
        assert table("dong_facts")[column].sum() == total

    def test_area(self, table):
        assert table("dong_facts")["면적"].sum() == pytest.approx(62.18, abs=0.005)

    def test_tiles_do_not_overlap(self, table):
        places = table("dong_facts")[["타일열", "타일행"]]
        assert not places.duplicated().any()

    def test_population_by_sex(self, table):
        people = table("population_age_sex")
        assert people["인구수"].sum() == 225_910
        assert people.loc[people["성별"] == "남", "인구수"].sum() == 110_707

    def test_population_agrees_with_dong_facts(self, table):
        by_dong = table("population_age_sex").groupby("행정동")["인구수"].sum()
        expected = table("dong_facts").set_index("행정동")["인구_202506"]
        assert by_dong.reindex(expected.index).tolist() == expected.tolist()

    def test_population_by_five_years(self, table):
        people = table("population_age5")
        totals = people.groupby("기준년월")["인구수"].sum()
        assert totals.tolist() == [235_550, 224_869]
        seniors = people[people["연령대"].isin(SENIOR_BANDS)]
        now = seniors[seniors["기준년월"] == "2025-05"].groupby("행정동")["인구수"].sum()
        expected = table("dong_facts").set_index("행정동")["65세이상_202505"]
        assert now.reindex(expected.index).tolist() == expected.tolist()

    def test_district_totals_agree_with_the_dongs(self, table):
        totals = table("district_totals").set_index("기준")
        facts = table("dong_facts")
        assert totals.at["2025-05", "인구"] == facts["인구_202505"].sum()
        assert totals.at["2025-05", "65세이상"] == facts["65세이상_202505"].sum()
        assert totals.at["2020-12", "인구"] == facts["인구_202012"].sum()

    def test_holidays_are_the_only_facts_in_the_calendar(self, table):
        events = table("local_events")
        assert set(events.loc[events["자료구분"] == "사실", "종류"]) == {"공휴일"}
        made_up = events.loc[events["자료구분"] == "합성", "행사명"]
        assert made_up.str.startswith("[합성]").all()


class TestWeather:
    def test_monthly_mean_temperature(self, weather):
        climate = sources.read("daejeon_weather_monthly_2017_2022").set_index("월")
        means = weather.groupby(weather["일시"].dt.month)["평균기온(°C)"].mean()
        assert (means - climate["평균기온_degC"]).abs().max() <= 1.0

    def test_lowest_mean_highest_in_order(self, weather):
        assert (weather["최저기온(°C)"] <= weather["평균기온(°C)"]).all()
        assert (weather["평균기온(°C)"] <= weather["최고기온(°C)"]).all()

    def test_rain_of_each_year(self, weather):
        rain = weather.groupby(weather["일시"].dt.year)["일강수량(mm)"]
        assert rain.sum().between(1000, 1650).all()
        assert rain.count().between(95, 120).all()

    def test_late_summer_share_of_rain(self, weather):
        late = weather["일시"].dt.month.isin([7, 8])
        share = weather.loc[late, "일강수량(mm)"].sum() / weather["일강수량(mm)"].sum()
        assert 0.40 <= share <= 0.58

    def test_days_resemble_the_day_before(self, weather):
        angle = weather["일시"].dt.day_of_year * 2 * np.pi / 365.25
        waves = [f(k * angle) for k in (1, 2) for f in (np.sin, np.cos)]
        season = np.column_stack([np.ones(len(weather)), *waves])
        fitted = season @ np.linalg.lstsq(season, weather["평균기온(°C)"], rcond=None)[0]
        assert 0.68 <= (weather["평균기온(°C)"] - fitted).autocorr(1) <= 0.80

    def test_fine_dust_in_winter(self, weather):
        dates, dust = weather["일시"], weather["PM25(㎍/㎥)"]
        winter = dates.dt.month.isin([12, 1, 2, 3])
        assert 19 <= dust[winter].mean() <= 26
        season = dates.dt.year + (dates.dt.month == 12)
        bad = (dust >= 36)[winter].groupby(season[winter]).sum()
        assert bad[[2024, 2025]].between(8, 25).all()

    def test_dry_days_are_blank_and_the_monitor_has_gaps(self, weather):
        assert (weather["일강수량(mm)"].dropna() > 0).all()
        assert weather["PM25(㎍/㎥)"].isna().mean() == pytest.approx(0.02, abs=0.003)
        text = (DATASETS / "weather_air_daily.csv").read_text("utf-8")
        assert all(mark in text for mark in (",-\n", ",-999\n", ",\n"))


class TestBudget:
    HUNDRED_MILLION = 100_000  # thousand won

    def test_totals_of_2026(self, table):
        budget = table("budget_programs")
        budget = budget[budget["회계연도"] == 2026]
        amounts, unit = budget["편성액"], self.HUNDRED_MILLION
        assert amounts.sum() == 7228 * unit
        assert amounts[budget["회계구분"] == "기타특별회계"].sum() == 52 * unit
        assert amounts[budget["분야"] == "사회복지"].sum() == 4875 * unit

    def test_total_of_2025(self, table):
        budget = table("budget_programs")
        total = budget.loc[budget["회계연도"] == 2025, "편성액"].sum()
        assert total == 6839 * self.HUNDRED_MILLION

    def test_payers_add_up_and_spending_is_covered(self, table):
        budget = table("budget_programs")
        payers = budget[["국비", "시도비", "시군구비", "기타"]].sum(axis=1)
        assert (payers == budget["예산현액"]).all()
        assert (budget["지출액"] <= budget["예산현액"]).all()


class TestFacilities:
    def test_inside_the_box_of_their_dong(self, table):
        facilities = table("public_facilities").merge(table("dong_facts"), on="행정동")
        for axis in ("위도", "경도"):
            low, high = facilities[f"최소{axis}"], facilities[f"최대{axis}"]
            assert facilities[axis].between(low, high).all()

    def test_senior_centres_follow_senior_people(self, table):
        facilities = table("public_facilities")
        counts = facilities[facilities["시설유형"] == "경로당"]["행정동"].value_counts()
        seniors = table("dong_facts").set_index("행정동")["65세이상_202505"]
        assert counts.reindex(seniors.index).corr(seniors) >= 0.7


class TestMetro:
    def test_march_means(self, daily):
        march = daily[daily["날짜"].dt.month == 3]
        means = march.groupby(["역명", "구분", "요일구분"])["합"].mean()
        profile = sources.read("metro_line1_junggu_hourly_202403")
        expected = profile.set_index(["역명", "구분", "요일구분"])["일합계평균"]
        assert (means / expected - 1).abs().max() <= 0.05

    @pytest.mark.parametrize(
        ("station", "kind", "low", "high"),
        [("중앙로", "토요일", 1.25, 1.45), ("중구청", "일요일·공휴일", 0.32, 0.42)],
    )
    def test_weekend_against_weekday(self, daily, station, kind, low, high):
        boards = daily[(daily["역명"] == station) & (daily["구분"] == "승차")]
        means = boards.groupby("요일구분")["합"].mean()
        assert low <= means[kind] / means["평일"] <= high

    def test_office_workers_arrive_in_the_morning(self, daily):
        arrivals = daily.query("역명 == '중구청' and 구분 == '하차' and 요일구분 == '평일'")
        assert 0.20 <= arrivals["아침"].sum() / arrivals["합"].sum() <= 0.26

    def test_three_days_of_outage(self, table):
        metro = table("metro_boardings")
        hours = [c for c in metro.columns if c.endswith("시")]
        assert (metro.groupby("날짜")[hours].sum().sum(axis=1) == 0).sum() == 3


class TestShops:
    def test_dong_shares(self, table):
        facts = table("dong_facts").set_index("행정동")["상가업소수_2026_05"]
        shares = table("stores")["행정동명"].value_counts(normalize=True)
        assert (shares - facts / facts.sum()).abs().max() <= 0.01

    def test_sector_shares(self, table):
        counts = sources.read("junggu_store_counts_2026_05").drop(
            columns=["행정기관코드", "행정동"]
        )
        published = counts.drop(columns="계").sum() / counts["계"].sum()
        shares = table("stores")["상권업종대분류명"].value_counts(normalize=True)
        assert (shares - published).abs().max() <= 0.01

    def test_every_name_is_invented(self, table):
        assert table("stores")["상호명"].str.startswith("가상 ").all()
        assert table("stores")["도로명주소"].str.contains("가상").all()

    def test_closed_shops_and_branch_gaps(self, table):
        stores = table("stores")
        assert stores["지점명"].isna().mean() == pytest.approx(0.8, abs=0.03)
        assert (stores["현장확인"] == "폐업").mean() == pytest.approx(0.04, abs=0.01)


class TestFootfall:
    def test_near_the_published_summary(self, table):
        footfall = table("footfall_monthly")
        footfall = footfall[footfall["기준년월"].dt.year == 2025]
        published = sources.read("junggu_footfall_monthly_202501_202602")
        published = published[published["기준년월"].str.startswith("2025")]
        ratio = (
            footfall.groupby("행정동")["유동인구"].mean()
            / published.groupby("행정동")["유동인구_명"].mean()
        )
        assert (ratio - 1).abs().max() <= 0.06

    def test_ball_park_season(self, table):
        people = table("footfall_monthly").query("행정동 == '부사동'").set_index("기준년월")
        assert 1.6 <= people["유동인구"]["2025-07-01"] / people["유동인구"]["2025-01-01"] <= 2.0

    def test_saturday_is_the_day_downtown(self, table):
        downtown = table("footfall_monthly").query("행정동 == '은행선화동'")
        assert (downtown[list(days.WEEKDAYS)].idxmax(axis=1) == "토").all()


class TestSales:
    @pytest.mark.parametrize(("shop", "sector"), SHOP_SECTORS.items())
    def test_months_follow_the_sector(self, sales, shop, sector):
        year = sales[(sales["가게"] == shop) & (sales["날짜"].dt.year == 2025)]
        months = year.groupby(year["날짜"].dt.month)["매출액"].sum()
        index = sources.read("junggu_sales_seasonality_index_202501_202602").set_index("업종")
        published = index.loc[sector, [f"2025{month:02d}" for month in range(1, 13)]]
        assert np.corrcoef(months, published.astype(float))[0, 1] >= 0.8

    def test_game_days_fill_the_snack_bar(self, sales):
        snack = sales[sales["가게"] == "부사동 분식 홈런"]
        game = snack["행사"] == "경기일"
        effect = snack.loc[game, "매출액"].mean() / snack.loc[~game, "매출액"].mean()
        assert 1.5 <= effect <= 2.2

    def test_rain_keeps_customers_away(self, sales, rainy):
        wet = rainy.reindex(sales["날짜"]).to_numpy()
        groups = [sales["가게"], sales["요일"], sales["날짜"].dt.to_period("Q")]
        ratio = (
            sales[wet].groupby([g[wet] for g in groups])["매출액"].mean()
            / sales[~wet].groupby([g[~wet] for g in groups])["매출액"].mean()
        )
        assert -0.15 <= ratio.mean() - 1 <= -0.05

    def test_planted_flaws_are_there(self, table):
        sales = table("shop_sales_daily")
        closed = sales.loc[sales["휴무"], "매출액"]
        assert closed.isna().any() and (closed == 0).any()
        usual = sales.groupby("가게")["매출액"].transform("median")
        assert (sales["매출액"] > 5 * usual).sum() == 2


class TestSeniors:
    def test_steps_fall_with_age(self, table):
        seniors = table("senior_wellness")
        medians = seniors.groupby("나이대")["걸음수"].median()
        assert medians[["65~69", "70~74", "75~79", "80~84", "85+"]].is_monotonic_decreasing

    def test_fewer_steps_in_rain(self, table, rainy):
        worn = table("senior_wellness").query("걸음수 > 0")
        wet = rainy.reindex(worn["날짜"]).to_numpy()
        effect = worn.loc[wet, "걸음수"].mean() / worn.loc[~wet, "걸음수"].mean() - 1
        assert -0.25 <= effect <= -0.10

    @pytest.mark.parametrize("column", ["아침약", "저녁약"])
    def test_pills_are_mostly_recorded(self, table, column):
        recorded = (table("senior_wellness")[column] != "미기록").mean()
        assert 0.80 <= recorded <= 0.95

    def test_gaps_are_not_random(self, table, rainy):
        seniors = table("senior_wellness")
        wet = rainy.reindex(seniors["날짜"]).to_numpy()
        gap = seniors["걸음수"].isna()
        assert gap[wet].mean() > 1.5 * gap[~wet].mean()


class TestLibrary:
    def test_sparse_and_top_heavy(self, table):
        loans = table("library_loans")
        books, members = loans["도서id"].nunique(), loans["회원"].nunique()
        assert 1 - len(loans) / (books * members) >= 0.97
        top = loans["도서id"].value_counts().head(books // 10).sum() / len(loans)
        assert top == pytest.approx(0.45, abs=0.05)

    def test_neighbours_beat_the_bestseller_list(self, table):
        loans = table("library_loans").sample(frac=1, random_state=0)
        held = loans.groupby("회원").tail(3)
        seen = pd.crosstab(loans.drop(held.index)["회원"], loans["도서id"]).clip(upper=1)
        seen = seen.reindex(columns=sorted(loans["도서id"].unique()), fill_value=0)
        wanted = pd.crosstab(held["회원"], held["도서id"]).reindex_like(seen).fillna(0).to_numpy()
        matrix = seen.to_numpy(float)
        unit = matrix / np.sqrt(np.maximum((matrix**2).sum(axis=0), 1))
        alike = unit.T @ unit
        np.fill_diagonal(alike, 0)

        def recall(scores: np.ndarray) -> float:
            scores = np.where(matrix > 0, -1, scores)
            best = np.argsort(-scores, axis=1, kind="stable")[:, :10]
            return np.take_along_axis(wanted, best, axis=1).sum() / wanted.sum()

        popular = recall(np.tile(matrix.sum(axis=0), (len(matrix), 1)))
        assert recall(matrix @ alike) >= 1.2 * popular
