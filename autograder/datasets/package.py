"""Reading the data package: its descriptor, tables and cards."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from autograder.errors import CourseError
from autograder.paths import DATASETS
from junggu.data import typed

KINDS = {"fact": "사실", "synthetic": "합성"}


@dataclass(frozen=True)
class Dataset:
    """One table of the package. `kind` is fact or synthetic, `size` in bytes."""

    name: str
    title: str
    kind: str
    rows: int
    size: int


def list_datasets(*, folder: Path = DATASETS) -> list[Dataset]:
    """Every table of the package, in alphabetical order."""
    return [
        Dataset(
            name=item["name"],
            title=item["title"],
            kind=item["x-kind"],
            rows=item.get("x-rows", 0),
            size=item.get("bytes", 0),
        )
        for item in sorted(package_of(folder)["resources"], key=lambda item: item["name"])
    ]


def read_card(*, name: str, folder: Path = DATASETS) -> str:
    """The data card of a table, in Markdown."""
    resource_of(name, folder)
    path = folder / "cards" / f"{name}.md"
    if not path.is_file():
        raise CourseError(f"{name} 자료의 카드가 없어요. datasets 폴더에서 python -m make {name}")
    return path.read_text("utf-8")


def package_of(folder: Path) -> dict[str, Any]:
    """The descriptor of the whole package; CourseError when there is none."""
    path = folder / "datapackage.json"
    if not path.is_file():
        raise CourseError(f"{path}가 없어요. 저장소의 datasets 폴더를 확인해 주세요.")
    return json.loads(path.read_text("utf-8"))


def resource_of(name: str, folder: Path) -> dict[str, Any]:
    """The descriptor of one table; CourseError for an unknown name."""
    resources = {item["name"]: item for item in package_of(folder)["resources"]}
    if name not in resources:
        raise CourseError(f"{name} 자료는 없어요. 있는 자료는 junggu data list로 볼 수 있어요.")
    return resources[name]


def load_table(resource: dict[str, Any], folder: Path) -> pd.DataFrame:
    """A table with the types of its descriptor; CourseError when it was never made."""
    path = folder / resource["path"]
    if not path.is_file():
        raise CourseError(f"{path}가 없어요. datasets 폴더에서 python -m make {resource['name']}")
    with path.open(encoding=resource.get("encoding", "utf-8"), newline="") as file:
        return typed(file, resource=resource)
