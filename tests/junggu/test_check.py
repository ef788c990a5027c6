"""Checks as a learner meets them: three states, points by check, other correct ways."""

import math

import numpy as np
import pandas as pd
import pytest

from junggu.check import (
    MIME,
    Pending,
    Score,
    Task,
    are_numbers,
    as_codes,
    as_number,
    as_numbers,
    as_series,
    farthest,
    has_doubles,
    has_text,
    is_blank,
    same,
)


def bundle(result):
    return result._repr_mimebundle_()


def counted(answer, *, hidden=True):
    """A small graded task on ``answer()``: one visible check, one hidden one."""
    task = Task("동마다 세기", points=3, answer=answer)
    task.expect("두 줄인지 보았어요.", lambda: len(answer()) == 2, points=1, slip="줄 수를 보세요.")
    if hidden:
        task.expect(
            "값이 맞는지 보았어요.",
            lambda: same(answer(), pd.Series({"목동": 3, "대흥동": 1})),
            points=2,
            slip="다시 세어 보세요.",
            slips=[(lambda: answer().sum() == 2, "민원이 아니라 동을 세었어요.")],
        )
    return task.score()


def undefined():
    return by_dong  # noqa: F821


@pytest.mark.parametrize("answer", [lambda: ..., lambda: None, lambda: {"가": ...}, undefined])
def test_untouched_answer_earns_nothing_and_is_not_called_wrong(answer):
    score = counted(answer)
    assert score == 0
    assert "아직 풀지 않았어요" in bundle(score)["text/html"]
    assert "다시 볼 곳" not in bundle(score)["text/html"]
    assert bundle(score)["text/html"].count("아직 풀지 않았어요") <= 1


def test_a_name_that_does_not_exist_is_named():
    said = bundle(counted(undefined))["text/html"]
    assert "‘by_dong’(이)라는 이름이 아직 없어요" in said
    assert "오류로 멈췄어요" in said


def test_an_answer_that_holds_nothing_says_how_that_comes():
    said = bundle(counted(lambda: [1, 2].append(3)))["text/html"]
    assert "None" in said and "append" in said
    assert "... 자리" not in said


def test_a_misspelt_name_in_a_learners_function_is_no_untouched_answer():
    cell = {}
    exec(compile("def count():\n    return totl", "<another cell>", "exec"), cell)
    score = counted(lambda: cell["count"]())
    assert score == 0
    said = bundle(score)["text/html"]
    assert "함수 안의 ‘totl’" in said
    assert "아직 풀지 않았어요" not in said


def test_a_part_that_is_left_open_is_named():
    task = Task("두 값", points=1, answer=lambda: {"가": 3, "나": ...})
    task.expect("더했는지 보았어요.", lambda: 3 + ... == 5, slip="더해 보세요.")
    assert "아직 ...인 자리가 있어요." in bundle(task.score())["text/html"]


@pytest.mark.parametrize("names", [["동"], ["동", "수"], "동"])
def test_columns_that_are_not_there_are_told_in_korean(names):
    task = Task("동", points=1, answer=lambda: 1)
    task.expect(
        "보았어요.", lambda: pd.DataFrame({"수": [1]})[names].sum() == 1, slip="다시 보세요."
    )
    said = bundle(task.score())["text/html"]
    assert "열이나 항목" in said
    assert "index" not in said


def test_of_a_table_with_nothing_in_it_no_check_holds():
    task = Task("답", points=1, answer=lambda: 1)
    task.expect("모두 0보다 큰지 보았어요.", lambda: pd.Series(dtype=float) > 0, slip="비었어요.")
    assert task.score().report.earned == 0


