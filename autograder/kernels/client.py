"""Runs cells in a warm kernel and watches it: the grader's end of the Jupyter messages.

nbclient waits in an event loop and in threads; a batch needs neither, and pays for both. This
is the same protocol over the same sockets, one thread, with limits on everything that comes in.
"""

import contextlib
import json
import math
import os
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import zmq
from jupyter_client.session import Session
from nbformat import NotebookNode
from nbformat.v4 import output_from_msg

from autograder.kernels.asking import ASK, ASK_REPLY
from autograder.kernels.zygotes import Fork, Zygote, ZygoteError
from autograder.limits import Limits
from autograder.sandbox.tiers import TooSlow
from autograder.sandbox.watch import Watch

_OUTPUTS = {"stream", "display_data", "execute_result", "error"}
_UPDATE = "update_display_data"
_GREETING_SECONDS = 20
_FRAME = 400  # bytes of an output beside its content: many that hold nothing are much, too
_DEEPEST = 40  # lists and objects within each other in what a cell shows
_TIME_IS_UP = "과제 전체를 실행하는 시간이 다 되어서 여기까지만 실행했어요."
_TOO_MUCH = "화면으로 보내는 것이 너무 많아서 멈췄어요."

_PAGE = os.sysconf("SC_PAGE_SIZE")
_context: tuple[int, zmq.Context] | None = None


@dataclass(kw_only=True)
class CellRun:
    """What running one cell gave. ``stopped`` says in Korean why it was cut short."""

    outputs: list[NotebookNode] = field(default_factory=list)
    count: int | None = None
    seconds: float = 0.0
    stopped: str = ""


class KernelGone(RuntimeError):
    """The kernel ended or was ended; the text says why in Korean."""


