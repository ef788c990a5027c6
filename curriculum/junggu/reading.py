"""Reading and comparing what learners made, however they made it.

Only plain numbers are numbers here: NaN, infinity, numbers too large for a float to tell from
their neighbours, truth values and complex numbers never pass for one. Test cells import these
functions from :mod:`junggu.check`.
"""

import math
import numbers
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence, ValuesView

import numpy as np
import pandas as pd

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_IN_A_ROW = (
    *(list, tuple, range, ValuesView, np.ndarray, pd.Index),
    pd.api.extensions.ExtensionArray,
)
_LARGEST = 2.0**53  # beyond it a float no longer tells a number from the next


def as_series(value: object, names: Iterable | None = None) -> pd.Series:
    """Read a table of one value per name however the learner made it.

    Takes a Series, a mapping, pairs of a name and a value, a DataFrame with one column, or with
    two columns of which the first is the names (as ``reset_index`` gives). Who knows the
    ``names`` may give them: then a DataFrame may have more columns, the names may stand in its
    index or in any column, and its last column holds the values. Raises TypeError for anything
    else.
    """
    if isinstance(value, pd.Series):
        return value
    if isinstance(value, Mapping):
        return pd.Series(dict(value))
    if isinstance(value, (list, tuple)) and value and all(map(_is_pair, value)):
        return pd.Series(dict(value))
    if isinstance(value, pd.DataFrame):
        return _column(value, names)
    raise TypeError(f"{type(value).__name__} is not one value per name")


def _is_pair(value: object) -> bool:
    return isinstance(value, (list, tuple)) and len(value) == 2 and isinstance(value[0], str)


def _column(table: pd.DataFrame, names: Iterable | None) -> pd.Series:
    if names is not None and not set(names) & set(table.index):
        labels = next((c for c in table.columns[:-1] if set(names) & set(table[c])), None)
        table = table.set_index(labels) if labels is not None else table
        return table.iloc[:, -1]
    if names is not None or table.shape[1] == 1:
        return table.iloc[:, -1]
    if table.shape[1] == 2:
        return table.set_index(table.columns[0]).iloc[:, 0]
    raise TypeError(f"a table with {table.shape[1]} columns is not one value per name")


def as_number(value: object, *units: str) -> float:
    """Read a number however people write it: 3.5, " 3.5 ", "1,200원", "82 ％", "−3" (U+2212).

    A text may end in one of ``units``, the units that the task asks for. Raises ValueError for
    any other text, so that another unit is never taken for the one asked for, and for NaN and
    numbers above 2**53; TypeError for a value that is no number.
    """
    if not isinstance(value, str):
        return _plain(value)
    text = "".join(unicodedata.normalize("NFKC", value).replace("−", "-").split())
    for unit in units:
        text = text.removesuffix(unit.replace(" ", ""))
    return _plain(float(_THOUSANDS.sub("", text)))


def as_numbers(value: object, *units: str, names: Iterable | None = None) -> pd.Series:
    """Read one number per name, or a sequence of numbers, as floats; each as :func:`as_number`.

    A sequence is numbered from 0. Raises TypeError or ValueError when anything is no number.
    """
    if isinstance(value, _IN_A_ROW) and not all(map(_is_pair, value)):
        value = pd.Series(np.ravel(np.array(list(value), dtype=object)), dtype=object)
    elif isinstance(value, (str, bytes)):
        raise TypeError("a text is no sequence of numbers")
    series = as_series(value, names)
    read = [as_number(one, *units) for one in series]
    return pd.Series(read, index=series.index, dtype=float)


def as_codes(value: object, known: Iterable[str]) -> list[str]:
    """Read codes like ``S07`` however people list them.

    Takes a text with one or more codes, any sequence or set, a column, an index, or rows of a
    table that has the codes as index or as a column; ``"s7"``, ``7`` and ``" S07 "`` are S07.
    What is none of the ``known`` codes (all of one letter and a number) comes back as it
    stands, so that a check can tell it.
    """
    known = list(known)
    by_number = {int(re.sub(r"\D", "", code)): code for code in known}
    listed = _listed(value, set(known))
    found = []
    for one in listed:
        written = re.findall(r"\d+", str(one))
        found += [by_number.get(int(n), str(one)) for n in written] or [str(one).strip()]
    return found


def _listed(value: object, known: set[str]) -> Iterable:
    if isinstance(value, str):
        return [value]
    if isinstance(value, pd.DataFrame):
        columns = [value[name] for name in value.columns]
        return next((c for c in [value.index, *columns] if known & set(c)), value.index)
    if isinstance(value, pd.Series) and value.dtype != bool and not known & set(value):
        return value.index if known & set(value.index) else value
    return value


def has_text(value: object) -> bool:
    """Whether a number, or one of several, is written as a text."""
    return any(
        isinstance(one, str) for one in ([value] if isinstance(value, str) else as_series(value))
    )