def test_after_a_failed_form_the_rest_earns_what_holds_and_guesses_at_no_slips():
    task = Task("세 확인", points=4, answer=lambda: [1])
    task.expect("모양", lambda: False, slip="모양을 보세요.", form=True)
    task.expect("값", lambda: {}["값"], slip="값을 보세요.", slips=[(lambda: True, "거꾸로예요.")])
    task.expect("합", lambda: True, slip="합을 보세요.")
    task.expect("끝", lambda: False, slip="끝을 보세요.")
    score = task.score()
    assert score == 1
    said = bundle(score)["text/html"]
    assert "모양을 보세요." in said
    assert said.count("먼저 위에서 말한 것을 고쳐 주세요.") == 1
    assert not any(
        words in said for words in ("값을 보세요", "거꾸로", "끝을 보세요", "찾지 못했어요")
    )


def test_a_failed_check_that_is_no_form_leaves_the_others_their_words():
    task = Task("두 확인", points=3, answer=lambda: [1])
    task.expect("모양", lambda: True, slip="모양을 보세요.", form=True)
    task.expect("값", lambda: False, slip="값을 보세요.")
    task.expect("끝", lambda: False, slip="끝을 보세요.")
    said = bundle(task.score())["text/html"]
    assert "값을 보세요." in said and "끝을 보세요." in said and "먼저 위에서" not in said


def test_a_recognised_slip_is_told_without_what_stopped_the_check():
    task = Task("글자", points=1, answer=lambda: "3%")
    task.expect("수", lambda: 1 + "3%", slip="수를 보세요.", slips=[(lambda: True, "글자예요.")])
    assert "답의 종류" not in bundle(task.score())["text/html"]


def test_how_of_a_task_may_say_what_the_default_says():
    task = Task(
        "누르기", points=1, answer=lambda: None, how="위 칸의 ... 자리를 채우고 실행해 보세요."
    )
    task.expect("보았어요.", lambda: True, slip="다시 보세요.")
    said = bundle(task.score())["text/html"]
    assert "자리를 채우고" in said and "append" not in said


def test_full_answer_is_a_number_that_nbgrader_reads():
    score = counted(lambda: pd.Series({"대흥동": 1, "목동": 3}))
    assert isinstance(score, Score)
    assert float(bundle(score)["text/plain"]) == 3
    assert bundle(score)[MIME]["state"] == "done"


def test_partly_right_answer_earns_its_checks_and_hears_the_likely_slip():
    score = counted(lambda: pd.Series({"목동": 1, "대흥동": 1}))
    assert score == 1
    assert "민원이 아니라 동을 세었어요." in bundle(score)["text/html"]
    assert "다시 세어 보세요." not in bundle(score)["text/html"]


def test_an_answer_of_another_kind_fails_with_words_and_no_exception():
    score = counted(lambda: 17)
    assert score == 0
    assert "답의 종류" in bundle(score)["text/html"]


def test_when_hidden_checks_are_taken_out_nothing_is_promised():
    shown = counted(lambda: pd.Series({"목동": 9, "대흥동": 9}), hidden=False)
    assert isinstance(shown, Pending)
    with pytest.raises(ValueError):
        float(bundle(shown)["text/plain"])
    assert "2점은 낸 뒤에" in bundle(shown)["text/html"]
    assert "여기까지 맞아요" in bundle(shown)["text/html"]
    assert not any("다 했어요" in line for line in shown.report.lines())


def test_when_hidden_checks_are_taken_out_a_slip_still_shows():
    assert counted(lambda: [1, 2, 3], hidden=False) == 0


def test_text_of_the_learner_cannot_write_html():
    task = Task("제목", points=1, answer=lambda: "<script>")
    task.expect("보았어요.", lambda: {}["<script>alert(1)</script>"], slip="다시 보세요.")
    assert "<script>" not in bundle(task.score())["text/html"]


def test_checks_that_add_up_to_more_than_the_task_are_the_authors_error():
    task = Task("제목", points=1, answer=lambda: 1)
    task.expect("보았어요.", lambda: True, points=2, slip="다시 보세요.")
    with pytest.raises(ValueError, match="more than"):
        task.score()


@pytest.mark.parametrize("value", [0, False, pd.DataFrame(), 0.0, [0], {"가": 0}, "0"])
def test_a_real_value_is_an_attempt(value):
    assert not is_blank(value)


