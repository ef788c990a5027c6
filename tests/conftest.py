"""The order of the files, the longest first, or one worker is left alone with them at the end;
and one engine for tests of what comes before and after grading.
"""

from contextlib import nullcontext
from pathlib import PurePath

import pytest

# By how long they took, most first; others follow as they are found.
_LONG = (
    "test_hub_processes",
    "test_banks",
    "test_loop_browser",
    "test_loop",
    "test_browser",
    "test_try_browser",
    "test_server_mode",
    "test_storm",
    "test_pages",
    "test_package",
    "test_backends",
    "test_formgrader",
    "test_grading",
    "test_attacks",
    "test_own_computer",
    "test_try",
    "test_forging",
)


def pytest_collection_modifyitems(items: list) -> None:
    place = {name: number for number, name in enumerate(_LONG)}
    items.sort(key=lambda item: place.get(PurePath(item.path).stem, len(_LONG)))


@pytest.fixture(scope="session")
def _engine():
    from autograder.grading import engine

    with engine() as made:
        yield made


@pytest.fixture
def one_engine(_engine, monkeypatch) -> None:
    """Let every ``grade`` of a test use one engine: each start takes seconds, others test it."""
    from autograder.grading import run

    monkeypatch.setattr(run, "engine", lambda **_: nullcontext(_engine))
