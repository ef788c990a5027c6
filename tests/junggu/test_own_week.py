"""Own sales files, next week's forecast, and what an order costs."""

import datetime
import io

import numpy as np
import pandas as pd
import pytest

from junggu.exports import NotThisExport
from junggu.interactive.order_and_cost import OrderAndCost
from junggu.interactive.own_week import OwnWeek
from junggu.ordering import LAST_WEEK, REGRESSION, mean_costs, share_to_cover, week_ahead
from junggu.own_sales import LARGEST, read_own_sales

DAYS = pd.date_range("2025-01-06", periods=140)  # a Monday
SHAPE = np.array([np.nan, 60, 62, 65, 70, 90, 80]) * 10_000  # closed on Mondays


def sales(noise=5_000, seed=1):
    moved = np.random.default_rng(seed).normal(0, noise, len(DAYS))
    return pd.Series(SHAPE[DAYS.day_of_week] + moved, DAYS).round()


def csv_of(by_day, *, date="날짜", won="매출액", encoding="utf-8"):
    table = pd.DataFrame({date: by_day.index.strftime("%Y-%m-%d"), won: by_day.to_numpy()})
    return table.to_csv(index=False).encode(encoding)


def xlsx_of(table):
    held = io.BytesIO()
    table.to_excel(held, index=False)
    return held.getvalue()


class TestReading:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
    def test_csv_in_the_encodings_that_spreadsheets_write(self, encoding):
        own = read_own_sales(csv_of(sales(), encoding=encoding), name="매출.csv")
        pd.testing.assert_series_equal(
            own.by_day, sales().iloc[1:], check_names=False, check_freq=False
        )

    def test_a_workbook_with_a_title_commas_and_a_sum(self):
        by_day = sales().dropna()
        rows = [["우리 가게 장부", ""], ["", ""], ["영업일자", "총매출(원)"]]
        rows += [[f"{day:%Y. %m. %d.}", f"{won:,.0f}원"] for day, won in by_day.items()]
        rows += [["합계", f"{by_day.sum():,.0f}"]]
        held = io.BytesIO()
        pd.DataFrame(rows).to_excel(held, index=False, header=False)
        own = read_own_sales(held.getvalue(), name="장부.xlsx")
        assert own.by_day.sum() == by_day.sum()

    def test_dates_of_excel_itself(self):
        table = pd.DataFrame({"일자": DAYS, "매출": sales().to_numpy()})
        assert read_own_sales(xlsx_of(table), name="a.xlsx").by_day.count() == 120

    def test_one_row_a_payment_is_added_up_and_said(self):
        halves = pd.concat([sales().dropna() / 2] * 2)
        own = read_own_sales(csv_of(halves, won="결제금액"), name="결제.csv")
        assert own.by_day.sum() == pytest.approx(sales().sum())
        assert any("하루씩 더했어요" in note for note in own.notes)

    def test_zero_and_blank_mean_closed_and_a_zero_too_many_is_told(self):
        by_day = sales().fillna(0)
        by_day.iloc[50] *= 10
        own = read_own_sales(csv_of(by_day), name="a.csv")
        assert own.by_day.isna().sum() == 19  # the first Monday is before the first sale
        assert any(f"{DAYS[50]:%Y-%m-%d}" in note for note in own.notes)

    @pytest.mark.parametrize(
        ("name", "data", "says"),
        [
            ("a.xls", b"x", "xlsx로 저장해"),
            ("a.pdf", b"%PDF\x00\xff\xfe", "읽히지 않아요"),
            ("a.csv", b"", "비어 있어요"),
            ("a.xlsx", b"PK nothing", "엑셀 파일로 열리지 않아요"),
            ("a.csv", "날짜,메모\n2025-01-01,비\n".encode(), "'매출액' 열이 없어요"),
            ("a.csv", "날짜,매출액\n3/1,100\n".encode(), "‘3/1’"),
            ("a.csv", "날짜,매출액\n2025-13-41,100\n".encode(), "날짜가 아닌 값"),
            ("a.csv", "날짜,매출액\n2025-03-01,많음\n".encode(), "숫자가 아니에요"),
            ("a.csv", "날짜,매출액\n2025-03-01,-5\n".encode(), "0보다 작은"),
            ("a.csv", "날짜,매출액\n2025-03-01,100\n".encode(), "12주"),
            ("a.csv", "날짜,매출액\n".encode(), "12주"),
            ("a.csv", b"0" * (LARGEST + 1), "MB보다 커요"),
        ],
    )
    def test_a_file_that_cannot_be_used_gets_one_korean_sentence(self, name, data, says):
        with pytest.raises(NotThisExport) as refused:
            read_own_sales(data, name=name)
        assert says in str(refused.value) and name in str(refused.value)
        assert "\n" not in str(refused.value)


