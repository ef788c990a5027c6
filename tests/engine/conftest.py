"""One course and one warm engine for all tests of the engine."""

import shutil
from pathlib import Path

import engine_units as units
import pytest

from autograder.grading import engine
from autograder.limits import Limits

LIMITS = Limits(cell_seconds=4, submission_seconds=20, output_bytes=1 << 20, interrupt_seconds=1)


@pytest.fixture(scope="session")
def warm():
    with engine(limits=LIMITS) as made:
        yield made


@pytest.fixture(scope="session")
def template(tmp_path_factory) -> Path:
    return units.make_course(tmp_path_factory.mktemp("template") / "course")


@pytest.fixture
def course(template, tmp_path) -> Path:
    return Path(shutil.copytree(template, tmp_path / "course"))


@pytest.fixture
def limits() -> Limits:
    return LIMITS
