"""Values as plain data: a JSON tree plus raw buffers, never pickle.

Both sides of the border speak this: the learner's kernel writes it, the judge reads it. The
reader trusts nothing: it builds only the kinds listed here, and what is not plain data arrives
as a reference that the reader's ``remote`` turns into a proxy.
"""

import base64
import datetime as dt
import decimal
import fractions
import math
import operator
import re
import zoneinfo
from collections import ChainMap, Counter, OrderedDict, UserDict, UserList, defaultdict, deque
from collections.abc import Callable, Sequence
from types import MappingProxyType, SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

# Objects of these libraries' classes are asked, never copied.
ASKED = ("sklearn", "matplotlib")

_DEPTH = 40  # deeper than any answer, far from Python's recursion limit
_NUMPY_KINDS = "biufcSUmM?"
_SCALARS = [kind for kind in np.sctypeDict.values() if np.dtype(kind).kind in _NUMPY_KINDS]
_NUMPY_DTYPE = re.compile(r"[<>|=]?[biufcSUmM?]\d*(\[\d*[A-Za-z]+\])?")
# Extension types whose name alone says how to build them again from a list.
_EXTENSION_DTYPE = re.compile(
    r"str|string|boolean|(Int|UInt)(8|16|32|64)|Float(32|64)|string\[(python|pyarrow)\]|period\[\w+(-\w+)?\]"
)


class NotPlain(ValueError):
    """The bytes are not a value of this form, or the value is too deep to send."""


Tree = Any
Refer = Callable[[object], Tree]
Remote = Callable[[dict], object]


def encode(value: object, *, refer: Refer) -> tuple[Tree, list[bytes]]:
    """Return ``value`` as a JSON tree and its buffers.

    ``refer`` is asked for the tree of whatever is not plain (a function, a model, a figure).
    """
    writer = _Writer(refer)
    return writer.tree(value, _DEPTH), writer.buffers


def decode(tree: Tree, buffers: Sequence[bytes], *, remote: Remote) -> object:
    """Build the value again; ``remote`` turns the description of a reference into an object.

    Raises NotPlain when anything is not as :func:`encode` writes it.
    """
    try:
        return _Reader(buffers, remote).value(tree, _DEPTH)
    except NotPlain:
        raise
    except Exception as error:
        raise NotPlain(f"{type(error).__name__}: {error}") from error


