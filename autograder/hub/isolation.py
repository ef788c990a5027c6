"""Server mode."""

from dataclasses import dataclass
from pathlib import Path

from autograder.paths import Home
from autograder.roster import Roster


@dataclass(frozen=True, kw_only=True)
class Public:
    python: Path
    deploy: Path


def require_root_and_closed_sources() -> None: ...


def publish(home: Home) -> Public: ...


def isolate(*, home: Home, roster: Roster) -> None: ...
