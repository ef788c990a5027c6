"""The shared datasets, as pandas tables: `load("civil_complaints")`.

`datapackage.json` is the only description of a dataset; column types are read from it.
"""

import difflib
import json
import os
from functools import cache
from io import TextIOBase
from pathlib import Path
from typing import Any

import pandas as pd

DESCRIPTOR = "datapackage.json"


class UnknownDataset(ValueError):
    """A name that the data package does not have."""


class DatasetsNotFound(FileNotFoundError):
    """No data package in any of the places where one is looked for."""


def load(name: str) -> pd.DataFrame:
    """Read one table of the data package.

    Codes and texts are `str`, dates `datetime64`, whole numbers `int64` (`float64` where cells
    are missing, as pandas itself does). Tables called `raw_…` keep every cell as the text that
    stands in the file: cleaning them is the exercise.

    Raises UnknownDataset or DatasetsNotFound, each with one Korean sentence.
    """
    path = dataset_path(name)
    if not path.is_file():
        raise DatasetsNotFound(f"'{name}' 자료의 파일 {path.name}이 없어요. 강사에게 알려 주세요.")
    # A lazy copy (copy-on-write): what a notebook does to its table stays its own.
    return _read(name, path, path.stat().st_mtime_ns).copy(deep=False)


@cache
def _read(name: str, path: Path, changed: int) -> pd.DataFrame:
    """Parse a table once for each state of its file."""
    resource = describe(name)
    with path.open(encoding=resource.get("encoding", "utf-8"), newline="") as file:
        return typed(file, resource=resource)


def dataset_names() -> list[str]:
    """The names that `load` knows, in alphabetical order."""
    return sorted(resource["name"] for resource in _package()["resources"])


def dataset_path(name: str) -> Path:
    """The file of a table, for the readers of `junggu.readers`."""
    return datasets_folder() / describe(name)["path"]


def describe(name: str) -> dict[str, Any]:
    """The descriptor of one table: title, fields, units, hash."""
    resources = {resource["name"]: resource for resource in _package()["resources"]}
    if name in resources:
        return resources[name]
    near = difflib.get_close_matches(str(name), resources, n=3, cutoff=0.4)
    hint = f"혹시 {' · '.join(near)} 인가요?" if near else f"있는 자료: {' · '.join(resources)}"
    raise UnknownDataset(f"'{name}' 자료는 없어요. {hint}")


def datasets_folder() -> Path:
    """The folder of the data package.

    Looked for in the environment variable JUNGGU_DATASETS, then `datasets/` at or above the
    working directory, then the checkout that this file lies in, then inside the package.
    """
    told = os.environ.get("JUNGGU_DATASETS")
    if told:
        candidates = [Path(told)]
    else:
        here = Path.cwd()
        package = Path(__file__).resolve().parent
        candidates = [
            *(folder / "datasets" for folder in (here, *here.parents)),
            package.parents[1] / "datasets",
            package / "_datasets",
        ]
    for folder in candidates:
        if (folder / DESCRIPTOR).is_file():
            return folder
    where = f"JUNGGU_DATASETS가 가리키는 {told}" if told else "datasets 폴더"
    raise DatasetsNotFound(
        f"{where}에서 {DESCRIPTOR}를 찾지 못했어요. 수업 폴더 안에서 열었는지 확인해 주세요."
    )


def typed(file: TextIOBase, *, resource: dict[str, Any]) -> pd.DataFrame:
    """Parse an open CSV by the column types of its descriptor."""
    schema = resource["schema"]
    # A raw look that starts with titles has no row of headings; its columns are numbered.
    headed = resource.get("dialect", {}).get("header", True)
    frame = pd.read_csv(
        file,
        header=0 if headed else None,
        names=None if headed else [field["name"] for field in schema["fields"]],
        dtype=str,
        keep_default_na=False,
        na_values=schema.get("missingValues", [""]),
        skip_blank_lines=headed,
    )
    columns = {f["name"]: _typed_column(frame[f["name"]], f) for f in schema["fields"]}
    return pd.DataFrame(columns)


_TIME_FORMATS = {"date": "%Y-%m-%d", "datetime": "ISO8601", "yearmonth": "%Y-%m"}


def _typed_column(column: pd.Series, field: dict[str, Any]) -> pd.Series:
    kind = field["type"]
    if kind == "integer":
        return pd.to_numeric(column)
    if kind == "number":
        return pd.to_numeric(column).astype(float)
    if kind == "boolean":
        flags = column.str.lower().map({"true": True, "1": True, "false": False, "0": False})
        return flags.astype("boolean" if flags.isna().any() else bool)
    if kind in _TIME_FORMATS:
        given = field.get("format", "default")
        return pd.to_datetime(column, format=given if "%" in given else _TIME_FORMATS[kind])
    return column


def _package() -> dict[str, Any]:
    path = datasets_folder() / DESCRIPTOR
    return _parsed(path, path.stat().st_mtime_ns)


@cache
def _parsed(path: Path, changed: int) -> dict[str, Any]:
    return json.loads(path.read_text("utf-8"))
