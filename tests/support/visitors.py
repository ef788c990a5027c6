"""The visitors' server on its own, and visitors without a browser."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from autograder.paths import DEPLOY
from autograder.ports import ADDRESS, free_ports
from autograder.tryout.settings import PREFIX, TrySettings

START_LIMIT = 120
_KERNEL = re.compile(r'"kernelId": "([0-9a-f-]+)"')
_XSRF = re.compile(r'name="_xsrf" value="([^"]+)"')


@dataclass
class TryServer:
    """One running server of visitors."""

    process: subprocess.Popen
    port: int
    log_file: Path

    @property
    def origin(self) -> str:
        return f"http://{ADDRESS}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.origin}{PREFIX}"

    @property
    def log(self) -> str:
        return self.log_file.read_text(encoding="utf-8")

    def answers(self) -> bool:
        try:
            return httpx.get(self.url).status_code == 200
        except httpx.TransportError:
            return False


@contextmanager
def try_server(folder: Path, *, units: Path, **settings: object) -> Iterator[TryServer]:
    """Start the server on the released notebooks under ``units``, and stop it at the end."""
    (port,) = free_ports(1)
    chosen = TrySettings(units=("SN2",), folder=str(units), port=port, **settings)
    log = folder / "try.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "autograder.tryout"],
            env={**os.environ, **chosen.environment(), "JUPYTER_PATH": str(DEPLOY)},
            cwd=folder,
            stdout=output,
            stderr=output,
        )
    server = TryServer(process=process, port=port, log_file=log)
    try:
        end = time.monotonic() + START_LIMIT
        while not server.answers():
            if process.poll() is not None or time.monotonic() > end:
                pytest.fail(f"the visitors' server does not answer:\n{server.log}")
            time.sleep(0.1)
        yield server
    finally:
        process.terminate()
        process.wait(20)


class Visitor:
    """Somebody with a cookie jar; use as a context manager."""

    def __init__(self, server: TryServer) -> None:
        self._server = server
        self.client = httpx.Client(base_url=server.origin, follow_redirects=True, timeout=120)
        self.kernel = ""

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def press(self, notebook: str) -> httpx.Response:
        """Open the start page and press the button of ``notebook``; keeps the kernel's id."""
        start = self.client.get(PREFIX)
        data = {"_xsrf": _XSRF.search(start.text)[1]}
        return self._keep(self.client.post(f"{PREFIX}begin/SN2/{notebook}", data=data))

    def open(self, notebook: str) -> httpx.Response:
        """Open a unit by its address."""
        return self._keep(self.client.get(f"{PREFIX}voila/render/SN2/{notebook}.ipynb"))

    def number(self) -> int:
        """Ask for a place as the waiting room does."""
        return self.client.get(f"{PREFIX}line").json()["number"]

    def running(self, kernel: str = "") -> bool:
        """Whether the unit of this visitor, or of ``kernel``, is running for this visitor."""
        return self.client.get(f"{PREFIX}visit/{kernel or self.kernel}").status_code == 204

    def leave(self) -> None:
        """Close the page as a browser does."""
        data = {"_xsrf": self.client.cookies["_xsrf"]}
        self.client.post(f"{PREFIX}voila/api/shutdown/{self.kernel}", data=data)

    async def channels(self) -> WebSocketClientConnection:
        """The websocket of the unit's page."""
        address = f"ws://{ADDRESS}:{self._server.port}{PREFIX}api/kernels/{self.kernel}/channels"
        cookies = "; ".join(f"{name}={value}" for name, value in self.client.cookies.items())
        return await websocket_connect(HTTPRequest(address, headers={"Cookie": cookies}))

    def _keep(self, answer: httpx.Response) -> httpx.Response:
        found = _KERNEL.search(answer.text)
        self.kernel = found[1] if found else ""
        return answer


def message(
    kind: str, content: dict, *, channel: str = "shell", metadata: dict | None = None
) -> str:
    """One Jupyter message as a page sends it."""
    header = {"msg_id": f"{kind}-1", "msg_type": kind, "session": "s", "username": "", "date": ""}
    parts = {"header": header | {"version": "5.3"}, "parent_header": {}}
    rest = {"content": content, "channel": channel, "buffers": [], "metadata": metadata or {}}
    return json.dumps(parts | rest)
