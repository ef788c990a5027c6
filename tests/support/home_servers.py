"""A learner's own Jupyter server with the home page, without a Hub, on an exchange of its own."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from learners import Learner

from autograder.course import steps
from autograder.course.setup import prepare_course
from autograder.home.server import LOCAL
from autograder.paths import DEPLOY, Home
from autograder.ports import free_ports

TOKEN = "test-token"
# Seconds; far more than a start takes, for machines where much else runs.
START_LIMIT = 180
LEARNER = "kim.one"
_NBGRADER = """
from pathlib import Path
from autograder.course.settings import configure_learner
configure_learner(get_config(), exchange=Path({exchange!r}), learner={learner!r})
"""


@dataclass(frozen=True, kw_only=True)
class Classroom:
    """Courses with released units, and the desk of one learner of all of them."""

    home: Home
    desk: Path

    def course(self, course: str) -> Path:
        return self.home.course(course)

    def afresh(self) -> "Classroom":
        """The same courses, copied to where no test has worked yet."""
        folder = Path(tempfile.mkdtemp(dir=self.home.root.parent))
        copy = Classroom(home=Home.at(folder / "home"), desk=folder / "files")
        shutil.copytree(self.home.root, copy.home.root)
        copy.desk.mkdir()
        return copy

    def learner(self, course: str) -> Learner:
        return Learner(id=LEARNER, course=course, exchange=self.home.exchange, desk=self.desk)


def open_classroom(folder: Path, *, units: dict[str, list[str]]) -> Classroom:
    """Release ``units`` (course → unit codes) into an exchange under ``folder``."""
    home = Home.at(folder / "home")
    for course, codes in units.items():
        prepared = prepare_course(home=home, course=course).folder
        outcomes = steps.release(folder=prepared, units=codes)
        assert all(outcome.done for outcome in outcomes), outcomes
    desk = folder / "files"
    desk.mkdir()
    return Classroom(home=home, desk=desk)


@dataclass(frozen=True, kw_only=True)
class HomeServer:
    address: str
    log: Path

    def url(self, path: str = "") -> str:
        """The page ``path`` of the home, with the token that logs a browser in."""
        return f"{self.address}/junggu{path}?token={TOKEN}"


@contextmanager
def home_server(classroom: Classroom, *, member: list[dict]) -> Iterator[HomeServer]:
    """Start the learner's server as the Hub would for ``member``; stopped at the end."""
    (port,) = free_ports(1)
    scratch = classroom.desk.parent
    settings = scratch / "jupyter"
    settings.mkdir(exist_ok=True)
    text = _NBGRADER.format(exchange=str(classroom.home.exchange), learner=LEARNER)
    (settings / "nbgrader_config.py").write_text(text, encoding="utf-8")
    variables = {k: v for k, v in os.environ.items() if not k.startswith("JUPYTERHUB")}
    variables |= {
        "JUPYTER_CONFIG_PATH": os.pathsep.join([str(settings), str(LOCAL)]),
        "JUPYTER_PATH": str(DEPLOY),
        "HOME": str(scratch),
        "JUNGGU_MEMBER": json.dumps(member),
    }
    log = scratch / "server.log"
    command = [
        *[sys.executable, "-m", "jupyter_server", "--ServerApp.open_browser=False"],
        f"--ServerApp.root_dir={classroom.desk}",
        f"--ServerApp.port={port}",
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.port_retries=0",
        "--ServerApp.allow_root=True",
        f"--IdentityProvider.token={TOKEN}",
    ]
    with log.open("w") as output:
        process = subprocess.Popen(
            command, env=variables, cwd=classroom.desk, stdout=output, stderr=output
        )
    server = HomeServer(address=f"http://127.0.0.1:{port}", log=log)
    try:
        wait_until_ready(server.address, process, log)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_ready(address: str, process: subprocess.Popen, log: Path) -> None:
    """Wait until the server answers; fail with its log when it ends or stays silent."""
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        try:
            if httpx.get(f"{address}/api").status_code == 200:
                return
        except httpx.TransportError:
            # The socket is not open yet; ask again.
            time.sleep(0.1)
    raise AssertionError(log.read_text())
