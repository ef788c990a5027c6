"""Fixtures of the Hub's tests."""

from collections.abc import Iterator

import pytest
from hubs import RunningHub, running_hub


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A demo Hub with an empty home, shared by the tests of a module."""
    folder = tmp_path_factory.mktemp("hub")
    with running_hub(folder / "home", folder / "output.txt") as running:
        yield running
