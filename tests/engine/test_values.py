"""Values cross the border unchanged, and hostile bytes build nothing."""

import datetime as dt
import enum
import json
from collections import ChainMap, Counter, UserDict, UserList, namedtuple
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType, SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from autograder.kernels.values import NotPlain, decode, encode

TABLE = pd.DataFrame(
    {
        "동": ["은행선화동", "대흥동", None],
        "건수": [3, 1, 2],
        "비율": [0.5, np.nan, 0.25],
        "날짜": pd.to_datetime(["2025-01-01", "2025-01-02", None]),
        "맞음": pd.array([True, None, False], dtype="boolean"),
        "종류": pd.Categorical(["a", "b", "a"], categories=["b", "a"], ordered=True),
        "섞임": pd.Series([1, "x", None], dtype=object),
    }
)


def through(value):
    tree, buffers = encode(value, refer=lambda v: {"t": "remote", "id": 0})
    return decode(json.loads(json.dumps(tree)), buffers, remote=lambda t: "remote")


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        3,
        10**40,
        2.5,
        float("inf"),
        "중구",
        b"\x00\xff",
        1 + 2j,
        ...,
        [1, [2, (3, "a")]],
        {"a": {1, 2}, 3: frozenset("x"), (1, 2): None},
        Counter("aab"),
        range(2, 9, 3),
        dt.datetime(2025, 3, 1, 9, 30),
        dt.datetime(2025, 3, 1, 9, 30, tzinfo=dt.UTC),
        dt.date(2025, 3, 1),
        dt.timedelta(days=2, seconds=5),
        pd.Timestamp("2025-03-01 09:00", tz="Asia/Seoul"),
        pd.Timedelta("3h"),
        pd.Period("2025-03", freq="M"),
        np.float32(1.5),
        np.int64(7),
        np.datetime64("2025-01-01"),
        Decimal("0.1"),
        Fraction(1, 3),
        pd.Interval(0.5, 3, closed="left"),
        pd.Interval(pd.Timestamp("2025-03-01"), pd.Timestamp("2025-03-02")),
        SimpleNamespace(건수=3, 동=["대흥동"]),
    ],
    ids=repr,
)
def test_plain_values_come_back_equal_and_of_the_same_type(value):
    back = through(value)
    assert back == value
    assert type(back) is type(value)


def test_nan_and_missing_markers():
    assert np.isnan(through(float("nan")))
    assert through(pd.NaT) is pd.NaT
    assert through(pd.NA) is pd.NA


@pytest.mark.parametrize(
    "array",
    [
        np.arange(12.0).reshape(3, 4)[:, ::2],
        np.array([], dtype="int8"),
        np.array([True, False]),
        np.array(["가", "나다"]),
        np.array([1, "a", None], dtype=object),
        np.array(["2025-01-01", "NaT"], dtype="datetime64[D]"),
        np.array([(1, "가"), (2, "나")], dtype=[("수", "i4"), ("글", "U2")]),
        TABLE[["건수"]].to_records(),
    ],
    ids=lambda a: str(a.dtype),
)
def test_arrays(array):
    back = through(array)
    assert back.dtype == array.dtype
    assert type(back) is type(array)
    np.testing.assert_array_equal(back, array)


@pytest.mark.parametrize(
    "texts",
    [
        pd.Series(["가", "", None, "나다🙂"]),
        pd.Series(["가", "", None, "나다"], dtype="string"),
        pd.Series(["버려요", "가", None, "나"]).iloc[1:3],
        pd.concat([pd.Series(["가"]), pd.Series([None, "나"])]),
        pd.Series([], dtype="str"),
        pd.Series([None, None], dtype="str"),
    ],
    ids=["plain", "with NA", "part", "joined", "none", "all missing"],
)
def test_columns_of_texts(texts):
    back = through(texts)
    pd.testing.assert_series_equal(back, texts)
    assert type(back.array) is type(texts.array)


def bytes_of(numbers, dtype):
    return np.array(numbers, dtype=dtype).tobytes()


@pytest.mark.parametrize(
    ("ends", "missing", "letters"),
    [
        ([0, 1 << 40], [0], b"abc"),
        ([0, -8], [0], b"abc"),
        ([-4, 3], [0], b"abc"),
        ([0, 3, 1], [0, 0], b"abc"),
        ([0, 3], [0, 0], b"abc"),
        ([0, 2], [0], b"\xff\xfe"),
        ([0, 1 << 40], [1], b"abc"),
    ],
)
def test_texts_that_reach_beyond_their_letters_are_refused(ends, missing, letters):
    def array(at, numbers, dtype):
        return {"t": "ndarray", "dtype": dtype, "shape": [len(numbers)], "b": at}

    tree = {"t": "texts", "missing_is_na": False, "b": 2}
    tree |= {"ends": array(0, ends, "<i8"), "missing": array(1, missing, "|b1")}
    buffers = [bytes_of(ends, "<i8"), bytes_of(missing, "?"), letters]
    with pytest.raises(NotPlain):
        decode(tree, buffers, remote=lambda t: "remote")