def with_columns(table: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """The table with ``names`` among its columns, also when they stand in its index."""
    return table if set(names) <= set(table.columns) else table.reset_index()


def has_doubles(table: pd.DataFrame, key: Sequence[str]) -> bool:
    """Whether two rows have the same ``key``, the names of columns or levels of the index."""
    return bool(with_columns(table, key).duplicated(list(key)).any())


def are_numbers(values: object) -> bool:
    """Whether there are values and every one is a plain number."""
    try:
        return bool(_floats(values).size)
    except (TypeError, ValueError, OverflowError):
        return False


def farthest(got: object, expected: object) -> float:
    """The largest difference between numbers that belong together.

    Compares two numbers, two sequences of one length, or by name: Series and mappings, and
    tables cell by cell. Infinity when there is nothing to compare, when a name or a place has
    no partner, or when anything is no plain number (NaN, infinity, 1e308, True, 1j, a text).
    """
    try:
        pairs = _floats(_aligned(got, expected)), _floats(expected)
        if pairs[0].shape != pairs[1].shape or not pairs[0].size:
            return math.inf
        return float(np.abs(pairs[0] - pairs[1]).max())
    except (TypeError, ValueError, KeyError, OverflowError):
        return math.inf


def _aligned(got: object, expected: object) -> object:
    """``got`` in the order of the names of ``expected``; as it is when that has no names."""
    if isinstance(expected, pd.DataFrame):
        if not isinstance(got, pd.DataFrame):
            raise TypeError("no table")
        return _by_name(_by_name(got, expected.index).T, expected.columns).T
    if isinstance(expected, (pd.Series, Mapping)):
        return _by_name(as_series(got), as_series(expected).index)
    return got


def _by_name(values: pd.Series | pd.DataFrame, names: pd.Index) -> pd.Series | pd.DataFrame:
    if not values.index.is_unique or set(values.index) != set(names):
        raise KeyError("other names")
    return values.loc[list(names)]


def _floats(value: object) -> np.ndarray:
    """Any shape of plain numbers as floats. Raises TypeError or ValueError."""
    if isinstance(value, Mapping):
        value = pd.Series(dict(value))
    if isinstance(value, pd.DataFrame):
        return np.column_stack([_floats(value[name]) for name in value.columns])
    # A list would turn True into 1 on its way into an array of numbers.
    array = np.asarray(value) if hasattr(value, "dtype") else np.array(value, dtype=object)
    if array.dtype.kind not in "iuf":
        flat = [_plain(one) for one in array.ravel()]
        return np.array(flat, dtype=float).reshape(array.shape)
    if not (np.abs(array.astype(float)) <= _LARGEST).all():
        raise ValueError("no plain number")
    return array.astype(float)


def _plain(value: object) -> float:
    """The float of a plain number, also of the only one in an array. Raises as as_number."""
    if getattr(value, "ndim", 0) and np.size(value) == 1:
        value = np.asarray(value).item()
    no_number = (str, bytes, bool, np.bool_, complex, np.complexfloating)
    if isinstance(value, no_number):
        raise TypeError(f"{type(value).__name__} is no number")
    number = float(value)
    if not abs(number) <= _LARGEST:
        raise ValueError(f"{number} is no plain number")
    return number


def same(got: object, expected: object, *, tolerance: float = 1e-6, ordered: bool = False) -> bool:
    """True when ``got`` says the same as ``expected``, however it was made.

    Numbers agree within ``tolerance`` (absolute, or relative for large ones); a NaN equals a
    NaN. Series and mappings are compared name by name, DataFrames column by column with rows
    in any order, unless ``ordered``. Lists are always compared in order, sets never.
    """
    if isinstance(expected, pd.DataFrame):
        return _same_table(got, expected, tolerance=tolerance, ordered=ordered)
    if isinstance(expected, (pd.Series, Mapping)):
        return _same_series(got, as_series(expected), tolerance=tolerance, ordered=ordered)
    if isinstance(expected, (set, frozenset)):
        return not isinstance(got, (str, Mapping)) and set(got) == set(expected)
    if isinstance(expected, (list, tuple, np.ndarray)):
        if isinstance(got, (str, Mapping)) or len(got) != len(expected):
            return False
        return all(same(g, e, tolerance=tolerance) for g, e in zip(got, expected, strict=True))
    if isinstance(expected, (bool, np.bool_)):
        return isinstance(got, (bool, np.bool_)) and bool(got) == bool(expected)
    if isinstance(expected, numbers.Number):
        return _same_number(got, expected, tolerance=tolerance)
    if isinstance(expected, str):
        return isinstance(got, str) and got.strip() == expected.strip()
    return bool(got == expected)


def _same_number(got: object, expected: object, *, tolerance: float) -> bool:
    if isinstance(got, (bool, np.bool_)) or not isinstance(got, numbers.Number):
        return False
    if math.isnan(float(expected)):
        return math.isnan(float(got))
    return math.isclose(float(got), float(expected), rel_tol=tolerance, abs_tol=tolerance)


def _same_series(got: object, expected: pd.Series, *, tolerance: float, ordered: bool) -> bool:
    series = as_series(got)
    if len(series) != len(expected) or not series.index.is_unique:
        return False
    if set(series.index) != set(expected.index):
        return False
    if ordered and list(series.index) != list(expected.index):
        return False
    return all(same(series[name], expected[name], tolerance=tolerance) for name in expected.index)


def _same_table(got: object, expected: pd.DataFrame, *, tolerance: float, ordered: bool) -> bool:
    if not isinstance(got, pd.DataFrame):
        return False
    if not set(expected.columns) <= set(got.columns):
        got = got.reset_index()
    if set(got.columns) != set(expected.columns) or len(got) != len(expected):
        return False
    columns = list(expected.columns)
    if not ordered:
        got = got.sort_values(columns)
        expected = expected.sort_values(columns)
    rows = zip(got[columns].itertuples(index=False), expected.itertuples(index=False), strict=True)
    return all(same(tuple(g), tuple(e), tolerance=tolerance) for g, e in rows)