class _Writer:
    def __init__(self, refer: Refer) -> None:
        self.buffers: list[bytes] = []
        self._refer = refer

    def tree(self, value: object, depth: int) -> Tree:
        if depth <= 0:
            raise NotPlain("too deep")
        kind = type(value)
        if value is None or kind is bool or kind is str:
            return value
        if kind is int:
            # JSON has no bound, but Python refuses to read more than 4,300 digits.
            return value if value.bit_length() < 10_000 else self._refer(value)
        if kind is float:
            return value if math.isfinite(value) else {"t": "float", "v": repr(value)}
        write = _WRITE.get(kind)
        if write is not None:
            return write(self, value, depth - 1)
        if isinstance(value, np.generic) and value.dtype.kind in _NUMPY_KINDS:
            return {"t": "scalar", "v": self.array(np.asarray(value), depth)}
        if isinstance(value, pd.Index):
            return self.index(value, depth)
        if isinstance(value, pd.api.extensions.ExtensionArray):
            return self.column(value, depth)
        write = _sparse(value) or _LIKE.get((kind.__module__, kind.__qualname__))
        if write is not None:
            return write(self, value, depth - 1)
        held = _held(kind)
        return self.tree(held(value), depth) if held else self._refer(value)

    def items(self, values: Sequence, depth: int) -> list:
        return [self.tree(value, depth) for value in values]

    def pairs(self, mapping: dict, depth: int) -> list:
        return [[self.tree(k, depth), self.tree(v, depth)] for k, v in dict.items(mapping)]

    def buffer(self, data: bytes) -> int:
        self.buffers.append(data)
        return len(self.buffers) - 1

    def array(self, value: np.ndarray, depth: int) -> Tree:
        if value.dtype.kind in "OT":
            items = self.items(value.ravel().tolist(), depth - 1)
            return {"t": "objects", "shape": list(value.shape), "v": items}
        if value.dtype.names:
            fields = [self.array(value[name], depth - 1) for name in value.dtype.names]
            table = isinstance(value, np.recarray)
            return {"t": "records", "names": list(value.dtype.names), "v": fields, "table": table}
        if value.dtype.kind not in _NUMPY_KINDS:
            return self._refer(value)
        flat = np.ascontiguousarray(value)
        return {
            "t": "ndarray",
            "dtype": flat.dtype.str,
            "shape": list(value.shape),
            "b": self.buffer(flat.tobytes()),
        }

    def column(self, value: Any, depth: int) -> Tree:
        """The values of a Series, an Index or a column."""
        if isinstance(value, np.ndarray):
            return self.array(value, depth)
        if isinstance(value, pd.Categorical):
            return {
                "t": "categorical",
                "codes": self.array(np.asarray(value.codes), depth),
                "categories": self.index(value.categories, depth),
                "ordered": bool(value.ordered),
            }
        if isinstance(value, (pd.arrays.NumpyExtensionArray,)):
            return self.array(value.to_numpy(), depth)
        if isinstance(value, (pd.arrays.DatetimeArray, pd.arrays.TimedeltaArray)):
            zone = getattr(value, "tz", None)
            numbers = np.asarray(value.tz_convert(None) if zone is not None else value)
            return {"t": "times", "v": self.array(numbers, depth), "tz": _zone(zone)}
        if isinstance(value, pd.arrays.ArrowStringArray):
            return self.texts(value)
        if isinstance(value, pd.arrays.IntervalArray):
            ends = [self.index(end, depth) for end in (value.left, value.right)]
            return {"t": "intervals", "v": ends, "closed": value.closed}
        name = str(value.dtype)
        if not _EXTENSION_DTYPE.fullmatch(name):
            return {"t": "objects", "shape": [len(value)], "v": self.items(list(value), depth - 1)}
        missing = np.asarray(value.isna())
        filled = value.to_numpy(dtype=object, na_value=None) if missing.any() else value
        items = filled.tolist()
        if name.startswith("period"):
            items = [None if item is None or item is pd.NaT else str(item) for item in items]
        return {"t": "extension", "dtype": name, "v": items}

    def texts(self, value: pd.arrays.ArrowStringArray) -> Tree:
        """A column of texts as Arrow lays it out: where each ends, and all letters in a buffer."""
        whole = pa.chunked_array(value.__arrow_array__(), pa.large_string()).combine_chunks()
        _, ends, letters = whole.buffers()
        ends = np.frombuffer(ends, "int64")[whole.offset :][: len(whole) + 1] if ends else [0]
        ends = np.asarray(ends, "int64")
        letters = letters.to_pybytes()[ends[0] : ends[-1]] if letters else b""
        return {
            "t": "texts",
            "missing_is_na": value.dtype.na_value is pd.NA,
            "ends": self.array(ends - ends[0], 1),
            "missing": self.array(np.asarray(value.isna()), 1),
            "b": self.buffer(letters),
        }

    def index(self, value: pd.Index, depth: int) -> Tree:
        if isinstance(value, pd.MultiIndex):
            levels = [
                self.column(value.get_level_values(number).array, depth)
                for number in range(value.nlevels)
            ]
            return {"t": "multi", "levels": levels, "names": self.items(value.names, depth)}
        name = self.tree(value.name, depth)
        if isinstance(value, pd.RangeIndex):
            return {"t": "range_index", "v": [value.start, value.stop, value.step], "name": name}
        return {"t": "index", "v": self.column(value.array, depth), "name": name}

    def series(self, value: pd.Series, depth: int) -> Tree:
        return {
            "t": "series",
            "v": self.column(value.array, depth),
            "index": self.index(value.index, depth),
            "name": self.tree(value.name, depth),
        }

    def frame(self, value: pd.DataFrame, depth: int) -> Tree:
        columns = [
            self.column(value.iloc[:, place].array, depth) for place in range(value.shape[1])
        ]
        return {
            "t": "frame",
            "v": columns,
            "index": self.index(value.index, depth),
            "columns": self.index(value.columns, depth),
        }


def _zone(zone: Any) -> str | None:
    if zone is None:
        return None
    return getattr(zone, "key", None) or str(zone)


