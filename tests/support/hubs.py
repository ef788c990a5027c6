"""A Hub that really runs, started as ``junggu hub`` starts it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.hub import processes
from autograder.paths import REPOSITORY, Home
from autograder.ports import free_ports

COMMAND = [sys.executable, "-c", "from autograder.cli import main; main()", "hub"]
# Seconds; far more than a start takes, for machines where much else runs.
START_LIMIT = 240


def wait_for(met: Callable[[], object], *, what: str, seconds: float = 30) -> object:
    """Wait until ``met()`` is true and return it; fail with ``what`` otherwise."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := met():
            return value
        time.sleep(0.1)
    pytest.fail(f"{seconds} s passed and not yet: {what}")


@dataclass
class RunningHub:
    """One ``junggu hub``: what it prints stands in ``printed``."""

    home: Home
    port: int
    process: subprocess.Popen
    output: Path
    seconds_to_ready: float

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def printed(self) -> str:
        return self.output.read_text(encoding="utf-8")

    @property
    def log(self) -> str:
        return (self.home.hub / "logs" / "hub.log").read_text(encoding="utf-8")

    def password(self, person: str) -> str:
        return json.loads((self.home.hub / "accounts.json").read_text())[person]

    def released(self, course: str, unit: str) -> bool:
        """Whether the first start has handed the unit out."""
        under_way = self.home.hub / "releasing"
        there = (self.home.exchange / course / "outbound" / unit / "exercise.ipynb").exists()
        return there and not (under_way.exists() and under_way.read_text() == unit)

    def stop(self, number: int = signal.SIGINT) -> float:
        """Stop it as Ctrl+C does; return the seconds it took."""
        started = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(timeout=30)
        return time.monotonic() - started


@contextmanager
def running_hub(
    home: Path, output: Path, *options: str, checkout: Path = REPOSITORY
) -> Iterator[RunningHub]:
    """Start a Hub of ``checkout``, wait until it is ready, and leave nothing behind."""
    code = os.pathsep.join([str(checkout), str(checkout / "curriculum")])
    (port,) = free_ports(1)
    started = time.monotonic()
    with output.open("w", encoding="utf-8") as file:
        process = subprocess.Popen(
            [*COMMAND, "--home", str(home), "--port", str(port), *options],
            stdout=file,
            stderr=subprocess.STDOUT,
            cwd=checkout,
            env={**os.environ, "PYTHONUNBUFFERED": "1", "COLUMNS": "200", "PYTHONPATH": code},
            start_new_session=True,
        )
    hub = RunningHub(Home.at(home), port, process, output, 0)
    try:
        wait_for(
            lambda: "열렸어요" in hub.printed or process.poll() is not None,
            what="the Hub says that it is open",
            seconds=START_LIMIT,
        )
        if process.poll() is not None:
            pytest.fail(f"the Hub ended at start:\n{hub.printed}")
        hub.seconds_to_ready = time.monotonic() - started
        yield hub
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
        processes.end(hub.home, patience=3)


def run_hub_command(home: Path, *options: str) -> subprocess.CompletedProcess:
    """Run ``junggu hub`` where it is expected to refuse."""
    return subprocess.run(
        [*COMMAND, "--home", str(home), *options],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "COLUMNS": "400"},
    )
