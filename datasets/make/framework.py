"""From descriptor and generator modules to files.

`datapackage.json` says what every table is; a module of this package says how its rows are
made. Nothing here knows a single table.
"""

import csv
import fcntl
import hashlib
import importlib
import io
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd

from junggu.data import typed

ROOT = Path(__file__).resolve().parent.parent
DESCRIPTOR = "datapackage.json"

Resource = dict[str, Any]
Package = dict[str, Any]


@dataclass(frozen=True)
class Built:
    """One generated table: its file's bytes and its number of rows."""

    name: str
    data: bytes
    rows: int

    @property
    def digest(self) -> str:
        return "sha256:" + hashlib.sha256(self.data).hexdigest()


class MakeError(Exception):
    """A table that cannot be made; the message is one sentence for the author."""


def read_package(*, root: Path = ROOT) -> Package:
    return json.loads((root / DESCRIPTOR).read_text("utf-8"))


def resource_of(package: Package, name: str) -> Resource:
    for resource in package["resources"]:
        if resource["name"] == name:
            return resource
    raise MakeError(f"{DESCRIPTOR} describes no table {name!r}.")


def generated(package: Package) -> list[str]:
    """Names of the tables that have a generator."""
    return [r["name"] for r in package["resources"] if r.get("x-made-by")]


def module_of(package: Package, name: str) -> ModuleType:
    made_by = resource_of(package, name).get("x-made-by")
    if not made_by:
        raise MakeError(f"{name} has no generator (no `x-made-by` in {DESCRIPTOR}).")
    stem = made_by.removeprefix("make.") if isinstance(made_by, str) else name
    try:
        return importlib.import_module(f".{stem}", package=__package__)
    except ModuleNotFoundError as error:
        raise MakeError(
            f"{name}: its generator make/{stem}.py cannot be loaded ({error})."
        ) from error


def child_rng(*, seed: int, name: str) -> np.random.Generator:
    """A stream of its own for every table, so that adding one table moves no other."""
    digest = hashlib.sha256(f"{seed}:{name}".encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:16], "big"))


def in_order(package: Package, names: Iterable[str]) -> list[str]:
    """The tables, each after those it needs (needs outside `names` are read from disk)."""
    wanted = list(names)
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for name in wanted:
        sorter.add(name, *(n for n in module_of(package, name).NEEDS if n in wanted))
    return list(sorter.static_order())


def build(names: Iterable[str], *, root: Path = ROOT) -> Iterator[Built]:
    """Make tables in memory, in an order that respects their NEEDS."""
    package = read_package(root=root)
    fresh: dict[str, bytes] = {}
    for name in in_order(package, names):
        module = module_of(package, name)
        given = {
            need: parse(
                fresh.get(need) or (root / resource_of(package, need)["path"]).read_bytes(),
                resource=resource_of(package, need),
            )
            for need in module.NEEDS
        }
        rng = child_rng(seed=package["x-seed"], name=name)
        frame = module.make(rng=rng, given=given)
        data = to_bytes(frame, resource=resource_of(package, name))
        fresh[name] = data
        yield Built(name=name, data=data, rows=len(frame))


def parse(data: bytes, *, resource: Resource) -> pd.DataFrame:
    text = data.decode(resource.get("encoding", "utf-8"))
    return typed(io.StringIO(text), resource=resource)


def to_bytes(frame: pd.DataFrame, *, resource: Resource) -> bytes:
    """Write a table as its descriptor says: columns, dates, encoding, quotes, line ends."""
    fields = resource["schema"]["fields"]
    names = [f["name"] for f in fields]
    if list(frame.columns) != names:
        extra, lacking = set(frame.columns) - set(names), set(names) - set(frame.columns)
        raise MakeError(
            f"{resource['name']}: columns differ from the descriptor"
            f" (extra {sorted(extra)}, lacking {sorted(lacking)}, or another order)."
        )
    shown = pd.DataFrame({f["name"]: _shown(frame[f["name"]], f) for f in fields})
    encoding = resource.get("encoding", "utf-8")
    text = shown.to_csv(
        index=False,
        header=resource.get("dialect", {}).get("header", True),
        lineterminator=resource.get("dialect", {}).get("lineTerminator", "\n"),
        quoting=csv.QUOTE_ALL if resource.get("x-quote") == "all" else csv.QUOTE_MINIMAL,
    )
    try:
        return text.encode(encoding)
    except UnicodeEncodeError as error:
        character = text[error.start : error.end]
        raise MakeError(f"{resource['name']}: {encoding} cannot hold {character!r}.") from error


_TIME_FORMATS = {"date": "%Y-%m-%d", "datetime": "%Y-%m-%dT%H:%M:%S", "yearmonth": "%Y-%m"}


def _shown(column: pd.Series, field: Mapping[str, Any]) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(column):
        given = field.get("format", "default")
        return column.dt.strftime(given if "%" in given else _TIME_FORMATS[field["type"]])
    if field["type"] == "integer" and pd.api.types.is_float_dtype(column):
        return column.astype("Int64")
    return column


def store(tables: Iterable[Built], *, root: Path = ROOT) -> None:
    """Write the files, then their hash, bytes and rows into the descriptor."""
    tables = list(tables)
    package = read_package(root=root)
    for table in tables:
        path = root / resource_of(package, table.name)["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(table.data)
    with editing(root=root) as package:
        for table in tables:
            resource = resource_of(package, table.name)
            resource["hash"] = table.digest
            resource["bytes"] = len(table.data)
            resource["x-rows"] = table.rows


@contextmanager
def editing(*, root: Path = ROOT) -> Iterator[Package]:
    """Change the descriptor safely while other people change it too."""
    with (root / f".{DESCRIPTOR.removesuffix('.json')}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        package = read_package(root=root)
        yield package
        package["resources"].sort(key=lambda r: r["name"])
        handle, temporary = tempfile.mkstemp(dir=root, suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(json.dumps(package, ensure_ascii=False, indent=1) + "\n")
        os.chmod(temporary, 0o644)
        os.replace(temporary, root / DESCRIPTOR)
