"""Starting the Hub, watching it, and stopping everything that belongs to it."""

import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from autograder.course.settings import LOCAL_TIME
from autograder.hub import processes
from autograder.hub.settings import HOME_VARIABLE, HubSettings
from autograder.paths import DEPLOY, Home
from autograder.tryout.settings import PREFIX, VISITORS

Says = Callable[[str], None]

# Seconds.
_START_LIMIT = 180
_STOP_GENTLY = 6
_STOP_FIRMLY = 1
_GLANCE = 0.3

# What the Hub's log says of a part that stopped, and what a person is told.
_TROUBLES = [
    (
        re.compile(r"Service (?P<part>\S+) exited with status"),
        "{part}이 멈춰서 다시 켜고 있어요.",
    ),
    (
        re.compile(r"Cannot connect to (?P<part>\S+) service"),
        "{part}이 시간 안에 켜지지 않았어요.",
    ),
    (re.compile(r"Failed to start service (?P<part>\S+)"), "{part}을 켜지 못했어요."),
    (re.compile(r"Proxy stopped with exit code"), "연결 프로그램이 멈춰서 다시 켜고 있어요."),
    (re.compile(r"Failed to start proxy"), "연결 프로그램을 켜지 못했어요."),
]

_UP = "JupyterHub is now running"


@dataclass(frozen=True, kw_only=True)
class _Heard:
    """What the Hub's log has told: sentences for people, and that all parts are started."""

    troubles: queue.SimpleQueue[str]
    up: threading.Event


def log_path(home: Home) -> Path:
    return home.hub / "logs" / "hub.log"


def run(
    settings: HubSettings,
    *,
    says: Says,
    on_ready: Callable[[], None],
    jobs: tuple[list[str], ...] = (),
) -> int:
    """Run the Hub of ``settings`` until Ctrl+C or SIGTERM; return 0, or 1 when it failed.

    ``on_ready`` is called once, when the pages and both courses answer; ``jobs`` are commands
    that are started then. Nothing of the Hub is left running at the end,
    however it ends.
    """
    home = settings.folder
    started = time.monotonic()
    with _asked_to_stop() as stop, _running(settings) as (hub, reader, heard):
        ready = False
        failure = ""
        while not stop.wait(_GLANCE):
            if hub.poll() is not None:
                reader.join(timeout=1)
                failure = _why_ended(hub, home, ready=ready, heard=heard)
                break
            while ready and not heard.troubles.empty():
                says(heard.troubles.get())
            if not ready and heard.up.is_set() and _answers(settings):
                ready = True
                on_ready()
                for job in jobs:
                    subprocess.Popen(job, env=_environment(home), start_new_session=True)
            if not ready and time.monotonic() - started > _START_LIMIT:
                failure = f"허브가 {_START_LIMIT}초 안에 켜지지 않았어요. 기록: {log_path(home)}"
                break
        if not failure:
            says("허브를 끄고 있어요…")
    says(f"{failure} 모두 껐어요." if failure else "모두 껐어요. 한 일은 그대로 남아 있어요.")
    return 1 if failure else 0


@contextmanager
def _running(
    settings: HubSettings,
) -> Iterator[tuple[subprocess.Popen, threading.Thread, _Heard]]:
    """The Hub's process, who reads what it says, and what was heard.

    Nothing of the Hub is left at the end, though nobody can be told of it: a closed terminal takes
    no words.
    """
    home = settings.folder
    with log_path(home).open("ab", buffering=0) as log:
        hub = _start(settings)
        heard = _Heard(troubles=queue.SimpleQueue(), up=threading.Event())
        reader = threading.Thread(target=_read_log, args=(hub, log, heard), daemon=True)
        reader.start()
        try:
            yield hub, reader, heard
        finally:
            _stop(hub, home)
            reader.join(timeout=1)


def _start(settings: HubSettings) -> subprocess.Popen:
    # Its own session: Ctrl+C reaches only this process, which then stops the Hub in order.
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "autograder.hub.app",
            "-f",
            str(DEPLOY / "hub" / "jupyterhub_config.py"),
        ],
        cwd=settings.folder.hub,
        env=_environment(settings.folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )


def _environment(home: Home) -> dict[str, str]:
    tools = str(Path(sys.executable).parent)
    return {
        **os.environ,
        **processes.mark(home),
        HOME_VARIABLE: str(home.root),
        "PATH": os.pathsep.join([tools, os.environ.get("PATH", os.defpath)]),
        "PYTHONUNBUFFERED": "1",
        "TZ": LOCAL_TIME,  # the log is read by people
    }


def _read_log(hub: subprocess.Popen, log: BinaryIO, heard: _Heard) -> None:
    for line in hub.stdout:
        # On a full disk the Hub must go on to be heard, or it waits for ever with its next line.
        with suppress(OSError):
            log.write(line.encode())
        if _UP in line:
            heard.up.set()
        for pattern, words in _TROUBLES:
            if found := pattern.search(line):
                part = found.groupdict().get("part", "")
                name = "체험 화면" if part == VISITORS else f"{part} 과정의 채점실"
                heard.troubles.put(words.format(part=name))


def _answers(settings: HubSettings) -> bool:
    """Whether the login page, every course's formgrader and the visitors' page answer."""
    pages = [f"{settings.url}/hub/login"]
    if settings.tryout is not None:
        pages.append(f"{settings.url}{PREFIX}")
    pages += [f"{settings.url}/services/{course}/api" for course in settings.service_ports]
    try:
        for page in pages:
            with urllib.request.urlopen(page, timeout=2) as answer:
                if answer.status != 200:
                    return False
    except (urllib.error.URLError, OSError):
        return False
    return True


def _why_ended(hub: subprocess.Popen, home: Home, *, ready: bool, heard: _Heard) -> str:
    what = "허브가 갑자기 멈추었어요" if ready else "허브가 켜지지 못했어요"
    because = "" if heard.troubles.empty() else f" {heard.troubles.get()}"
    return f"{what}(종료 코드 {hub.returncode}).{because} 기록: {log_path(home)}"


def _stop(hub: subprocess.Popen, home: Home) -> None:
    if hub.poll() is None:
        hub.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            hub.wait(timeout=_STOP_GENTLY)
    processes.end(home, patience=_STOP_FIRMLY)
    hub.wait()


@contextmanager
def _asked_to_stop() -> Iterator[threading.Event]:
    """An event that Ctrl+C, SIGTERM and a closed terminal set.

    Handling SIGINT also undoes an ignored one, which the Hub would inherit from a shell's ``&``.
    """
    stop = threading.Event()
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in signals}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