EXPECTED = pd.Series({"목동": 3, "대흥동": 1})


@pytest.mark.parametrize(
    "got",
    [
        pd.Series({"대흥동": 1.0, "목동": 3.0}, name="건수"),
        {"목동": 3, "대흥동": 1},
        pd.DataFrame({"건수": [3, 1]}, index=["목동", "대흥동"]),
        pd.DataFrame({"행정동": ["목동", "대흥동"], "건수": [3, 1]}),
    ],
)
def test_one_value_per_name_may_be_made_in_any_way(got):
    assert same(got, EXPECTED)


@pytest.mark.parametrize(
    "got", [{"목동": 3}, {"목동": 1, "대흥동": 3}, {"목동": 3, "대흥동": 1, "중촌동": 0}]
)
def test_other_values_per_name_are_not_the_same(got):
    assert not same(got, EXPECTED)


def test_tables_agree_whatever_the_order_of_rows_and_columns():
    expected = pd.DataFrame({"동": ["목동", "대흥동"], "수": [3, 1]})
    assert same(expected.iloc[::-1][["수", "동"]], expected)
    assert not same(expected.iloc[::-1], expected, ordered=True) or len(expected) == 1
    assert not same(expected.assign(수=[3, 2]), expected)
    assert same(expected.set_index("동"), expected)


def test_numbers_agree_within_tolerance_and_truth_is_no_number():
    assert same(0.3333333, 1 / 3)
    assert not same(0.33, 1 / 3)
    assert same(0.33, 1 / 3, tolerance=0.01)
    assert not same(True, 1)
    assert not same("1", 1)
    assert same(float("nan"), float("nan"))


def test_an_object_that_equals_everything_is_not_the_answer():
    class Everything:
        def __eq__(self, other):
            return True

    assert not same(Everything(), 3)
    assert not same(Everything(), "목동")
    assert not same([Everything()], [3])


@pytest.mark.parametrize(
    ("written", "units", "read"),
    [
        (3.5, (), 3.5),
        (" 3.5 ", (), 3.5),
        ("1,200원", ("원",), 1200),
        ("1,234,567", (), 1_234_567),
        ("-6.5 %", ("%",), -6.5),
        ("−3%", ("%",), -3),
        ("８２％", ("%",), 82),
        ("110.3만원", ("만 원",), 110.3),
        ("18달", ("개월", "달"), 18),
    ],
)
def test_a_number_is_read_however_people_write_it(written, units, read):
    assert as_number(written, *units) == read


@pytest.mark.parametrize(
    ("written", "units"),
    [
        ("110.3만 원", ("원",)),
        ("82%", ()),
        ("3,5", ()),
        ("여섯", ("원",)),
        ("", ("%",)),
        ("%", ("%",)),
    ],
)
def test_another_unit_or_no_number_is_never_read_as_a_number(written, units):
    with pytest.raises(ValueError):
        as_number(written, *units)


class Everything:
    """Equals everything, is close to everything, and lies on both sides of everything."""

    def __eq__(self, other):
        return True

    __lt__ = __gt__ = __le__ = __ge__ = __eq__
    __hash__ = None

    def __sub__(self, other):
        return 0

    __rsub__ = __abs__ = __sub__

    def __repr__(self):
        return "Everything()"


class Zero(np.float64):
    def __sub__(self, other):
        return 0.0

    def __abs__(self):
        return 0.0


NO_NUMBERS = [
    *(math.nan, math.inf, -math.inf, 1e308, 10**400, True, np.True_, 1 + 0j, np.complex64(1)),
    *(None, ..., pd.NA, pd.NaT, np.datetime64("2026-01-01"), "nan", "1e308", Everything()),
]


@pytest.mark.parametrize("value", NO_NUMBERS, ids=repr)
def test_what_is_no_plain_number_is_infinitely_far_and_never_read_as_one(value):
    assert farthest(value, 1) == math.inf
    assert farthest([value, 2], [1, 2]) == math.inf
    assert not are_numbers([value, 2])
    assert farthest({"가": value, "나": 2}, {"가": 1, "나": 2}) == math.inf
    assert farthest(pd.DataFrame({"수": [value]}), pd.DataFrame({"수": [1]})) == math.inf
    with pytest.raises((TypeError, ValueError, OverflowError)):
        as_number(value)
    with pytest.raises((TypeError, ValueError, OverflowError)):
        as_numbers([value, 2])


