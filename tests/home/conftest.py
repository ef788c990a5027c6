"""A learner's own Jupyter server with the home page, on an exchange of its own."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from learners import Learner

from autograder.course import steps
from autograder.course.setup import prepare_course
from autograder.paths import Home
from autograder.ports import free_ports

TOKEN = "test-token"
_CONFIG = """
from pathlib import Path
from autograder.course.settings import configure_learner
configure_learner(get_config(), exchange=Path({exchange!r}), learner={learner!r})
"""


@dataclass
class HomePage:
    """The running server as a browser without scripts meets it."""

    client: httpx.Client
    home: Home
    files: Path
    course: str
    folder: Path
    learner: Learner
    log: Path
    pages: list = field(default_factory=list)

    def get(self, path=""):
        return self._keep(self.client.get(f"/junggu{path}"))

    def press(self, page, words):
        """Press the button with ``words`` in a form of ``page``."""
        for form in re.findall(r"<form.*?</form>", page.text, re.S):
            if words in re.sub(r"<[^>]+>", "", form):
                action = re.search(r'action="([^"]+)"', form)[1]
                xsrf = re.search(r'name="_xsrf" value="([^"]+)"', form)[1]
                return self._keep(self.client.post(action, data={"_xsrf": xsrf}))
        raise AssertionError(f"no button {words!r} on the page")

    def _keep(self, page):
        self.pages.append(page)
        return page


def start_server(*, folder: Path, files: Path, member: list | None, config: str = ""):
    """Start a Jupyter server with the extension; return (process, base address, log)."""
    (port,) = free_ports(1)
    settings = folder / "jupyter"
    settings.mkdir(exist_ok=True)
    (settings / "nbgrader_config.py").write_text(config, encoding="utf-8")
    variables = {k: v for k, v in os.environ.items() if not k.startswith("JUPYTERHUB")}
    variables |= {"JUPYTER_CONFIG_PATH": str(settings), "HOME": str(folder)}
    if member is not None:
        variables["JUNGGU_MEMBER"] = json.dumps(member)
    log = folder / "server.log"
    command = [
        *[sys.executable, "-m", "jupyter_server", "--ServerApp.open_browser=False"],
        f"--ServerApp.root_dir={files}",
        f"--ServerApp.port={port}",
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.port_retries=0",
        "--ServerApp.allow_root=True",
        f"--IdentityProvider.token={TOKEN}",
        '--ServerApp.jpserver_extensions={"autograder.home": True}',
    ]
    with log.open("w") as output:
        process = subprocess.Popen(command, env=variables, cwd=files, stdout=output, stderr=output)
    return process, f"http://127.0.0.1:{port}", log


def wait_until_ready(client: httpx.Client, process, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        try:
            if client.get("/api").status_code == 200:
                return
        except httpx.TransportError:
            # The socket is not open yet; ask again.
            time.sleep(0.1)
    raise AssertionError(log.read_text())


def stop(process) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture
def home_page(tmp_path, request):
    """The home page of one learner of the officials' course with its first unit released."""
    course, audience = getattr(request, "param", ("officials", "official"))
    home = Home.at(tmp_path / "home")
    folder = prepare_course(home=home, course=course).folder
    units = [path.name for path in sorted((folder / "source").iterdir())]
    assert all(outcome.done for outcome in steps.release(folder=folder, units=units[:1]))
    files = tmp_path / "files"
    files.mkdir()
    process, address, log = start_server(
        folder=tmp_path,
        files=files,
        member=[{"course": course, "audience": audience}],
        config=_CONFIG.format(exchange=str(home.exchange), learner="kim.one"),
    )
    learner = Learner(id="kim.one", course=course, exchange=home.exchange, desk=files)
    headers = {"Authorization": f"token {TOKEN}"}
    try:
        with httpx.Client(
            base_url=address, headers=headers, follow_redirects=False, timeout=300
        ) as client:
            wait_until_ready(client, process, log)
            yield HomePage(
                client=client,
                home=home,
                files=files,
                course=course,
                folder=folder,
                learner=learner,
                log=log,
            )
    finally:
        stop(process)
        shutil.rmtree(files, ignore_errors=True)
