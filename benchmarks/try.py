"""``/try/`` with many visitors at once: time to the first screen, and memory per visitor.

    python benchmarks/try.py [--visitors 20] [--unit SN2] [--notebook lesson] [--browser]

Starts the visitors' server alone (no Hub, no proxy) on the learner's version of the unit. All
visitors press the button in the same moment, each with cookies of their own. The first screen is
the whole page with the kernel that it belongs to. With ``--browser`` one more visitor then opens
the unit in Chromium at 390×844, until the first button can be tapped. Memory is PSS, in which
pages that processes share count once: of every kernel, and of the server with the warm process.
"""

import argparse
import asyncio
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
from arguments import count

from autograder.paths import DEPLOY
from autograder.ports import ADDRESS, free_ports
from autograder.tryout.settings import PREFIX, TrySettings
from autograder.tryout.units import chosen, publish

_XSRF = re.compile(r'name="_xsrf" value="([^"]+)"')
_PATIENCE = 300  # seconds


@contextmanager
def server(settings: TrySettings) -> Iterator[psutil.Process]:
    """The visitors' server, ready."""
    environment = {**os.environ, **settings.environment(), "JUPYTER_PATH": str(DEPLOY)}
    command = [sys.executable, "-m", "autograder.tryout"]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            wait_until_ready(settings.port)
            yield psutil.Process(process.pid)
        finally:
            process.terminate()
            process.wait()


def wait_until_ready(port: int) -> None:
    """Raises TimeoutError when the server does not answer."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        try:
            httpx.get(f"http://{ADDRESS}:{port}{PREFIX}")
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise TimeoutError("the visitors' server does not answer")


async def visit(client: httpx.AsyncClient, unit: str, notebook: str, now: asyncio.Event) -> float:
    """Open the start page, wait for ``now``, press the button; seconds until the page is whole."""
    token = _XSRF.search((await client.get(PREFIX)).text)[1]
    await now.wait()
    began = time.perf_counter()
    answer = await client.post(f"{PREFIX}begin/{unit}/{notebook}", data={"_xsrf": token})
    assert answer.status_code == 200 and "jupyter-config-data" in answer.text, answer.status_code
    return time.perf_counter() - began


async def burst(clients: list[httpx.AsyncClient], unit: str, notebook: str) -> list[float]:
    """All press at once; seconds of each."""
    now = asyncio.Event()
    visits = [asyncio.create_task(visit(client, unit, notebook, now)) for client in clients]
    await asyncio.sleep(1)
    now.set()
    return sorted(await asyncio.gather(*visits))


def in_browser(url: str, notebook: str) -> float:
    """One visitor in Chromium; seconds from the tap to the first button of the unit."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.goto(url)
        began = time.perf_counter()
        page.click(f"form[action$='/{notebook}'] button")
        page.locator("button.jupyter-button:visible").first.wait_for(timeout=_PATIENCE * 1000)
        seconds = time.perf_counter() - began
        browser.close()
    return seconds


def processor(family: list[psutil.Process]) -> float:
    """Processor seconds of the processes so far."""
    return sum(sum(process.cpu_times()[:2]) for process in family)


def kernels_of(server: psutil.Process) -> list[psutil.Process]:
    """The visitors' kernels: the children of the warm process."""
    family = server.children(recursive=True)
    module = "autograder.kernels.zygote"
    warm = [p for p in family if p.name() != "bwrap" and module in p.cmdline()]
    pids = {process.pid for process in warm}
    return [process for process in warm if process.ppid() in pids]


def pss(process: psutil.Process) -> float:
    return process.memory_full_info().pss / 1e6


async def measure(given: argparse.Namespace, settings: TrySettings, of: psutil.Process) -> None:
    address = f"http://{ADDRESS}:{settings.port}"
    options = {"base_url": address, "follow_redirects": True, "timeout": _PATIENCE}
    clients = [httpx.AsyncClient(**options) for _ in range(given.visitors)]
    before = processor([of, *of.children(recursive=True)])
    seconds = await burst(clients, given.unit, given.notebook)
    family = [of, *of.children(recursive=True)]
    kernels = kernels_of(of)
    spent = (processor(family) - before) / given.visitors
    each = [pss(process) for process in kernels]
    rest = sum(pss(process) for process in family) - sum(each)
    print(f"visitors {len(seconds)}, kernels {len(kernels)}, cores {os.cpu_count()}")
    print(f"load of the machine: {os.getloadavg()[0]:.1f}")
    print(
        f"first screen: first {seconds[0]:.1f} s, median {statistics.median(seconds):.1f} s, "
        f"p95 {seconds[int(0.95 * (len(seconds) - 1))]:.1f} s, last {seconds[-1]:.1f} s"
    )
    print(f"processor: {spent:.2f} s a visitor")
    print(f"memory: {statistics.mean(each):.0f} MB a visitor, {rest:.0f} MB for the server")
    for client in clients:
        await client.aclose()


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--visitors", type=count, default=20)
    parser.add_argument("--unit", default="SN2")
    parser.add_argument("--notebook", default="lesson", choices=["lesson", "exercise"])
    parser.add_argument("--browser", action="store_true")
    given = parser.parse_args()
    (port,) = free_ports(1)
    with tempfile.TemporaryDirectory(prefix="junggu-try-") as folder:
        publish(units=chosen([given.unit]), folder=Path(folder))
        settings = TrySettings(
            units=(given.unit,), folder=folder, port=port, visitors=given.visitors + 1
        )
        with server(settings) as process:
            asyncio.run(measure(given, settings, process))
            if given.browser:
                seconds = in_browser(f"http://{ADDRESS}:{port}{PREFIX}", given.notebook)
                print(f"one more in Chromium, {given.visitors} being there: {seconds:.1f} s")


if __name__ == "__main__":
    main()