def test_numbers_are_numbers_whatever_their_names_and_kind():
    assert are_numbers(pd.Series([1, 2.5], index=["가", "가"]))
    assert are_numbers(pd.Series([1, 2], dtype="Int64"))
    assert not are_numbers([])


def test_an_array_of_what_is_no_number_is_infinitely_far():
    for kind in (bool, complex):
        assert farthest(np.ones(2, dtype=kind), [1, 1]) == math.inf
    assert farthest(np.array([1.0, math.nan]), [1, 1]) == math.inf
    assert farthest([], []) == math.inf


def test_a_number_of_the_learners_own_kind_counts_as_what_it_holds():
    assert farthest(Zero(5), 1) == 4
    assert type(as_number(Zero(5))) is float


@pytest.mark.parametrize(
    ("got", "expected", "distance"),
    [
        (3, 1.5, 1.5),
        ((1, 2, 5), [1, 2, 3], 2),
        ({"나": 2, "가": 1.5}, pd.Series({"가": 1, "나": 2}), 0.5),
        (pd.DataFrame({"나": [2], "가": [1]}), pd.DataFrame({"가": [1], "나": [4]}), 2),
        ([1, 2], [1, 2, 3], math.inf),
        ({"가": 1}, {"가": 1, "나": 2}, math.inf),
        ({"가": 1, "나": 2}, {"가": 1}, math.inf),
        (pd.Series([1, 1], index=["가", "가"]), {"가": 1}, math.inf),
        ("1", 1, math.inf),
    ],
)
def test_the_largest_difference_is_by_place_or_by_name(got, expected, distance):
    assert farthest(got, expected) == distance


KNOWN = ["S01", "S02", "S13"]


@pytest.mark.parametrize(
    "listed",
    [
        ["S02", "S13"],
        "S02, S13",
        ("s2", " S13 "),
        [2, 13],
        pd.Index(["S02", "S13"]),
        pd.DataFrame({"번호": ["S02", "S13"], "점수": [5, 1]}),
        pd.DataFrame({"점수": [5, 1]}, index=["S02", "S13"]),
        pd.Series([0.5, 0.25], index=["S02", "S13"]),
    ],
)
def test_codes_are_read_however_people_list_them(listed):
    assert as_codes(listed, KNOWN) == ["S02", "S13"]


def test_what_is_no_code_comes_back_for_the_check_to_tell():
    assert as_codes(["S02", "S99", "키오스크"], KNOWN) == ["S02", "S99", "키오스크"]
    assert as_codes(pd.Series([True, False], index=["S01", "S02"]), KNOWN) == ["True", "False"]


@pytest.mark.parametrize(
    "rows",
    [
        pd.DataFrame({"업무": ["a", "b"], "전력": [1, 2]}, index=["S01", "S02"]),
        pd.DataFrame({"번호": ["S01", "S02"], "업무": ["a", "b"], "전력": [1, 2]}),
        [("S01", 1), ("S02", 2)],
    ],
)
def test_one_value_per_name_is_found_by_the_names_that_are_known(rows):
    assert as_series(rows, names=["S01", "S02"]).to_dict() == {"S01": 1, "S02": 2}


def test_rows_with_the_same_key_are_seen_in_columns_and_in_the_index():
    table = pd.DataFrame({"달": [1, 1], "코드": ["가", "나"], "수": [3, 3]})
    assert not has_doubles(table, ["달", "코드"])
    assert has_doubles(table.assign(코드="가").set_index("달"), ["달", "코드"])


def test_text_among_numbers_is_seen():
    assert has_text("14%") and has_text({"가": 0.5, "나": "50%"})
    assert not has_text({"가": 0.5})