def _datetime(writer: _Writer, value: dt.datetime, depth: int) -> Tree:
    zone = value.tzinfo
    if zone is not None and not isinstance(zone, (dt.timezone, zoneinfo.ZoneInfo)):
        return writer._refer(value)
    return {"t": "datetime", "v": value.isoformat(), "tz": getattr(zone, "key", None)}


def _timestamp(writer: _Writer, value: pd.Timestamp, depth: int) -> Tree:
    return {"t": "timestamp", "v": value.as_unit("ns").value, "tz": _zone(value.tz)}


def _masked(writer: _Writer, value: np.ma.MaskedArray, depth: int) -> Tree:
    # As missing values: one that is masked would be passed over by whoever compares it.
    data, hidden = np.ma.getdata(value), np.ma.getmaskarray(value)
    if hidden.any():
        data = data.astype(float if data.dtype.kind in "biuf" else object)
        data[hidden] = np.nan if data.dtype.kind == "f" else None
    return writer.array(data, depth)


def _type(writer: _Writer, value: type, depth: int) -> Tree:
    # A parameter of many models; other classes are the learner's.
    if any(value is known for known in _SCALARS):
        return {"t": "scalar_type", "v": np.dtype(value).str}
    return writer._refer(value)


def _scalar_type(name: str) -> type:
    if not _NUMPY_DTYPE.fullmatch(name):
        raise NotPlain("dtype")
    return np.dtype(name).type


def _held(kind: type) -> Callable | None:
    """How to take from an object what it holds, if its class only extends a built-in one."""
    if any(base.__module__.partition(".")[0] in ASKED for base in kind.__mro__):
        return None
    return next((take for base, take in _HELD.items() if issubclass(kind, base)), None)


def _sparse(value: object) -> Callable | None:
    # scipy is imported only when the learner's code did so.
    module = type(value).__module__
    if not module.startswith("scipy.sparse"):
        return None

    def write(writer: _Writer, value: Any, depth: int) -> Tree:
        rows = value.tocsr()
        parts = (rows.data, rows.indices, rows.indptr)
        return {
            "t": "csr",
            "array": "_array" in type(value).__name__,
            "shape": list(rows.shape),
            "v": [writer.array(np.asarray(part), depth) for part in parts],
        }

    return write


_WRITE: dict[type, Callable[[_Writer, Any, int], Tree]] = {
    list: lambda w, v, d: {"t": "list", "v": w.items(v, d)},
    tuple: lambda w, v, d: {"t": "tuple", "v": w.items(v, d)},
    set: lambda w, v, d: {"t": "set", "v": w.items(list(v), d)},
    frozenset: lambda w, v, d: {"t": "frozenset", "v": w.items(list(v), d)},
    deque: lambda w, v, d: {"t": "list", "v": w.items(list(v), d)},
    type({}.keys()): lambda w, v, d: {"t": "list", "v": w.items(list(v), d)},
    type({}.values()): lambda w, v, d: {"t": "list", "v": w.items(list(v), d)},
    type({}.items()): lambda w, v, d: {"t": "list", "v": w.items(list(v), d)},
    dict: lambda w, v, d: {"t": "dict", "v": w.pairs(v, d)},
    ChainMap: lambda w, v, d: w.tree(dict(v), d),
    UserDict: lambda w, v, d: w.tree(v.data, d),
    UserList: lambda w, v, d: w.tree(v.data, d),
    MappingProxyType: lambda w, v, d: w.tree(dict(v), d),
    SimpleNamespace: lambda w, v, d: {"t": "namespace", "v": w.pairs(vars(v), d)},
    defaultdict: lambda w, v, d: {"t": "dict", "v": w.pairs(v, d)},
    OrderedDict: lambda w, v, d: {"t": "dict", "v": w.pairs(v, d)},
    Counter: lambda w, v, d: {"t": "counter", "v": w.pairs(v, d)},
    range: lambda w, v, d: {"t": "range", "v": [v.start, v.stop, v.step]},
    slice: lambda w, v, d: {"t": "slice", "v": w.items([v.start, v.stop, v.step], d)},
    type(...): lambda w, v, d: {"t": "ellipsis"},
    complex: lambda w, v, d: {"t": "complex", "v": [repr(v.real), repr(v.imag)]},
    bytes: lambda w, v, d: {"t": "bytes", "v": base64.b64encode(v).decode("ascii")},
    decimal.Decimal: lambda w, v, d: {"t": "decimal", "v": str(v)},
    fractions.Fraction: lambda w, v, d: {
        "t": "fraction",
        "v": w.items([v.numerator, v.denominator], d),
    },
    dt.datetime: _datetime,
    dt.date: lambda w, v, d: {"t": "date", "v": v.isoformat()},
    dt.time: lambda w, v, d: {"t": "time", "v": v.replace(tzinfo=None).isoformat()},
    dt.timedelta: lambda w, v, d: {"t": "timedelta", "v": [v.days, v.seconds, v.microseconds]},
    type: _type,
    np.ndarray: lambda w, v, d: w.array(v, d),
    np.recarray: lambda w, v, d: w.array(v, d),
    np.ma.MaskedArray: _masked,
    pd.Timestamp: _timestamp,
    pd.Timedelta: lambda w, v, d: {"t": "pd_timedelta", "v": v.as_unit("ns").value},
    pd.Period: lambda w, v, d: {"t": "period", "v": str(v), "freq": v.freqstr},
    pd.Interval: lambda w, v, d: {
        "t": "interval",
        "v": w.items([v.left, v.right], d),
        "closed": v.closed,
    },
    type(pd.NaT): lambda w, v, d: {"t": "nat"},
    type(pd.NA): lambda w, v, d: {"t": "na"},
    pd.Series: lambda w, v, d: w.series(v, d),
    pd.DataFrame: lambda w, v, d: w.frame(v, d),
    pd.Categorical: lambda w, v, d: w.column(v, d),
}