def test_masked_values_are_missing_and_never_passed_over():
    hidden = through(np.ma.array([1, 2, 3], mask=[False, True, False]))
    np.testing.assert_array_equal(hidden, [1, np.nan, 3])
    assert type(hidden) is np.ndarray
    assert list(through(np.ma.array(["a", "b"], mask=[True, False]))) == [None, "b"]
    whole = through(np.ma.array([1, 2]))
    assert whole.dtype == int
    assert list(whole) == [1, 2]


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (ChainMap({"a": 1}, {"b": 2}), {"a": 1, "b": 2}),
        (UserDict(a=1), {"a": 1}),
        (UserList([1, 2]), [1, 2]),
        (MappingProxyType({"a": 1}), {"a": 1}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_collections_arrive_as_what_they_hold(value, plain):
    assert through(value) == plain


def test_tables_keep_types_index_and_order():
    pd.testing.assert_frame_equal(through(TABLE), TABLE)
    by_two = TABLE.dropna(subset=["동"]).groupby(["동", "건수"])["비율"].sum()
    pd.testing.assert_series_equal(through(by_two), by_two)
    counts = TABLE["동"].value_counts()
    pd.testing.assert_series_equal(through(counts), counts)
    wide = TABLE.pivot_table(index="동", columns="건수", values="비율")
    pd.testing.assert_frame_equal(through(wide), wide)
    daily = pd.Series([1, 2], index=pd.date_range("2025-01-01", periods=2, tz="Asia/Seoul"))
    pd.testing.assert_series_equal(through(daily), daily, check_freq=False)
    grouped = pd.cut(TABLE["건수"], [0, 1, 3]).value_counts()
    pd.testing.assert_series_equal(through(grouped), grouped)
    pd.testing.assert_index_equal(through(pd.interval_range(0, 3)), pd.interval_range(0, 3))
    doubled = pd.concat([TABLE[["건수"]], TABLE[["건수"]]], axis=1)
    pd.testing.assert_frame_equal(through(doubled), doubled)


@pytest.mark.parametrize("name", ["동", "날짜", "맞음", "종류"])
def test_columns_taken_out_of_a_table(name):
    for taken in (TABLE[name].array, TABLE[name].unique()):
        pd.testing.assert_extension_array_equal(through(taken), taken)


def test_what_only_extends_a_plain_value_is_sent_as_what_it_holds():
    pair = namedtuple("pair", "정확도 수")
    level = enum.IntEnum("level", ["낮음", "높음"])
    held = {
        pair(0.5, 3): (0.5, 3),
        level.높음: 2,
        enum.StrEnum("way", ["규칙"]).규칙: "규칙",
    }
    for value, plain in held.items():
        back = through(value)
        assert (back, type(back)) == (plain, type(plain))
    for view in (TABLE.to_dict().keys(), {"가": 1}.values(), {"가": 1}.items()):
        assert through(view) == list(view)
    assert through(np.matrix([[1, 2]])).tolist() == [[1, 2]]
    assert through(np.array(["가"], dtype=np.dtypes.StringDType())).tolist() == ["가"]


def test_sparse_counts():
    matrix = sparse.csr_matrix(np.eye(3))
    assert (through(matrix) != matrix).nnz == 0


def test_what_is_not_plain_becomes_a_reference():
    assert through(len) == "remote"
    assert through([1, object()]) == [1, "remote"]

    class Lying(dict):
        def items(self):
            raise RuntimeError("never asked")

    assert through(Lying(a=1)) == {"a": 1}


def test_an_endless_list_is_refused():
    endless = []
    endless.append(endless)
    with pytest.raises(NotPlain):
        through(endless)


@pytest.mark.parametrize(
    "tree",
    [
        {"t": "pickle", "v": "gASV"},
        {"t": "ndarray", "dtype": "|O8", "shape": [1], "b": 0},
        {"t": "ndarray", "dtype": "<f8", "shape": [10**12], "b": 0},
        {"t": "ndarray", "dtype": "<f8", "shape": [1], "b": 7},
        {"t": "extension", "dtype": "object", "v": []},
        {"t": "extension", "dtype": "Int64", "v": [{"t": "remote"}]},
        {"t": "csr", "array": False, "shape": [2, 2], "v": [1, 2, 3]},
        {"t": "dict", "v": [[{"t": "list", "v": []}, 1]]},
        {"t": "fraction", "v": ["1e999999999", 1]},
        {"t": "list"},
        {},
        [],
        ["list"],
    ],
    ids=str,
)
def test_hostile_trees_build_nothing(tree):
    with pytest.raises(NotPlain):
        decode(tree, [b"12345678"], remote=lambda t: None)
