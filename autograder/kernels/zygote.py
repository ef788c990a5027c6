"""The process that holds the libraries and forks, once for every notebook.

Runs as ``python -m autograder.kernels.zygote FD`` inside the sandbox. FD is a socket; its
first message is the set-up, every further one asks for a fork and carries the fork's own
socket. That socket is the fork's life: when its other end closes, the fork is killed.
The zygote itself never runs learner code, never has a second thread and never opens ZMQ.
"""

import array
import base64
import contextlib
import gc
import json
import os
import selectors
import signal
import socket
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from autograder.kernels import pages
from autograder.sandbox.lockdown import (
    Cage,
    address_space,
    adopt_orphans,
    die_with_parent,
    lock,
    not_dumpable,
    prepare_landlock,
)

_MESSAGE = 1 << 16  # bytes of one request


@dataclass
class _Fork:
    pid: int
    slot: int
    life: socket.socket
    pidfd: int


def main() -> None:
    """Serve forks until the grader closes its end."""
    die_with_parent()
    adopt_orphans()
    not_dumpable()
    requests = socket.socket(fileno=int(sys.argv[1]))
    setup = json.loads(requests.recv(_MESSAGE * 4))
    os.environ.update(setup["environment"])
    writable = tempfile.mkdtemp(prefix="zygote-")
    child = _prepare(setup["role"], writable=writable)
    if setup["landlock"]:
        prepare_landlock()
    threads = len(os.listdir("/proc/self/task"))
    if threads != 1:
        raise RuntimeError(f"zygote has {threads} threads; forks would hang")
    gc.collect()
    gc.freeze()
    pages.gather()
    requests.send(json.dumps({"ready": True, "bytes": address_space()}).encode())
    _Server(requests, setup, child).serve()


def _prepare(role: str, *, writable: str) -> Callable[..., None]:
    """Load everything for ``role``; return what a fork of it runs."""
    from autograder.kernels import preload

    preload.settings(writable=writable)
    preload.libraries()
    preload.datasets()
    preload.warm_up()
    # Imports numpy, and must come after the settings.
    from autograder.kernels.settle import settle

    if role == "kernel":
        from autograder.kernels.warm import WarmKernelApp

        app = WarmKernelApp.prepared()

        def run_kernel(*, folder: str, payload: dict, ready: Callable, **_: Any) -> None:
            settle(folder=folder)
            app.connect(payload["connection"], front_end=payload["front_end"])
            ready()
            app.start()

        return run_kernel
    from autograder.judge.inside import Judge

    def run_judge(*, folder: str, ready: Callable, channel: socket.socket, **_: Any) -> None:
        settle(folder=folder)
        ready()
        Judge(channel).serve()

    return run_judge