class Kernel:
    """One confined kernel in ``folder``; use as a context manager."""

    def __init__(self, *, zygote: Zygote, folder: Path, limits: Limits) -> None:
        """Fork it.

        Raises ZygoteError when that fails, TooSlow when it gives no sign in time, ValueError for
        a path too long for ipc.
        """
        self._limits = limits
        self._started = time.monotonic()
        self._look_at = self._started + limits.watch_seconds
        self._shown = self._received = 0
        self._grader_bytes = _resident()
        self.gone = ""  # Korean reason once the kernel is gone
        stem = folder / ".k"
        if len(str(stem)) > 100:
            raise ValueError(f"ipc path too long: {stem}")
        key = secrets.token_hex(16)
        connection = {
            "transport": "ipc",
            "ip": str(stem),
            "key": key,
            "signature_scheme": "hmac-sha256",
            "shell_port": 1,
            "iopub_port": 2,
            "stdin_port": 3,
            "control_port": 4,
            "hb_port": 0,
        }
        payload = {"connection": connection, "front_end": False}
        self._fork: Fork = zygote.fork(folder=folder, payload=payload)
        self._watch = Watch(pid=self._fork.pid, folder=folder, limits=limits)
        self._session = Session(key=key.encode())
        self._shell = self._socket(zmq.DEALER, f"ipc://{stem}-1")
        self._iopub = self._socket(zmq.SUB, f"ipc://{stem}-2")
        self._poller = zmq.Poller()
        self._poller.register(self._shell, zmq.POLLIN)
        self._poller.register(self._iopub, zmq.POLLIN)
        try:
            # Output sent before the subscription arrives would be lost; the kernel greets it.
            greeted = self._receive(
                until=lambda kind, _: kind == "iopub_welcome", seconds=_GREETING_SECONDS
            )
        except KernelGone as gone:
            # Nothing of the learner's ran yet.
            self.close()
            raise ZygoteError(f"실행 준비를 하다가 멈추었어요. {gone}") from gone
        if not greeted:
            self.close()
            raise TooSlow("실행 준비를", _GREETING_SECONDS)

    def __enter__(self) -> "Kernel":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def seconds_left(self) -> float:
        return self._limits.submission_seconds - (time.monotonic() - self._started)

    def run(self, source: str) -> CellRun:
        """Execute one cell. Raises KernelGone when there is no kernel (any more)."""
        self._alive()
        if self.seconds_left <= 0:
            self._end(_TIME_IS_UP)
            return CellRun(stopped=_TIME_IS_UP)
        run = CellRun()
        collect = _Outputs(run.outputs)
        begun = time.monotonic()
        message = self._session.send(
            self._shell,
            "execute_request",
            {
                "code": source,
                "silent": False,
                "store_history": True,
                "user_expressions": {},
                "allow_stdin": False,
                "stop_on_error": False,
            },
        )
        wanted = {"reply", "idle"}

        def until(kind: str, content: dict) -> bool:
            if kind in _OUTPUTS or kind == _UPDATE:
                self._shown += collect.growth(kind, content, self._length)
                if self._shown <= self._limits.output_bytes:
                    collect.take(kind, content, self._length)
                elif not run.stopped:
                    run.stopped = "화면에 나오는 내용이 너무 많아서 여기까지만 실행했어요."
                    self._fork.interrupt()
                    self._deadline(self._limits.interrupt_seconds)
            elif kind == "clear_output":
                collect.clear(wait=bool(content.get("wait")))
            elif kind == "execute_reply":
                count = content.get("execution_count")
                run.count = count if type(count) is int else None
                wanted.discard("reply")
            elif kind == "status" and content.get("execution_state") == "idle":
                wanted.discard("idle")
            return not wanted

        allowed = min(self._limits.cell_seconds, max(self.seconds_left, 0.0))
        try:
            done = self._receive(until=until, seconds=allowed, parent=message["msg_id"])
            if not done:
                # What was cut for its length may take its time to end, too.
                slow = f"{allowed:g}초 안에 끝나지 않아서 멈췄어요. 끝없이 도는지 보세요."
                run.stopped = run.stopped or slow
                self._fork.interrupt()
                grace = self._limits.interrupt_seconds if self.seconds_left > 0 else 0.0
                if not self._receive(until=until, seconds=grace, parent=message["msg_id"]):
                    self._end(run.stopped)
        except KernelGone:
            # Whatever ended it in the end: the reason is the one that came first.
            run.stopped = self.gone = run.stopped or self.gone
        run.seconds = time.monotonic() - begun
        return run

    def ask(self, request: dict, buffers: Sequence[bytes] = ()) -> tuple[dict, list[bytes]]:
        """Send a request of :mod:`autograder.kernels.asking`; return its content and buffers.

        Raises KernelGone when no answer comes within the cell's time.
        """
        self._alive()
        message = self._session.send(self._shell, ASK, request, buffers=list(buffers))
        answer: dict[str, Any] = {}

        def until(kind: str, content: dict) -> bool:
            if kind == ASK_REPLY:
                answer["content"], answer["buffers"] = content, self._buffers
            return "content" in answer

        allowed = min(self._limits.cell_seconds, max(self.seconds_left, 0.0))
        if not self._receive(until=until, seconds=allowed, parent=message["msg_id"]):
            self._end("함수나 값을 확인하는 동안 답이 없어서 멈췄어요.")
            raise KernelGone(self.gone)
        return answer["content"], answer["buffers"]

    def look(self) -> None:
        """End the kernel if it left its limits while nothing is asked of it."""
        if not self.gone:
            with contextlib.suppress(KernelGone):
                self._check()

    def close(self) -> None:
        """End the kernel and everything it started; wait for it."""
        for socket in (self._shell, self._iopub):
            socket.close(linger=0)
        self._fork.close()

    def _socket(self, kind: int, address: str) -> zmq.Socket:
        socket = _zmq().socket(kind)
        socket.linger = 0
        socket.maxmsgsize = self._limits.message_bytes
        socket.rcvhwm = 1000
        # A kernel of ours never leaves; who takes its place and greets again and again is none.
        socket.reconnect_ivl = -1
        if kind == zmq.SUB:
            socket.subscribe(b"")
        socket.connect(address)
        return socket

    def _alive(self) -> None:
        if self.gone:
            raise KernelGone(self.gone)

    def _end(self, why: str) -> None:
        self.gone = self.gone or why
        self._fork.kill()

    def _deadline(self, seconds: float) -> None:
        self._until = min(self._until, time.monotonic() + seconds)

    def _receive(
        self, *, until: Callable[[str, dict], bool], seconds: float, parent: str = ""
    ) -> bool:
        """Feed messages to ``until`` while it says no; False when time runs out.

        Raises KernelGone when the kernel ends or leaves its limits.
        """
        self._until = time.monotonic() + seconds
        while True:
            now = time.monotonic()
            if now >= self._look_at:
                self._look_at = now + self._limits.watch_seconds
                self._check()
            if now >= self._until:
                return False
            wait = max(0.0, min(self._until, self._look_at) - now)
            for socket, _ in self._poller.poll(wait * 1000 + 1):
                kind, content = self._message(socket, parent)
                if self._received > self._limits.received_bytes:
                    self._end(_TOO_MUCH)
                    self._alive()
                if kind and until(kind, content):
                    return True

    def _check(self) -> None:
        why = self._watch.trouble()
        if why:
            self._end(why)
        elif _resident() - self._grader_bytes > self._limits.grader_bytes:
            # A message of many parts is read whole before anybody sees it.
            self._end(_TOO_MUCH)
        elif self._fork.ended():
            self._end("실행하던 파이썬이 갑자기 끝났어요. exit나 메모리를 보세요.")
        self._alive()

    def _message(self, socket: zmq.Socket, parent: str) -> tuple[str, dict]:
        """Read one message; the empty kind for what is not ours or cannot be read."""
        try:
            parts = socket.recv_multipart(zmq.NOBLOCK)
        except zmq.ZMQError:
            return "", {}
        kind, content = self._read(parts, parent)
        if kind != ASK_REPLY:  # what we asked for may be a large table
            self._received += sum(map(len, parts))
        return kind, content

    def _read(self, parts: list[bytes], parent: str) -> tuple[str, dict]:
        try:
            # jupyter_client's own reading looks for dates and proves who wrote it; a kernel's key
            # is no secret from the learner, whose process it lies in.
            _, frames = self._session.feed_identities(parts)
            _, header, parent_header, _, content, *buffers = frames
            kind = json.loads(header)["msg_type"]
            ours = not parent or json.loads(parent_header).get("msg_id") == parent
            self._length = len(content)
            content = json.loads(content)
            self._buffers = buffers
        except Exception:
            # Whatever it was, a kernel of ours did not write it; the limits go on counting.
            return "", {}
        return (kind, content) if ours and isinstance(content, dict) else ("", {})


