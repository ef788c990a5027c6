"""Start, second start, stop, and what goes wrong: one sentence, and no process left."""

import errno
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import psutil
import pytest
from hubs import RunningHub, run_hub_command, running_hub, wait_for

from autograder.cli import app as cli
from autograder.hub import processes, run
from autograder.hub.settings import HubSettings
from autograder.paths import Home
from autograder.ports import free_ports

# Seconds. On two quiet cores it is ready after 9 and stops in 3; the promises are 20 and 10.
# Starting gets three times as long here, because tests run on busy machines.
READY_WITHIN = 60
STOPPED_WITHIN = 10


def part(hub: RunningHub, words: str) -> psutil.Process:
    """The process of the Hub with ``words`` in its command or its folder."""
    for process in processes.running(hub.home):
        if words in " ".join(process.cmdline()) or words in process.cwd():
            return process
    pytest.fail(f"no process of {words}")


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


@pytest.fixture
def refused(capsys):
    """Start a Hub that must refuse; return what it says, one line and no traceback."""

    def start(home: Path, *options: str) -> str:
        code = cli.run(["hub", "--home", str(home), *options])
        told = capsys.readouterr().err
        said = [line for line in told.splitlines() if line.startswith("멈추었어요")]
        assert code == 1
        assert "Traceback" not in told
        assert len(said) == 1, told
        return said[0]

    return start


def test_starts_keeps_work_and_stops(tmp_path):
    """Ended by Ctrl+C, by a power cut and by the system, one after the other."""
    home = tmp_path / "home"
    with running_hub(home, tmp_path / "first.txt") as first:
        assert first.seconds_to_ready < READY_WITHIN
        assert first.url in first.printed
        password = first.password("kim.official")
        assert password in first.printed
        assert (first.home.hub / "accounts.json").stat().st_mode & 0o777 == 0o600
        assert (first.home.hub / "cookie_secret").stat().st_mode & 0o077 == 0
        work = first.home.users / "kim.official" / "officials"
        work.mkdir(parents=True)
        (work / "mine.txt").write_text("한 일")
        seconds = first.stop()
        assert first.process.returncode == 0
        assert seconds < STOPPED_WITHIN
        assert processes.running(first.home) == []
    with running_hub(home, tmp_path / "second.txt") as second:
        assert second.seconds_to_ready < READY_WITHIN
        assert second.password("kim.official") == password
        assert (work / "mine.txt").read_text() == "한 일"
        second.process.kill()
        second.process.wait()
        left = processes.running(second.home)
        assert len(left) >= 4
        with running_hub(home, tmp_path / "third.txt") as third:
            assert "정리했어요" in third.printed
            assert not any(process.is_running() for process in left)
            assert (work / "mine.txt").read_text() == "한 일"
            third.stop(signal.SIGTERM)
            assert processes.running(third.home) == []


def test_busy_port_is_said_and_nothing_starts(tmp_path, refused):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = refused(tmp_path / "home", "--port", str(port))
    assert str(port) in said and "--port" in said
    assert processes.running(Home.at(tmp_path / "home")) == []


def foreign_folder(home: Home) -> None:
    home.root.mkdir()
    (home.root / "photo.jpg").write_bytes(b"")


def a_file(home: Home) -> None:
    home.root.write_text("")


def broken_accounts(home: Home) -> None:
    home.hub.mkdir(parents=True)
    (home.hub / "accounts.json").write_text('{"kim.official": "abc')


def broken_hub_database(home: Home) -> None:
    home.hub.mkdir(parents=True)
    (home.hub / "jupyterhub.sqlite").write_bytes(b"half a database" * 100)


def broken_gradebook(home: Home) -> None:
    home.course("officials").mkdir(parents=True)
    (home.course("officials") / "gradebook.db").write_bytes(b"half a gradebook" * 100)


def broken_roster(home: Home) -> None:
    home.root.mkdir()
    home.roster.write_text("id,name\nkim,김\n", encoding="utf-8")


def other_mode(home: Home) -> None:
    home.hub.mkdir(parents=True)
    home.public.mkdir()


@pytest.mark.parametrize(
    ("make", "names"),
    [
        (foreign_folder, "--home"),
        (a_file, "--home"),
        (broken_accounts, "accounts.json"),
        (broken_hub_database, "jupyterhub.sqlite"),
        (broken_gradebook, "gradebook.db"),
        (broken_roster, "roster.csv"),
        (other_mode, "--mode server"),
    ],
)
def test_half_made_folder_is_said_and_nothing_starts(tmp_path, refused, make, names):
    home = Home.at(tmp_path / "home")
    make(home)
    assert names in refused(home.root)
    assert processes.running(home) == []


def test_second_hub_on_one_home_is_refused(hub, refused):
    assert "이미" in refused(hub.home.root)
    assert answers(f"{hub.url}/hub/login")


def test_course_service_that_dies_is_said_and_comes_back(hub):
    part(hub, str(hub.home.course("residents"))).kill()
    wait_for(lambda: "residents 과정의 채점실이" in hub.printed, what="it is said", seconds=60)
    # The Hub looks after its services every 30 s.
    wait_for(lambda: answers(f"{hub.url}/services/residents/api"), what="it is back", seconds=90)
    assert answers(f"{hub.url}/services/officials/api")


def test_proxy_that_dies_is_said_and_comes_back(hub):
    part(hub, "autograder.hub.proxy").kill()
    wait_for(lambda: "연결 프로그램이 멈춰서" in hub.printed, what="it is said", seconds=60)
    wait_for(lambda: answers(f"{hub.url}/hub/login"), what="it is back", seconds=60)


def test_service_that_cannot_start_ends_the_start(tmp_path):
    home = Home.at(tmp_path / "home")
    settings = home.course("officials") / ".jupyter" / "jupyter_server_config.py"
    settings.parent.mkdir(parents=True)
    settings.write_text("raise SystemExit(3)\n")
    refused = run_hub_command(home.root, "--port", str(free_ports(1)[0]))
    assert refused.returncode == 1
    assert "officials 과정의 채점실" in refused.stderr and str(home.hub) in refused.stderr
    assert "Traceback" not in refused.stderr
    assert processes.running(home) == []


def test_closed_terminal_leaves_no_process(tmp_path, monkeypatch):
    home = Home.at(tmp_path)
    run.log_path(home).parent.mkdir(parents=True)

    def start(settings):
        words = ["sh", "-c", "echo JupyterHub is now running; exec sleep 300"]
        return subprocess.Popen(
            words, stdout=subprocess.PIPE, text=True, env=processes.mark(home), cwd=tmp_path
        )

    def to_nobody(*_):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(run, "_start", start)
    monkeypatch.setattr(run, "_answers", lambda settings: True)
    settings = HubSettings(
        home=str(tmp_path),
        mode="demo",
        port=1,
        hub_port=2,
        proxy_api_port=3,
        service_ports={},
        python="",
        deploy="",
    )
    with pytest.raises(OSError, match="Input/output"):
        run.run(settings, says=to_nobody, on_ready=to_nobody)
    assert processes.running(home) == []


def test_hub_that_dies_leaves_no_process(hub):
    """The last of this module: no other can use the Hub afterwards."""
    part(hub, "autograder.hub.app").kill()
    hub.process.wait(timeout=20)
    assert hub.process.returncode == 1
    assert "허브가 갑자기 멈추었어요" in hub.printed
    assert "Traceback" not in hub.printed
    assert processes.running(hub.home) == []