class _Server:
    def __init__(self, requests: socket.socket, setup: dict, child: Callable[..., None]) -> None:
        self._requests = requests
        self._setup = setup
        self._child = child
        self._seccomp = base64.b64decode(setup["seccomp"])
        self._base = address_space()
        self._selector = selectors.DefaultSelector()
        self._forks: dict[int, _Fork] = {}  # by slot

    def serve(self) -> None:
        self._selector.register(self._requests, selectors.EVENT_READ, self._take)
        while True:
            for key, _ in self._selector.select():
                key.data()

    def _take(self) -> None:
        data, ancillary, _, _ = self._requests.recvmsg(_MESSAGE, socket.CMSG_SPACE(4 * 4))
        descriptors = array.array("i")
        for level, kind, raw in ancillary:
            if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
                descriptors.frombytes(raw[: len(raw) - len(raw) % 4])
        if not data:
            for fork in list(self._forks.values()):
                self._kill(fork)
            sys.exit(0)
        request = json.loads(data)
        if "ahead" in request:
            self._compute_ahead(request["ahead"])
            return
        life = socket.socket(fileno=descriptors[0])
        channel = socket.socket(fileno=descriptors[1]) if len(descriptors) > 1 else None
        self._fork(request, life, channel)
        if channel is not None:
            channel.close()

    def _compute_ahead(self, source: str) -> None:
        """Run what no learner can change of a test cell of the instructor's."""
        from autograder.judge import ahead

        kept = ahead.compute(source)
        gc.collect()
        gc.freeze()
        self._base = address_space()
        threads = len(os.listdir("/proc/self/task"))
        self._requests.send(json.dumps({"kept": kept, "threads": threads}).encode())

    def _fork(self, request: dict, life: socket.socket, channel: socket.socket | None) -> None:
        slot = next(n for n in range(1 << 16) if n not in self._forks)
        uids = self._setup["uids"]
        uid = None if uids is None else uids[slot % len(uids)]
        if uid is not None:
            _give(request["folder"], uid)
        pid = os.fork()
        if pid == 0:
            self._become(request, life, channel, uid)
        fork = _Fork(pid, slot, life, os.pidfd_open(pid))
        self._forks[slot] = fork
        self._selector.register(fork.pidfd, selectors.EVENT_READ, lambda: self._ended(fork))
        self._selector.register(life, selectors.EVENT_READ, lambda: self._told(fork))

    def _told(self, fork: _Fork) -> None:
        try:
            order = fork.life.recv(16)
        except OSError:
            order = b""
        if order == b"interrupt":
            with contextlib.suppress(ProcessLookupError):
                os.killpg(fork.pid, signal.SIGINT)
        else:
            self._kill(fork)

    def _kill(self, fork: _Fork) -> None:
        for kill in (os.killpg, os.kill):
            # A fork that has not yet made its own group is killed alone.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                kill(fork.pid, signal.SIGKILL)

    def _ended(self, fork: _Fork) -> None:
        # What the fork started is in its process group: leaving it is forbidden.
        self._kill(fork)
        status = 0
        with contextlib.suppress(ChildProcessError):
            _, status = os.waitpid(fork.pid, 0)
            # Each zombie would count against the limit of the next with the same user.
            while True:
                os.waitpid(-fork.pid, 0)
        self._selector.unregister(fork.pidfd)
        self._selector.unregister(fork.life)
        os.close(fork.pidfd)
        with contextlib.suppress(OSError):
            fork.life.send(b"ended %d" % os.WTERMSIG(status))
        fork.life.close()
        del self._forks[fork.slot]

    def _become(
        self, request: dict, life: socket.socket, channel: socket.socket | None, uid: int | None
    ) -> None:
        """Turn this fork into what was asked for; never returns."""
        try:
            os.setsid()
            die_with_parent()
            keep = [life.fileno()] + ([channel.fileno()] if channel is not None else [])
            null = os.open(os.devnull, os.O_RDWR)
            for standard in (0, 1, 2):
                os.dup2(null, standard)
            low = 3
            for descriptor in sorted(keep):
                os.closerange(low, descriptor)
                low = descriptor + 1
            os.closerange(low, 1 << 16)
            lock(self._cage(request, uid))

            def ready() -> None:
                life.send(b"ready")
                life.close()

            self._child(folder=request["folder"], payload=request, ready=ready, channel=channel)
        except BaseException:
            with contextlib.suppress(OSError):
                life.send(traceback.format_exc()[-4000:].encode())
        finally:
            os._exit(1)

    def _cage(self, request: dict, uid: int | None) -> Cage:
        rlimits = dict(self._setup["rlimits"])
        rlimits["DATA"] += self._base
        if uid is None:
            # The limit counts all of the user's threads, so it must stand above what runs now.
            rlimits["NPROC"] += _threads_of_user()
        return Cage(
            scratch=request["folder"],
            readable=self._setup["readable"],
            uid=uid,
            rlimits=rlimits,
            landlock=self._setup["landlock"],
            seccomp=self._seccomp,
        )


def _give(folder: str, uid: int) -> None:
    """Make ``folder`` and all in it the property of ``uid``."""
    for here, folders, files in os.walk(folder):
        for name in (*folders, *files):
            os.lchown(os.path.join(here, name), uid, uid)
    os.chown(folder, uid, uid)


def _threads_of_user() -> int:
    mine, count = os.getuid(), 0
    for name in os.listdir("/proc"):
        with contextlib.suppress(OSError):
            if name.isdecimal() and os.stat(f"/proc/{name}").st_uid == mine:
                count += len(os.listdir(f"/proc/{name}/task"))
    return count


if __name__ == "__main__":
    main()