# A named tuple, an enumeration's number, a dictionary with a default of its own. What their
# classes make of it is not asked.
_HELD: dict[type, Callable[[Any], object]] = {
    str: str.__str__,
    int: int.__int__,
    float: float.__float__,
    tuple: lambda v: tuple(tuple.__iter__(v)),
    list: lambda v: list(list.__iter__(v)),
    dict: lambda v: dict(dict.items(v)),
    set: lambda v: set(set.__iter__(v)),
    frozenset: lambda v: frozenset(frozenset.__iter__(v)),
    np.matrix: np.asarray,
    np.memmap: np.asarray,
}

# Of libraries that may not be imported here; each holds no more than a list or a dict does.
_LIKE: dict[tuple[str, str], Callable[[_Writer, Any, int], Tree]] = {
    ("sklearn.utils._bunch", "Bunch"): lambda w, v, d: {"t": "bunch", "v": w.pairs(v, d)},
    ("matplotlib.axes._base", "_AxesBase.ArtistList"): (
        lambda w, v, d: {"t": "list", "v": w.items(list(v), d)}
    ),
    ("matplotlib.cbook", "silent_list"): lambda w, v, d: {"t": "list", "v": w.items(v, d)},
    ("matplotlib.spines", "Spines"): (
        lambda w, v, d: {"t": "dict", "v": w.pairs(dict(v.items()), d)}
    ),
}


