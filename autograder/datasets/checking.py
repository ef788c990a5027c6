"""Is the data package sound?"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from autograder.datasets.package import package_of
from autograder.errors import CourseError
from autograder.paths import DATASETS


@dataclass(frozen=True)
class Fault:
    """Something wrong with one table, in a sentence."""

    dataset: str
    says: str


def check_datasets(*, folder: Path = DATASETS, regenerate: bool = True) -> list[Fault]:
    """Check the package: valid by Frictionless (types, constraints, keys, hashes), cards present,
    and the files equal to freshly generated ones.

    Args:
        regenerate: also make every generated table again and compare hashes.

    Returns:
        What is wrong; an empty list when all is well.
    """
    faults = _invalid(folder)
    for item in package_of(folder)["resources"]:
        if not (folder / "cards" / f"{item['name']}.md").is_file():
            faults.append(Fault(item["name"], "자료 카드가 없어요"))
    if regenerate:
        faults += [
            Fault(name, "다시 만든 파일과 지문(hash)이 달라요") for name in _differing(folder)
        ]
    return faults


def _invalid(folder: Path) -> list[Fault]:
    try:
        from frictionless import Package
    except ImportError as error:
        raise CourseError(
            "자료를 검사하려면 frictionless가 있어야 해요: pip install -e .[dev]"
        ) from error
    faults = []
    report = Package(str(folder / "datapackage.json")).validate()
    faults += [Fault("-", error.message) for error in report.errors]
    for task in report.tasks:
        faults += [Fault(task.name, error.message) for error in task.errors]
    return faults


def _differing(folder: Path) -> list[str]:
    """Names of the tables that a fresh generation does not reproduce."""
    done = subprocess.run(
        [sys.executable, "-m", "make", "--check"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in (0, 1) or not done.stdout.strip():
        reason = (done.stderr.strip().splitlines() or ["까닭을 알 수 없음"])[-1]
        raise CourseError(f"자료를 다시 만들지 못했어요: {reason}")
    return json.loads(done.stdout)
