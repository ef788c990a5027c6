"""``nbgrader autograde`` and formgrader's button use our engine and give the same scores."""

import os
import shutil
import subprocess
import sys
from datetime import datetime
from urllib.parse import urlsplit

import httpx
import nbformat
import pytest
from browsing import chromium
from engine_units import hand_in, solved
from home_servers import TOKEN, wait_until_ready
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_markdown_cell, new_output, new_raw_cell
from nbgrader.server_extensions.formgrader.formgrader import FormgradeExtension
from nbgrader.server_extensions.formgrader.handlers import static_path
from playwright.sync_api import Route, expect

from autograder.course.nbgrader_api import course_config, open_api
from autograder.grading.preprocessors import use_engine
from autograder.home.catalogue import read_catalogue
from autograder.paths import DEPLOY
from autograder.ports import free_ports
from autograder.syllabus import read_syllabus

_DOT = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ"
    "AAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
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
def formgrader(course, tmp_path):
    """A client of an instructor's server as the Hub starts it."""
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
            yield client
    finally:
        process.terminate()
        process.wait(120)


_EVIL = "window.hacked = 1; fetch('/hacked')"
_PAGE = f"<script>{_EVIL}</script>"
_MARKDOWN = f"""# 제 생각

| 동 | 건 |
|---|---|
| 은행선화동 | 3 |

{_PAGE}<img src=x onerror="{_EVIL}"><svg onload="{_EVIL}"></svg>
<iframe srcdoc="{_PAGE}"></iframe><a href="javascript:{_EVIL}">눌러</a>
[눌러](javascript:window.hacked=1) ![그림](http://203.0.113.1/x.png)
<div class="nbgrader_cell"><input class="score" id="n-sum-test" value="2"></div>
"""
_SHOWN = [
    {"text/html": f"{_PAGE}<img src=x onerror='{_EVIL}'><table><tr><td>대흥동</td></tr></table>"},
    {"application/javascript": _EVIL},
    {"text/markdown": _PAGE, "text/plain": "뜻"},
    {"text/latex": _PAGE, "text/plain": "식"},
    {"image/svg+xml": f'<svg xmlns="http://www.w3.org/2000/svg" onload="{_EVIL}"/>'},
    {"image/png": f'"><script>{_EVIL}</script>'},
    {"application/vnd.jupyter.widget-view+json": {"model_id": f"</script>{_PAGE}"}},
    {"image/png": _DOT},
]


def test_a_submissions_page_runs_nothing_of_the_learners(course):
    """The page as formgrader makes it, in a browser that is given formgrader's own scripts."""
    notebook = solved("T1")
    answer = next(cell for cell in notebook.cells if cell.id == "n-sum-answer")
    answer.outputs = [
        new_output("display_data", data=data, metadata={"text/html": {"isolated": True}})
        for data in _SHOWN
    ] + [
        new_output("stream", name="stdout", text=f"{_PAGE}\x1b[31m{_PAGE}"),
        new_output("error", ename=_PAGE, evalue=_PAGE, traceback=[_PAGE]),
    ]
    notebook.cells += [new_markdown_cell(_MARKDOWN), new_raw_cell(_PAGE)]
    notebook.metadata.widgets = {"application/vnd.jupyter.widget-state+json": {"x": _PAGE}}
    config = FormgradeExtension().build_extra_config()
    config.merge(course_config(course))
    about = {"base_url": "", "submission_id": "s", "notebook_id": "exercise", "index": 0}
    about |= {"assignment_id": "T1", "student": "kim", "total": 1, "notebook_path": "x"}
    html, _ = HTMLExporter(config=config).from_notebook_node(notebook, resources=about)

    given = {"id": "g", "name": "n-sum-test", "max_score": 2, "auto_score": 1}
    asked, told = [], []

    def answered(route: Route) -> None:
        path = urlsplit(route.request.url).path
        asked.append(f"{route.request.method} {route.request.url}")
        if path == "/page":
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        elif path.startswith("/formgrader/static/"):
            route.fulfill(path=f"{static_path}/{path.removeprefix('/formgrader/static/')}")
        else:
            route.fulfill(json=given if path.endswith("/g") else [given] * ("grade" in path))

    with chromium() as browser:
        page = browser.new_page()
        page.route("**/*", answered)
        page.on("console", lambda said: told.append(said.text))
        page.goto("http://formgrader.test/page")
        # The policy forbids Playwright's own waiting for a function, too.
        score = page.locator(".score").first
        expect(score).to_have_attribute("placeholder", "1")
        assert page.evaluate("window.hacked") is None
        assert not [url for url in asked if "//formgrader.test/" not in url or "hacked" in url]
        assert not [text for text in told if "Content Security Policy" in text]
        shown = page.inner_text("#notebook")
        assert all(word in shown for word in ("은행선화동", "대흥동", "눌러", "뜻", "식"))
        assert page.locator("#notebook table").count() == 2
        assert page.locator("#notebook img").count() == 1
        assert page.locator(".nbgrader_cell").count() == 4
        # Still a page to grade on: the eye shows the name, full credit sets the points.
        page.click(".glyphicon-eye-open")
        expect(page.locator("a.name-shown")).to_be_visible()
        page.locator(".full-credit").first.click()
        expect(score).to_have_value("2")
        assert any(url.startswith("PUT") for url in asked)


def test_the_button_repairs_refuses_and_says_so_in_korean(course, formgrader):
    def button(unit, student):
        return formgrader.post(f"/formgrader/api/submission/{unit}/{student}/autograde").json()

    hand_in(course, "honest", "T1", files={"evil.html": _PAGE.encode()})
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

    # What lies beside a page, here as nbgrader's own autograde leaves it, is boxed in.
    beside = course / "autograded" / "honest" / "T1"
    assert not (beside / "evil.html").exists()
    (beside / "evil.html").write_text(_PAGE)
    rows = formgrader.get("/formgrader/api/submitted_notebooks/T1/exercise").json()
    page = formgrader.get(f"/formgrader/submissions/{rows[0]['id']}/?index=0")
    assert "script-src 'self' 'unsafe-hashes'" in page.text
    pages = [formgrader.get(f"/formgrader/submissions/{row['id']}/evil.html") for row in rows]
    found = [page for page in pages if page.status_code == 200]
    assert len(found) == 1
    assert found[0].headers["Content-Security-Policy"].startswith("sandbox;")


def test_a_due_date_of_formgrader_is_told_to_learners(course, formgrader):
    unit = read_syllabus().of("officials")[0]
    shutil.copytree(unit.source, course / "source" / unit.code)
    exchange = course / "exchange" / "officials"
    (exchange / "outbound" / unit.code).mkdir(parents=True)
    due = {"duedate_notimezone": "2026-12-01T18:00", "duedate_timezone": "+0900"}
    saved = formgrader.put(f"/formgrader/api/assignment/{unit.code}", json=due)
    assert saved.json()["duedate_notimezone"] == "2026-12-01T18:00:00"
    (card,) = read_catalogue(exchange).units
    assert (card.code, card.due) == (unit.code, datetime(2026, 12, 1, 9))