class _Reader:
    def __init__(self, buffers: Sequence[bytes], remote: Remote) -> None:
        self._buffers = buffers
        self._remote = remote

    def value(self, tree: Tree, depth: int) -> Any:
        if depth <= 0:
            raise NotPlain("too deep")
        if tree is None or isinstance(tree, (bool, int, float, str)):
            return tree
        if not isinstance(tree, dict):
            raise NotPlain(f"{type(tree).__name__} is no value")
        return _READ[tree["t"]](self, tree, depth - 1)

    def items(self, trees: list, depth: int) -> list:
        return [self.value(tree, depth) for tree in trees]

    def pairs(self, pairs: list, depth: int) -> dict:
        return {self.value(key, depth): self.value(value, depth) for key, value in pairs}

    def array(self, tree: Tree) -> np.ndarray:
        if not _NUMPY_DTYPE.fullmatch(tree["dtype"]):
            raise NotPlain("dtype")
        dtype = np.dtype(tree["dtype"])
        shape = tuple(int(size) for size in tree["shape"])
        data = self._buffers[int(tree["b"])]
        return np.frombuffer(data, dtype=dtype).reshape(shape).copy()

    def texts(self, tree: Tree) -> pd.arrays.ArrowStringArray:
        ends, missing = self.array(tree["ends"]), self.array(tree["missing"])
        letters = self._buffers[int(tree["b"])]
        if ends.dtype != np.int64 or missing.dtype != bool or ends.shape != (missing.size + 1,):
            raise NotPlain("texts")
        # Arrow itself looks at the ends only when it is asked to, below.
        there = pa.py_buffer(np.packbits(~missing, bitorder="little"))
        whole = pa.LargeStringArray.from_buffers(
            missing.size, pa.py_buffer(ends), pa.py_buffer(letters), there
        )
        whole.validate(full=True)
        na_value = pd.NA if tree["missing_is_na"] else np.nan
        return pd.arrays.ArrowStringArray(whole, dtype=pd.StringDtype("pyarrow", na_value))

    def records(self, tree: Tree, depth: int) -> np.ndarray:
        names = list(map(str, tree["names"]))
        fields = dict(zip(names, (self.value(field, depth) for field in tree["v"]), strict=True))
        kinds = [(name, field.dtype) for name, field in fields.items()]
        table = np.zeros(fields[names[0]].shape, dtype=kinds)
        for name, field in fields.items():
            if field.shape != table.shape:
                raise NotPlain("fields")
            table[name] = field
        return table.view(np.recarray) if tree["table"] else table

    def intervals(self, tree: Tree, depth: int) -> Any:
        left, right = (self.index(end, depth) for end in tree["v"])
        return pd.arrays.IntervalArray.from_arrays(left, right, closed=tree["closed"])

    def objects(self, tree: Tree, depth: int) -> np.ndarray:
        items = self.items(tree["v"], depth)
        # Not by slices: cells that are lists would be spread over the cells beside them.
        flat = np.fromiter(items, dtype=object, count=len(items))
        return flat.reshape(tuple(int(size) for size in tree["shape"]))

    def column(self, tree: Tree, depth: int) -> Any:
        value = self.value(tree, depth)
        if not isinstance(value, (np.ndarray, pd.api.extensions.ExtensionArray)):
            raise NotPlain("no column")
        return value

    def times(self, tree: Tree) -> Any:
        times = self.value(tree["v"], 2)
        if times.dtype.kind not in "mM":
            raise NotPlain("no times")
        if times.dtype.kind == "m":
            return pd.array(times)
        zone = tree["tz"]
        if zone is None:
            return pd.array(times)
        return pd.DatetimeIndex(times).tz_localize("UTC").tz_convert(zone).array

    def extension(self, tree: Tree) -> Any:
        if not _EXTENSION_DTYPE.fullmatch(tree["dtype"]):
            raise NotPlain("dtype")
        if not set(map(type, tree["v"])) <= {str, bool, int, float, type(None)}:
            raise NotPlain("cells")
        return pd.array(tree["v"], dtype=tree["dtype"])

    def index(self, tree: Tree, depth: int) -> pd.Index:
        value = self.value(tree, depth)
        if not isinstance(value, pd.Index):
            raise NotPlain("no index")
        return value

    def plain_index(self, tree: Tree, depth: int) -> pd.Index:
        column = self.column(tree["v"], depth)
        name = self.value(tree["name"], depth)
        # Without this, a list of texts would be read as the new text type.
        keep = column.dtype if column.dtype == object else None
        return pd.Index(column, name=name, dtype=keep)

    def frame(self, tree: Tree, depth: int) -> pd.DataFrame:
        index = self.index(tree["index"], depth)
        columns = self.index(tree["columns"], depth)
        series = {
            place: pd.Series(self.column(column, depth), index=index)
            for place, column in enumerate(tree["v"])
        }
        if len(series) != len(columns):
            raise NotPlain("columns")
        frame = pd.DataFrame(series, index=index)
        frame.columns = columns
        return frame

    def series(self, tree: Tree, depth: int) -> pd.Series:
        return pd.Series(
            self.column(tree["v"], depth),
            index=self.index(tree["index"], depth),
            name=self.value(tree["name"], depth),
        )

    def csr(self, tree: Tree) -> Any:
        from scipy import sparse

        data, indices, starts = (self.value(part, 2) for part in tree["v"])
        build = sparse.csr_array if tree["array"] else sparse.csr_matrix
        matrix = build((data, indices, starts), shape=tuple(tree["shape"]))
        matrix.check_format(full_check=True)
        return matrix

    def bunch(self, tree: Tree, depth: int) -> dict:
        from sklearn.utils import Bunch

        return Bunch(**self.pairs(tree["v"], depth))

    def remote(self, tree: Tree) -> object:
        return self._remote(tree)


