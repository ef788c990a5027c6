"""PostgreSQL as the gradebook, and Dask workers as the pool, both real."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest
from engine_units import CONFIG, UNITS, hand_in, make_course, solved

from autograder.grading import grade
from autograder.ports import free_ports

_BIN = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)


def points(report):
    return {(line.student, line.assignment): line.points for line in report.lines}


@pytest.fixture
def postgres():
    """A cluster of its own, run by a user that is not root; gives the database's address."""
    if _BIN is None:
        pytest.skip("PostgreSQL is not installed")
    with tempfile.TemporaryDirectory(prefix="junggu-pg-", dir="/tmp") as folder:
        user = {}
        if os.geteuid() == 0:
            user = {"user": "nobody", "group": "nogroup", "extra_groups": []}
            shutil.chown(folder, "nobody", "nogroup")
        data, (port,) = f"{folder}/data", free_ports(1)
        run = {"check": True, "capture_output": True, "cwd": folder, "timeout": 60, **user}
        made = [_BIN / "initdb", "-D", data, "-U", "junggu", "-A", "trust", "-E", "UTF8"]
        subprocess.run([*made, "--no-sync"], **run)
        options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -F"
        log = f"{folder}/log"
        control = [_BIN / "pg_ctl", "-D", data, "-w"]
        # Without -l the server would hold our pipes open.
        subprocess.run([*control, "-l", log, "-o", options, "start"], **run)
        try:
            yield f"postgresql+psycopg://junggu@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], **run)


def test_postgresql_holds_the_same_gradebook(course, warm, limits, postgres, tmp_path, monkeypatch):
    from nbgrader.api import Gradebook

    with monkeypatch.context() as patch:
        patch.setattr("engine_units.CONFIG", CONFIG + f"c.CourseDirectory.db_url = {postgres!r}\n")
        other = make_course(tmp_path / "postgres")
    for where in (course, other):
        hand_in(where, "a", "T1")
        hand_in(where, "b", "T1", solved("T1", {"n-sum-answer": "total = 54"}))
        hand_in(where, "c", "T3")
        hand_in(where, "d", "T2", b"{broken")
        grade(course_dir=where, warm=warm, limits=limits)

    def scores(address):
        with Gradebook(address, "officials") as book:
            return {
                (submission.assignment.name, submission.student.id, g.name): g.auto_score
                for assignment in book.assignments
                for submission in assignment.submissions
                for notebook in submission.notebooks
                for g in notebook.grades
            }

    assert scores(postgres) == scores(f"sqlite:///{course}/gradebook.db")
    assert len(scores(postgres)) == 7
    again = grade(course_dir=other, warm=warm, limits=limits)
    assert (len(again.lines), again.skipped) == (0, 4)


@contextlib.contextmanager
def dask_cluster(folder, workers):
    """A scheduler and workers in processes of their own, each with a folder of its own."""
    (port,) = free_ports(1)
    address = f"tcp://127.0.0.1:{port}"
    tool = [sys.executable, "-m", "distributed.cli"]
    started = []

    def start(name, command):
        place = folder / name
        place.mkdir()
        log = (place / "log").open("w")
        started.append(
            subprocess.Popen(command, cwd=place, stdout=log, stderr=log, start_new_session=True)
        )
        return started[-1]

    start(
        "scheduler",
        [*tool[:2], "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port),
         "--no-dashboard"],
    )  # fmt: skip
    made = [
        start(
            f"worker{number}",
            [*tool[:2], "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny",
             "--no-dashboard", "--memory-limit", "0"],
        )
        for number in range(workers)
    ]  # fmt: skip
    try:
        yield address, made
    finally:
        for process in started:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def test_dask_workers_grade_all_though_one_is_killed(course, limits, tmp_path):
    from distributed import Client

    for number in range(12):
        hand_in(course, f"s{number:02}", list(UNITS)[number % 3])
    with dask_cluster(tmp_path, workers=2) as (address, workers):
        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        killed = threading.Event()

        def kill_one(line, done, of):
            if not killed.is_set():
                workers[0].kill()
                killed.set()

        report = grade(course_dir=course, scheduler=address, limits=limits, progress=kill_one)
    assert killed.is_set()
    assert not report.troubled
    assert set(points(report).values()) == {4.0}
    assert len(report.lines) == 12
