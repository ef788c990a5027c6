"""The lock, and what of it a learner's own computer needs."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from autograder.paths import REPOSITORY

LOCK = REPOSITORY / "requirements.lock"
ENVIRONMENT = REPOSITORY / "environment.yml"
LEARNER_EXTRA = "lab"

_ENTRY = re.compile(r"^(?P<name>[a-z0-9][a-z0-9.-]*)(?:\[[^\]]*\])?==(?P<version>[^ ;]+)", re.I)
_VIA = re.compile(r"^    #(?: via)? +(?P<name>[a-z0-9][a-z0-9.-]*)", re.I)


@dataclass(frozen=True, kw_only=True)
class Locked:
    """One entry of the lock: its lines as they stand, and who asks for it."""

    name: str
    version: str
    lines: tuple[str, ...]
    wanted_by: frozenset[str]


def _plain(name: str) -> str:
    """A distribution's name in its normal form (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def read_lock(path: Path = LOCK) -> list[Locked]:
    """The entries of the lock, in order; one name may stand twice for different Pythons."""
    entries: list[Locked] = []
    block: list[str] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), "end==0"]:
        if _ENTRY.match(line):
            if block:
                entries.append(_locked(block))
            block = [line]
        elif block:
            block.append(line)
    return entries


def _locked(block: list[str]) -> Locked:
    head = _ENTRY.match(block[0])
    wanted = (found["name"] for line in block if (found := _VIA.match(line)))
    return Locked(
        name=_plain(head["name"]),
        version=head["version"],
        lines=tuple(block),
        wanted_by=frozenset(map(_plain, wanted)),
    )


def learner_roots() -> list[str]:
    """Names that a learner's machine asks for directly: the base and the Lab."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = project["dependencies"] + project["optional-dependencies"][LEARNER_EXTRA]
    return sorted(_plain(re.split(r"[=<>!\[;]", name)[0]) for name in asked)


def learner_lock() -> list[Locked]:
    """The part of the lock that a learner's machine needs, directly or not."""
    entries = read_lock()
    needed = set(learner_roots())
    while True:
        more = {e.name for e in entries if e.wanted_by & needed} - needed
        if not more:
            return [entry for entry in entries if entry.name in needed]
        needed |= more


def learner_requirements() -> str:
    """That part as a requirements file with hashes."""
    return "".join("\n".join(entry.lines) + "\n" for entry in learner_lock())


def environment_yaml() -> str:
    """The conda environment for people's own computers, with the lock's pins."""
    pins = {entry.name: entry.version for entry in read_lock()}
    wanted = "\n".join(f"      - {name}=={pins[name]}" for name in learner_roots())
    return (
        "# Made from requirements.lock by `make lock`; do not edit by hand.\n"
        "name: junggu\n"
        "channels:\n"
        "  - conda-forge\n"
        "dependencies:\n"
        "  - python=3.11\n"
        "  - pip\n"
        "  - pip:\n"
        f"{wanted}\n"
        "      - -e .\n"
    )


if __name__ == "__main__":
    ENVIRONMENT.write_text(environment_yaml(), encoding="utf-8")