def _read_datetime(tree: Tree) -> dt.datetime:
    value = dt.datetime.fromisoformat(tree["v"])
    return value.astimezone(zoneinfo.ZoneInfo(tree["tz"])) if tree["tz"] else value


def _read_timestamp(tree: Tree) -> pd.Timestamp:
    value = pd.Timestamp(tree["v"], unit="ns")
    return value if tree["tz"] is None else value.tz_localize("UTC").tz_convert(tree["tz"])


def _read_multi(reader: _Reader, tree: Tree, depth: int) -> pd.MultiIndex:
    levels = [reader.column(level, depth) for level in tree["levels"]]
    return pd.MultiIndex.from_arrays(levels, names=reader.items(tree["names"], depth))


_READ: dict[str, Callable[[_Reader, Tree, int], Any]] = {
    "float": lambda r, t, d: {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}[t["v"]],
    "scalar": lambda r, t, d: r.array(t["v"])[()],
    "scalar_type": lambda r, t, d: _scalar_type(t["v"]),
    "ndarray": lambda r, t, d: r.array(t),
    "objects": lambda r, t, d: r.objects(t, d),
    "categorical": lambda r, t, d: pd.Categorical.from_codes(
        r.array(t["codes"]), categories=r.index(t["categories"], d), ordered=t["ordered"]
    ),
    "times": lambda r, t, d: r.times(t),
    "extension": lambda r, t, d: r.extension(t),
    "texts": lambda r, t, d: r.texts(t),
    "records": lambda r, t, d: r.records(t, d),
    "intervals": lambda r, t, d: r.intervals(t, d),
    "multi": _read_multi,
    "range_index": lambda r, t, d: pd.RangeIndex(*t["v"], name=r.value(t["name"], d)),
    "index": lambda r, t, d: r.plain_index(t, d),
    "series": lambda r, t, d: r.series(t, d),
    "frame": lambda r, t, d: r.frame(t, d),
    "csr": lambda r, t, d: r.csr(t),
    "list": lambda r, t, d: r.items(t["v"], d),
    "tuple": lambda r, t, d: tuple(r.items(t["v"], d)),
    "set": lambda r, t, d: set(r.items(t["v"], d)),
    "frozenset": lambda r, t, d: frozenset(r.items(t["v"], d)),
    "dict": lambda r, t, d: r.pairs(t["v"], d),
    "namespace": lambda r, t, d: SimpleNamespace(**r.pairs(t["v"], d)),
    "counter": lambda r, t, d: Counter(r.pairs(t["v"], d)),
    "range": lambda r, t, d: range(*t["v"]),
    "slice": lambda r, t, d: slice(*r.items(t["v"], d)),
    "ellipsis": lambda r, t, d: ...,
    "complex": lambda r, t, d: complex(float(t["v"][0]), float(t["v"][1])),
    "bytes": lambda r, t, d: base64.b64decode(t["v"]),
    "decimal": lambda r, t, d: decimal.Decimal(t["v"]),
    # Of a text it would reckon without end.
    "fraction": lambda r, t, d: fractions.Fraction(*map(operator.index, r.items(t["v"], d))),
    "datetime": lambda r, t, d: _read_datetime(t),
    "date": lambda r, t, d: dt.date.fromisoformat(t["v"]),
    "time": lambda r, t, d: dt.time.fromisoformat(t["v"]),
    "timedelta": lambda r, t, d: dt.timedelta(*t["v"]),
    "timestamp": lambda r, t, d: _read_timestamp(t),
    "pd_timedelta": lambda r, t, d: pd.Timedelta(t["v"], unit="ns"),
    "period": lambda r, t, d: pd.Period(t["v"], freq=t["freq"]),
    "interval": lambda r, t, d: pd.Interval(*r.items(t["v"], d), closed=t["closed"]),
    "nat": lambda r, t, d: pd.NaT,
    "na": lambda r, t, d: pd.NA,
    "bunch": lambda r, t, d: r.bunch(t, d),
    "remote": lambda r, t, d: r.remote(t),
}