class _Outputs:
    """Collects messages into a cell's outputs as a notebook shows them.

    What no kernel of ours would write is passed over.
    """

    def __init__(self, outputs: list[NotebookNode]) -> None:
        self._outputs = outputs
        self._clear_next = False
        # By its name: where a display is shown, and the bytes of it there.
        self._displays: dict[str, list[tuple[NotebookNode, int]]] = {}

    def growth(self, kind: str, content: dict, length: int) -> int:
        """By how many bytes more a message of this length would have the notebook show.

        What changes a display is written wherever that is shown.
        """
        if kind != _UPDATE:
            return length if self._goes_on(kind, content) else length + _FRAME
        return sum(length - before for _, before in self._places(content))

    def take(self, kind: str, content: dict, length: int) -> None:
        """Show what a message brings."""
        if kind == _UPDATE:
            self._update(content, length)
        else:
            self._add(kind, content, length)

    def _add(self, kind: str, content: dict, length: int) -> None:
        if self._clear_next:
            self.clear(wait=False)
        try:
            sound = _sound(content, _DEEPEST)
            output = output_from_msg({"header": {"msg_type": kind}, "content": sound})
        except Exception:
            return
        if kind == "stream":
            self._stream(output)
            return
        self._outputs.append(output)
        display = _display(content)
        if display:
            self._displays.setdefault(display, []).append((output, length))

    def _stream(self, output: NotebookNode) -> None:
        if not isinstance(output.text, str):  # the format knows a list of lines, too
            output.text = "".join(output.text)
        if self._goes_on("stream", output):
            self._outputs[-1].text += output.text
        else:
            self._outputs.append(output)

    def _goes_on(self, kind: str, content: dict) -> bool:
        """Whether it is more of the last output."""
        last = self._outputs[-1].get("name") if self._outputs else None
        return kind == "stream" and last is not None and last == content.get("name")

    def clear(self, *, wait: bool) -> None:
        self._clear_next = wait
        if not wait:
            self._outputs.clear()
            self._displays.clear()

    def _update(self, content: dict, length: int) -> None:
        fresh = _Outputs(made := [])
        fresh._add("display_data", content, length)
        places = self._places(content)
        for place, (output, _) in enumerate(places if made else []):
            output.data, output.metadata = made[0].data, made[0].metadata
            places[place] = (output, length)

    def _places(self, content: dict) -> list[tuple[NotebookNode, int]]:
        """Where the display that ``content`` names is shown, and in how many bytes."""
        return self._displays.get(_display(content), [])


def _display(content: dict) -> str:
    """The name by which a display can be changed later, empty when it has none."""
    transient = content.get("transient")
    name = transient.get("display_id") if isinstance(transient, dict) else None
    return name if isinstance(name, str) else ""


def _sound(value: Any, depth: int) -> Any:
    """``value`` as a notebook's file can hold it. Raises ValueError when it is too deep."""
    if depth <= 0:
        raise ValueError("too deep")
    if isinstance(value, dict):
        return {_sound(key, 1): _sound(part, depth - 1) for key, part in value.items()}
    if isinstance(value, list):
        return [_sound(part, depth - 1) for part in value]
    if isinstance(value, str) and not value.isascii():
        # A lone surrogate is valid JSON but can be neither shown nor written.
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _resident() -> int:
    """Bytes of memory that this process holds; 0 where that cannot be told."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[1]) * _PAGE
    except OSError:
        return 0


def _zmq() -> zmq.Context:
    """One context a process; a forked worker must not use its parent's."""
    global _context
    if _context is None or _context[0] != os.getpid():
        _context = (os.getpid(), zmq.Context(io_threads=1))
    return _context[1]
