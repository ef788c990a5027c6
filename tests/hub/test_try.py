"""``/try/`` on its own: what visitors get, what they do not, and hostile ones."""

import asyncio
import html
import json
import re
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import nbformat
import psutil
import pytest
from hubs import wait_for
from tornado.httpclient import HTTPClientError
from visitors import PREFIX, Visitor, message, try_server

from autograder.errors import CourseError
from autograder.sandbox import selftest
from autograder.sandbox.tiers import Tier, available
from autograder.syllabus import read_syllabus
from autograder.tryout import server as visitors_server
from autograder.tryout import walls
from autograder.tryout.settings import TrySettings
from autograder.tryout.units import chosen, publish

needs_walls = pytest.mark.skipif(not available(), reason="no sandbox tier on this machine")


@pytest.fixture(scope="module")
def units(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("try") / "units"
    publish(units=chosen(["SN2"]), folder=folder)
    return folder


@pytest.fixture(scope="module")
def server(units, tmp_path_factory):
    with try_server(tmp_path_factory.mktemp("server"), units=units, visitors=40) as running:
        yield running


@pytest.fixture
def visitor(server):
    with Visitor(server) as somebody:
        yield somebody
        if somebody.kernel:
            somebody.leave()


def test_every_ready_unit_without_code_may_be_tried_and_no_other():
    ready = [unit.code for unit in read_syllabus().units if unit.ready and unit.no_code]
    assert [unit.code for unit in chosen()] == ready != []
    for code in ("OA1", "SN9"):
        with pytest.raises(CourseError, match=code):
            chosen([code])


def test_only_the_learners_version_is_published_and_renewed_when_the_source_is_newer(units):
    text = (units / "SN2" / "exercise.ipynb").read_text(encoding="utf-8")
    source = (chosen(["SN2"])[0].source / "exercise.ipynb").read_text(encoding="utf-8")
    assert "BEGIN HIDDEN TESTS" in source
    assert "BEGIN HIDDEN TESTS" not in text
    assert "BEGIN SOLUTION" not in text
    before = (units / "SN2" / "lesson.ipynb").stat().st_mtime_ns
    (units / "XX1").mkdir()
    publish(units=chosen(["SN2"]), folder=units)
    assert (units / "SN2" / "lesson.ipynb").stat().st_mtime_ns == before
    assert sorted(path.name for path in units.iterdir()) == ["SN2"]


def test_the_library_makes_no_widget_at_import():
    """A warm kernel is forked after the import; it would not know such a widget."""
    code = (
        "from autograder.kernels import preload; preload.libraries();"
        "from ipywidgets.widgets import widget; print(len(widget._instances))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"


def test_without_a_sandbox_it_refuses_unless_told(monkeypatch, capsys):
    monkeypatch.setattr(selftest, "available", lambda: [])
    settings = TrySettings(units=("SN2",), folder="/nowhere")
    for name, value in settings.environment().items():
        monkeypatch.setenv(name, value)
    assert visitors_server.main() == 1
    said = capsys.readouterr().err.strip()
    assert "--try-sandbox none" in said
    assert len(said.splitlines()) == 1
    assert walls.tiers("none") == [Tier.NONE]


@needs_walls
def test_the_start_page_names_the_units_and_nothing_of_the_visitor(visitor):
    start = visitor.client.get(PREFIX)
    (unit,) = chosen(["SN2"])
    assert unit.title in start.text
    assert "지워져요" in start.text
    assert list(start.cookies) == ["_xsrf"]
    visitor.press("lesson")
    cookies = {cookie.name: cookie for cookie in visitor.client.cookies.jar}
    assert set(cookies) == {"_xsrf", "junggu-visit"}
    assert all(cookie.discard and cookie.path == PREFIX for cookie in cookies.values())


@needs_walls
def test_a_unit_opens_only_by_the_button(visitor):
    page = visitor.open("lesson")
    assert page.url.path == PREFIX
    assert visitor.kernel == ""
    refused = visitor.client.post(f"{PREFIX}begin/SN2/lesson")
    assert refused.status_code == 403
    assert "화면이 오래되었어요" in refused.text
    assert "junggu-visit" not in visitor.client.cookies


@needs_walls
@pytest.mark.parametrize("notebook", ["lesson", "exercise"])
def test_the_whole_unit_is_shown_without_code_and_everything_comes_from_here(visitor, notebook):
    page = visitor.press(notebook)
    assert page.status_code == 200
    assert '<html lang="ko">' in page.text
    # What stands at the end of the notebook is there, and no cell failed on the way.
    last = "받은 문자에서 신호를 세어 보세요" if notebook == "lesson" else "집에 가져가는 카드"
    assert last in html.unescape(page.text)
    assert "열지 못했어요" not in page.text
    assert visitor.running()
    assert "지워져요" in page.text
    for code in ("load(&quot;", "clicks.sort_cards", "task.expect"):
        assert code not in page.text
    assert "내기</button>" not in page.text
    policy = page.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self'")
    assert "http" not in policy


@needs_walls
def test_the_next_page_takes_the_place_of_the_one_before(visitor):
    visitor.press("lesson")
    before = visitor.kernel
    visitor.open("exercise")
    assert visitor.running()
    assert visitor.kernel != before
    assert not visitor.running(before)


@needs_walls
def test_another_visitors_kernel_is_out_of_reach(server, visitor):
    visitor.press("lesson")
    with Visitor(server) as other:
        other.press("lesson")
        own, other.kernel = other.kernel, visitor.kernel
        assert not other.running()
        other.leave()
        with pytest.raises(HTTPClientError, match="404"):
            asyncio.run(other.channels())
        assert other.client.get(f"{PREFIX}api/kernels/{visitor.kernel}").status_code == 404
        other.kernel = own
        assert other.running()
        other.leave()
        assert not other.running()
    assert visitor.running()


@needs_walls
@pytest.mark.parametrize(
    "path",
    [
        "tree",
        "lab",
        "login",
        "api/contents",
        "api/kernels",
        "api/sessions",
        "api/terminals",
        "terminals/1",
        "files/SN2/exercise.ipynb",
        "voila/tree",
        "voila/files/SN2/exercise.ipynb",
        "voila/api/contents/SN2",
        "voila/render/OA1/lesson.ipynb",
        "voila/render/etc/passwd",
        "voila/static/../../../../etc/passwd",
        "static/../handlers.py",
    ],
)
def test_there_is_no_other_door(server, path):
    for method in ("GET", "POST", "PUT"):
        # httpx would tidy the dots away.
        url = httpx.URL(server.origin).copy_with(raw_path=f"{PREFIX}{path}".encode())
        with httpx.Client() as client:
            answer = client.request(method, url)
        assert answer.status_code in (403, 404, 405), answer.text
        assert "root:" not in answer.text


@needs_walls
def test_a_page_gets_all_its_widgets_in_one_message(visitor):
    """Asked for one by one, hundreds of widgets run into Jupyter's limit of messages a second."""
    visitor.press("exercise")

    async def widgets() -> dict:
        page = await visitor.channels()
        control = {"comm_id": "control", "target_name": "jupyter.widget.control"}
        opened = message("comm_open", {**control, "data": {}}, metadata={"version": "1.0.0"})
        await page.write_message(opened)
        asked = {"comm_id": "control", "data": {"method": "request_states"}}
        await page.write_message(message("comm_msg", asked))
        while True:
            told = json.loads(await asyncio.wait_for(page.read_message(), 30))
            assert told["header"]["msg_type"] != "comm_close"
            if told["header"]["msg_type"] == "comm_msg":
                page.close()
                return told["content"]["data"]["states"]

    models = [state["model_name"] for state in asyncio.run(widgets()).values()]
    assert models.count("ButtonModel") > 20


@needs_walls
def test_code_sent_over_the_websocket_is_not_run(visitor):
    visitor.press("lesson")

    async def kinds_of_answers() -> set[str]:
        page = await visitor.channels()
        code = {"code": "print('run')", "silent": False}
        for channel in ("shell", "control"):
            await page.write_message(message("execute_request", code, channel=channel))
        await page.write_message(message("kernel_info_request", {}))
        answers = []
        while "kernel_info_reply" not in answers:
            told = json.loads(await asyncio.wait_for(page.read_message(), 30))
            answers.append(told["header"]["msg_type"])
        page.close()
        return set(answers)

    kinds = asyncio.run(kinds_of_answers())
    assert kinds.isdisjoint({"execute_reply", "execute_input", "execute_result", "stream"})
    assert visitor.running()


_ATTACK = """
import json, os, pathlib, socket, subprocess, sys, threading
told = {{}}
def attempt(name, act):
    try:
        told[name] = bool(act())
    except BaseException as error:
        told[name] = False
attempt("read", lambda: {secret!r} in pathlib.Path({inside!r}).read_text())
attempt("list", lambda: os.listdir({folder!r}))
attempt("write", lambda: pathlib.Path({outside!r}).write_text("x"))
attempt("connect", lambda: socket.create_connection(("127.0.0.1", {port}), 1))
attempt("outside", lambda: socket.create_connection(("192.0.2.1", 80), 1))
attempt("kill", lambda: os.kill({pid}, 0) is None)
attempt("environment", lambda: {{"JUNGGU_TRY", "JUPYTER_PATH"}} & set(os.environ))
attempt("memory", lambda: bytearray(1 << 30))
attempt("leave", lambda: os.setsid())
own = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)", {mark!r}])
attempt("own", lambda: pathlib.Path("own.txt").write_text("x"))
threading.Thread(target=lambda: [None for _ in iter(int, 1)], daemon=True).start()
print(json.dumps(told))
"""


_FILL = "for n in range(4): open(f'{n}', 'wb').write(bytes((4 << 20) - 1))"


def hostile_units(folder: Path, **codes: str) -> Path:
    """A folder of units with one whose notebooks are ``codes``."""
    (folder / "SN2").mkdir(parents=True)
    for name, code in codes.items():
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
        nbformat.write(notebook, folder / "SN2" / f"{name}.ipynb")
    return folder


def living(mark: str) -> list[psutil.Process]:
    """The processes with ``mark`` on their command line."""
    found = []
    for process in psutil.process_iter():
        try:
            if mark in process.cmdline():
                found.append(process)
        except psutil.Error:
            continue
    return found


@needs_walls
def test_hostile_code_reaches_nothing_and_does_not_outlive_its_visit(tmp_path):
    """As if somebody had got code to run after all: what the walls are for."""
    private = tmp_path / "private"
    private.mkdir(mode=0o777)
    private.chmod(0o777)
    (private / "secret").write_text("hidden-answer")
    mark = f"junggu-hostile-{tmp_path.name}"
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        code = _ATTACK.format(
            secret="hidden-answer",
            inside=str(private / "secret"),
            folder=str(private),
            outside=str(private / "written"),
            port=other.getsockname()[1],
            pid=psutil.Process().pid,
            mark=mark,
        )
        units = hostile_units(tmp_path / "units", lesson=code, exercise=_FILL)
        with (
            try_server(tmp_path, units=units, visitors=1, idle_seconds=3) as server,
            Visitor(server) as visitor,
        ):
            page = html.unescape(visitor.press("lesson").text)
            told = json.loads(re.search(r'{"read".*}', page)[0])
            assert told.pop("own")
            assert [name for name, done in told.items() if done] == []
            assert not (private / "written").exists()
            assert living(mark)
            # Busy for ever, and with its page open: ended all the same.
            asyncio.run(stay_until_culled(visitor))
            wait_for(lambda: not living(mark), what="the end of what it started")
            visitor.press("exercise")
            wait_for(lambda: not visitor.running(), what="the end of who fills the disk")
            assert "MB보다 많이" in server.log


async def stay_until_culled(visitor: Visitor) -> None:
    page = await visitor.channels()
    await asyncio.to_thread(
        wait_for, lambda: not visitor.running(), what="the culled kernel", seconds=60
    )
    page.close()
