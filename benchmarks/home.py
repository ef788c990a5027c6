"""How long 내 학습 takes to answer for a learner with many units and submissions.

    python benchmarks/home.py [--units 30] [--submissions 3] [--requests 40]

Makes an exchange with so many released units, each handed in so many times by the learner and by
a class around them, every other one with feedback, starts the learner's server and asks for the
page again and again. Prints the median and the 95th percentile in milliseconds of wall time, and
the processor time of the server a request, which other work on the machine does not change. The
promise is a median under 300 ms; the exit code says whether it was kept.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import nbformat
import psutil
from arguments import count
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.utils import make_unique_key, notebook_hash

from autograder.home.catalogue import Catalogue, UnitCard, write_catalogue
from autograder.ports import free_ports

COURSE, LEARNER, PROMISE_MS = "officials", "kim.one", 300
CLASSMATES = 20
TOKEN = "benchmark"
_CONFIG = """
from pathlib import Path
from autograder.course.settings import configure_learner
configure_learner(get_config(), exchange=Path({exchange!r}), learner={learner!r})
"""
_FEEDBACK = (
    '<html><meta name="junggu-score" content="{&#34;objectives&#34;: {&#34;1&#34;: 3.0}}"></html>'
)


def write_exchange(root: Path, *, units: int, submissions: int) -> None:
    """The exchange of one course, as nbgrader's own steps would leave it."""
    folder = root / COURSE
    cards = []
    notebook = new_notebook(
        cells=[new_markdown_cell("# 풀기"), *(new_code_cell(f"n = {i}") for i in range(20))]
    )
    for number in range(units):
        code = f"{'ABCDEFGHIJ'[number // 10]}A{number % 10}"
        released = folder / "outbound" / code
        released.mkdir(parents=True)
        for name in ("lesson", "exercise"):
            nbformat.write(notebook, released / f"{name}.ipynb")
        objectives = ("하나", "둘", "셋")
        cards.append(
            UnitCard(
                code=code,
                title=f"단원 {number + 1}",
                objectives=objectives,
                minutes=45,
                audience="official",
                no_code=False,
                points={1: 3.0, 2: 2.0, 3: 1.0},
                due=datetime(2026, 12, 1, 9, 0) + timedelta(days=number),
            )
        )
        people = [LEARNER, *(f"mate{n}" for n in range(CLASSMATES))]
        for person in people:
            for turn in range(submissions):
                _hand_in(folder, released, person, code, turn, feedback=bool(number % 2))
    write_catalogue(Catalogue(course=COURSE, title="견줄 과정", units=tuple(cards)), folder=folder)


def _hand_in(
    folder: Path, released: Path, person: str, code: str, turn: int, *, feedback: bool
) -> None:
    moment = datetime(2026, 11, 1, 9, turn, tzinfo=UTC)
    stamp = f"{moment:%Y-%m-%d %H:%M:%S.%f} UTC"
    target = folder / "inbound" / f"{person}+{code}+{stamp}+x"
    shutil.copytree(released, target)
    (target / "timestamp.txt").write_text(stamp)
    if person != LEARNER:
        return
    cache = Path(os.environ["HOME"]) / ".local/share/jupyter/nbgrader_cache" / COURSE
    kept = cache / f"{person}+{code}+{stamp}"
    shutil.copytree(target, kept)
    if feedback:
        (folder / "feedback").mkdir(exist_ok=True)
        for name in ("lesson", "exercise"):
            key = make_unique_key(COURSE, code, name, person, stamp)
            page = folder / "feedback" / f"{notebook_hash(kept / f'{name}.ipynb', key)}.html"
            page.write_text(_FEEDBACK)


def measure(
    client: httpx.Client, *, units: int, requests: int, server: psutil.Process
) -> tuple[list, float]:
    """Milliseconds of each answer, and processor milliseconds of the server a request."""
    page = client.get("/junggu").text
    # The first answer fetches feedback; the page must know of all that was handed in and came back.
    shown = page.count("state-RETURNED"), page.count("state-HANDED_IN")
    if shown != (units // 2, units - units // 2):
        sys.exit(f"The page does not show what was handed in: {shown}")
    before = sum(server.cpu_times()[:2])
    took = []
    for _ in range(requests):
        began = time.perf_counter()
        client.get("/junggu").raise_for_status()
        took.append(1000 * (time.perf_counter() - began))
    return took, 1000 * (sum(server.cpu_times()[:2]) - before) / requests


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--units", type=count, default=30)
    parser.add_argument("--submissions", type=count, default=3)
    parser.add_argument("--requests", type=count, default=40)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="junggu-home-") as scratch:
        folder = Path(scratch)
        # nbgrader keeps what a learner handed in under their home.
        os.environ["HOME"] = scratch
        exchange, files, settings = folder / "exchange", folder / "files", folder / "settings"
        write_exchange(exchange, units=options.units, submissions=options.submissions)
        shutil.copytree(exchange / COURSE / "outbound", files / COURSE)
        settings.mkdir()
        text = _CONFIG.format(exchange=str(exchange), learner=LEARNER)
        (settings / "nbgrader_config.py").write_text(text, encoding="utf-8")
        (port,) = free_ports(1)
        command = [
            *[sys.executable, "-m", "jupyter_server", "--ServerApp.open_browser=False"],
            *[f"--ServerApp.root_dir={files}", f"--ServerApp.port={port}"],
            *["--ServerApp.ip=127.0.0.1", "--ServerApp.allow_root=True"],
            f"--IdentityProvider.token={TOKEN}",
            '--ServerApp.jpserver_extensions={"autograder.home": True}',
        ]
        member = json.dumps([{"course": COURSE, "audience": "official"}])
        variables = os.environ | {"JUPYTER_CONFIG_PATH": str(settings), "JUNGGU_MEMBER": member}
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(command, env=variables, cwd=files, stdout=quiet, stderr=quiet)
        headers = {"Authorization": f"token {TOKEN}"}
        transport = httpx.HTTPTransport(retries=10)
        try:
            with httpx.Client(
                base_url=f"http://127.0.0.1:{port}",
                headers=headers,
                transport=transport,
                timeout=60,
            ) as client:
                took, cpu = measure(
                    client,
                    units=options.units,
                    requests=options.requests,
                    server=psutil.Process(process.pid),
                )
        finally:
            process.terminate()
            process.wait(20)
    median, late = statistics.median(took), statistics.quantiles(took, n=20)[-1]
    print(
        f"{options.units} units, {options.submissions} submissions each: "
        f"median {median:.0f} ms, p95 {late:.0f} ms, {cpu:.0f} ms of processor a request"
    )
    return 0 if median < PROMISE_MS else 1


if __name__ == "__main__":
    sys.exit(main())