class TestForecast:
    def test_weekdays_are_found_and_closed_days_left_out(self):
        week = week_ahead(sales())
        assert week.days["요일"].tolist() == list("화수목금토일")
        assert (abs(week.days["예측"] - SHAPE[1:]) < 15_000).all()
        assert (
            (week.days["낮게"] < week.days["예측"]) & (week.days["예측"] < week.days["높게"])
        ).all()

    def test_the_better_way_on_unseen_days_makes_the_forecast(self):
        week = week_ahead(sales(noise=40_000))
        assert week.better == REGRESSION and week.off[REGRESSION] < week.off[LAST_WEEK]
        assert week.tested == len(week.errors)
        assert abs(week.errors).mean() == pytest.approx(week.off.min())

    def test_the_tested_days_are_not_learned_from(self):
        jumped = sales(noise=1_000)
        jumped.iloc[-70:] += 500_000  # nobody could know before
        assert week_ahead(jumped).off[REGRESSION] > 50_000

    def test_last_week_wins_where_it_is_better(self):
        steps = sales(noise=100) + np.repeat(np.arange(20) // 2, 7) * 300_000.0
        assert week_ahead(steps).better == LAST_WEEK

    def test_too_few_days_are_refused_in_korean(self):
        with pytest.raises(ValueError, match="40일은 있어야"):
            week_ahead(sales().iloc[:50])


class TestCosts:
    def test_left_over_and_missing_are_counted_apart(self):
        costs = mean_costs(demand=[8, 12], orders=[10, 12], left=100, short=300)
        assert costs.loc[10].tolist() == [100, 300, 400]
        assert costs.loc[12].tolist() == [200, 0, 200]

    def test_the_cheapest_order_covers_the_share_that_the_costs_ask_for(self):
        demand = np.arange(1, 1001)
        costs = mean_costs(demand=demand, orders=demand, left=6000, short=14000)
        assert costs["합계"].idxmin() == pytest.approx(1000 * 0.7, abs=1)
        assert share_to_cover(left=6000, short=14000) == pytest.approx(0.7)

    def test_no_cost_at_all_has_no_best_order(self):
        with pytest.raises(ValueError, match="0보다 커야"):
            share_to_cover(left=0, short=0)


class TestOrderAndCost:
    @pytest.fixture
    def made(self):
        return OrderAndCost(
            demand=[40, 50, 60, 70], what="토요일", unit="kg", left=6000, short=14000
        )

    def test_moving_the_order_tells_days_and_won(self, made, capsys):
        capsys.readouterr()
        made.order.value = 60
        said = capsys.readouterr().out
        assert "4번 가운데 2번 남고 1번 모자라요" in said
        assert "80,000원" in said and "(남음 45,000원, 모자람 35,000원)" in said

    def test_dearer_left_overs_change_the_words(self, made, capsys):
        made.order.value = 60
        capsys.readouterr()
        made.left.value = 12_000
        assert "남음 90,000원" in capsys.readouterr().out

    def test_reset_and_still_keep_the_first_state(self, made):
        first = made.still().words
        made.order.value = 70
        assert made.still().words == first and "<img alt=" in made.still().html
        made.reset.click()
        assert made.order.value != 70

    def test_widgets_answer_only_when_the_learner_is_done(self, made):
        assert not any(bar.continuous_update for bar in (made.order, made.left, made.short))

    def test_closed_days_in_the_demand_are_refused(self):
        with pytest.raises(ValueError, match="문 연 날만"):
            OrderAndCost(demand=[40, np.nan], what="날", unit="kg", left=1000, short=1000)


class TestOwnWeek:
    @pytest.fixture
    def made(self):
        return OwnWeek(sample=sales(), sample_name="본보기 가게", left=3000, short=7000)

    def give(self, made, name, content):
        made.upload.value = (
            {
                "name": name,
                "type": "",
                "size": len(content),
                "content": memoryview(content),
                "last_modified": datetime.datetime(2025, 1, 1),
            },
        )

    def test_an_own_file_makes_the_page_and_is_not_kept(self, made, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        self.give(made, "내매출.csv", csv_of(sales() * 2))
        assert "우리 가게의 다음 주" in made.page.value and "문 연 120일" in made.said.value
        assert made.upload.value == () and not list(tmp_path.iterdir())

    def test_a_bad_file_leaves_the_page_as_it_was(self, made):
        before = made.page.value
        self.give(made, "a.csv", b"")
        assert made.page.value == before and "비어 있어요" in made.said.value

    def test_own_numbers_can_be_wiped(self, made):
        before = made.page.value
        self.give(made, "내매출.csv", csv_of(sales() * 2))
        made.forget.click()
        assert made.page.value == before and "지웠어요" in made.said.value

    def test_own_numbers_never_reach_what_a_notebook_saves(self, made):
        self.give(made, "내매출.csv", csv_of(sales() * 2))
        assert "본보기 가게" in made.still().words and "우리 가게" not in made.still().html

    def test_dearer_sold_out_goods_ask_for_more(self, made):
        amounts = made.page.value
        made.short.value = 10_000
        assert made.page.value != amounts
        made.left.value = made.short.value = 0
        assert "0원보다 크게" in made.page.value

    @pytest.mark.parametrize("typed", [-5, 10_001])
    def test_a_cost_that_cannot_be_is_told_and_left_as_typed(self, made, typed):
        made.left.value = typed
        assert made.left.value == typed and "0원부터 10,000원 사이로" in made.page.value
