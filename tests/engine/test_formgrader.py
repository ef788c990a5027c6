"""``nbgrader autograde`` and formgrader's button use our engine and give the same scores."""

import os
import subprocess
import sys

import httpx
import nbformat
import pytest
from engine_units import hand_in, solved
from home_servers import TOKEN, wait_until_ready

from autograder.course.nbgrader_api import open_api
from autograder.grading.preprocessors import use_engine
from autograder.paths import DEPLOY
from autograder.ports import free_ports

_LEAK = "import glob\ntotal = ''.join(open(f).read() for f in glob.glob('**', recursive=True))"


def test_nbgraders_own_autograde_judges_apart(course):
    hand_in(course, "honest", "T1")
    hand_in(course, "spy", "T1", solved("T1", {"n-sum-answer": f"{_LEAK}\nprint(total)"}))
    hand_in(course, "clicker", "T3")
    api = open_api(course)
    use_engine(api.config)
    for student, unit in (("honest", "T1"), ("spy", "T1"), ("clicker", "T3")):
        done = api.autograde(unit, student)
        assert done["success"], done
    scores = {s["student"]: s["score"] for s in api.get_submissions("T1")}
    assert scores == {"honest": 4.0, "spy": 2.0}
    assert api.get_submissions("T3")[0]["score"] == 4.0
    graded = nbformat.read(course / "autograded" / "spy" / "T1" / "exercise.ipynb", as_version=4)
    shown = [o for c in graded.cells if c.get("id") == "n-sum-answer" for o in c.outputs]
    assert "secret_total" not in str(shown)


@pytest.fixture
def button(course, tmp_path):
    """What formgrader's page posts to, in an instructor's server as the Hub starts it."""
    (port,) = free_ports(1)
    folders = [str(DEPLOY / "hub" / folder) for folder in ("grader", "common")]
    variables = os.environ | {
        "JUPYTER_CONFIG_PATH": os.pathsep.join(folders),
        "HOME": str(tmp_path),
    }
    options = [
        f"--ServerApp.port={port}",
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.open_browser=False",
        f"--IdentityProvider.token={TOKEN}",
    ]
    log = tmp_path / "server.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyter_server", *options],
            env=variables,
            cwd=course,
            stdout=output,
            stderr=output,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(address, process, log)
        client = httpx.Client(
            base_url=address, headers={"Authorization": f"token {TOKEN}"}, timeout=60
        )
        with client:
            yield lambda unit, student: client.post(
                f"/formgrader/api/submission/{unit}/{student}/autograde"
            ).json()
    finally:
        process.terminate()
        process.wait(30)


def test_the_button_repairs_refuses_and_says_so_in_korean(course, button):
    hand_in(course, "honest", "T1")
    hand_in(course, "broken", "T1", b'{"cells": [')
    hand_in(course, "odd-time", "T1")
    (course / "submitted" / "odd-time" / "T1" / "timestamp.txt").write_text("어제")
    copied = solved("T1")
    copied.cells += [cell.copy() for cell in copied.cells if cell.id == "n-sum-test"]
    hand_in(course, "copied", "T1", copied)

    told = {name: button("T1", name) for name in ("honest", "broken", "odd-time", "copied")}
    again = button("T1", "honest")
    nobody = button("T1", "nobody")

    assert {name: answer["success"] for name, answer in told.items()} == dict.fromkeys(told, True)
    assert "깨져서 읽을 수 없어요" in told["broken"]["log"]
    assert "하나만 채점했어요" in told["copied"]["log"]
    assert again["success"]
    assert (nobody["success"], "nobody" in nobody["log"]) == (False, True)
    scores = {s["student"]: s["score"] for s in open_api(course).get_submissions("T1")}
    assert scores == {"honest": 4.0, "broken": 0.0, "odd-time": 4.0, "copied": 4.0}
