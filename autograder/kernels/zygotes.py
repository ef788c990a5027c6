"""The grader's side of a zygote: start it, ask it for forks, end it."""

import contextlib
import json
import socket
import struct
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from autograder.sandbox.tiers import TooSlow, Walls
from autograder.sandbox.users import Users

# One that cannot start says so at once; a slow disk needs a minute for the libraries.
_START_SECONDS = 180
_AHEAD_SECONDS = 60
_FORK_SECONDS = 20
_LONGEST_MESSAGE = 1 << 16  # bytes
_ENDED = b"ended"  # and by which signal
_CREDENTIALS = struct.Struct("3i")  # pid, uid, gid of struct ucred


class ZygoteError(RuntimeError):
    """The zygote could not be started, or it or a fresh fork of it failed; the text is Korean."""


@dataclass
class Fork:
    """One fork, held by its life line: closing it kills the fork and all it started."""

    life: socket.socket
    pid: int  # as this side sees it
    channel: socket.socket | None = None

    def interrupt(self) -> None:
        """Ask what runs now to stop, as Ctrl+C does."""
        with contextlib.suppress(OSError):
            self.life.send(b"interrupt")

    def kill(self) -> None:
        """End it at once."""
        with contextlib.suppress(OSError):
            self.life.send(b"kill")

    def ended(self) -> bool:
        """True when the fork is gone."""
        try:
            said = self.life.recv(16, socket.MSG_DONTWAIT | socket.MSG_PEEK)
            return not said or said.startswith(_ENDED)
        except BlockingIOError:
            return False
        except OSError:
            return True

    def close(self) -> None:
        """End it and wait until nothing of it is left."""
        self.kill()
        with contextlib.suppress(OSError):
            self.life.settimeout(_FORK_SECONDS)
            self.life.recv(16)
        self.life.close()
        if self.channel is not None:
            self.channel.close()


class Zygote:
    """A running zygote. Forked workers of this process share it: a request is one message."""

    def __init__(self, *, role: str, walls: Walls) -> None:
        """Start the zygote of ``role`` (``kernel`` or ``judge``); see :meth:`wait`.

        The start takes a second or two of processor time; several can start side by side.
        Raises NoUsers when its forks can have no users of their own.
        """
        self.walls = walls
        self._users = Users() if walls.own_users else None
        self._requests, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        theirs.set_inheritable(True)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115
        self._process = subprocess.Popen(
            walls.command(theirs.fileno(), module="autograder.kernels.zygote"),
            env=walls.environment(),
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=self._errors,
            stderr=self._errors,
            cwd="/",
        )
        theirs.close()
        users = None if self._users is None else self._users.numbers
        self._requests.send(json.dumps(walls.setup(role=role, users=users)).encode())
        self._ready = False

    @property
    def pid(self) -> int:
        return self._process.pid

    def runs(self) -> bool:
        """False once it ended; only for the process that started it."""
        return self._process.poll() is None

    def wait(self) -> "Zygote":
        """Wait until forks can be made.

        Raises ZygoteError when it did not come up, TooSlow when it may come up yet.
        """
        if not self._ready:
            self._requests.settimeout(_START_SECONDS)
            try:
                answer = self._requests.recv(1 << 16)
            except TimeoutError as error:
                raise TooSlow("채점 준비를", _START_SECONDS) from error
            except OSError as error:
                raise self._fault("켜지지 않았어요") from error
            if not answer:
                raise self._fault("켜지지 않았어요")
            self._requests.settimeout(None)
            self._ready = True
        return self

    def fork(self, *, folder: Path, payload: dict, channel: bool = False) -> Fork:
        """Fork once. ``folder`` is its working folder and becomes its property.

        ``payload`` goes to the fork; with ``channel`` a stream socket of its own comes back.
        Raises ZygoteError when the fork could not be confined or started, TooSlow when it did
        not answer in time.
        """
        self.wait()
        life, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        life.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        mine, other = socket.socketpair() if channel else (None, None)
        descriptors = [theirs.fileno()] + ([other.fileno()] if other is not None else [])
        message = json.dumps(payload | {"folder": str(folder)}).encode()
        try:
            socket.send_fds(self._requests, [message], descriptors)
        except OSError as error:
            raise self._fault("갑자기 끝났어요") from error
        finally:
            theirs.close()
            if other is not None:
                other.close()
        return Fork(life=life, pid=_born(life), channel=mine)

    def compute_ahead(self, source: str) -> bool:
        """Have a judge's zygote run ahead what it can of a test cell; True when that is kept.

        Only for the process that started the zygote, one at a time. Raises ZygoteError when the
        zygote is lost by it.
        """
        self.wait()
        message = json.dumps({"ahead": source}).encode()
        if len(message) > _LONGEST_MESSAGE:
            return False
        self._requests.settimeout(_AHEAD_SECONDS)
        try:
            self._requests.send(message)
            answer = json.loads(self._requests.recv(1 << 16) or b"{}")
        except OSError as error:
            raise self._fault("갑자기 끝났어요") from error
        finally:
            self._requests.settimeout(None)
        if answer.get("threads") != 1:
            raise ZygoteError(
                "확인 칸이 스레드를 남겼어요. 그 칸에서 스레드를 쓰는 줄을 빼 주세요."
            )
        return bool(answer["kept"])

    def stop(self) -> None:
        """End the zygote and every fork of it."""
        self._requests.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._users is not None:
            self._users.release()
            self._users = None
        self._errors.close()

    def _fault(self, what: str) -> ZygoteError:
        self._errors.seek(0)
        said = self._errors.read()[-2000:].decode("utf-8", "replace").strip()
        return ZygoteError(f"채점 바탕(zygote)이 {what}: {said}")


def _born(life: socket.socket) -> int:
    """Wait for a fork's first message; return its process number on this side."""
    life.settimeout(_FORK_SECONDS)
    try:
        said, ancillary, _, _ = life.recvmsg(8192, socket.CMSG_SPACE(_CREDENTIALS.size))
    except TimeoutError as error:
        life.close()
        raise TooSlow("실행 준비를", _FORK_SECONDS) from error
    except OSError as error:
        life.close()
        raise ZygoteError(f"실행할 자리를 만들지 못했어요: {error}") from error
    if said.startswith(_ENDED):
        life.close()
        signal = said.removeprefix(_ENDED).decode().strip()
        raise ZygoteError(
            f"실행할 자리가 준비되기 전에 끝났어요(신호 {signal}). "
            "메모리나 프로세스 수가 모자라지 않은지 보고, 다시 해 주세요."
        )
    if said != b"ready":
        life.close()
        raise ZygoteError(f"실행할 자리를 만들지 못했어요: {said.decode('utf-8', 'replace')}")
    life.settimeout(None)
    for level, kind, raw in ancillary:
        if (level, kind) == (socket.SOL_SOCKET, socket.SCM_CREDENTIALS):
            return _CREDENTIALS.unpack(raw)[0]
    raise ZygoteError("실행할 자리가 누구인지 말하지 않았어요.")
