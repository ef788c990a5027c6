"""The judge itself: a clean process that runs test cells and alone can say how many points.

It speaks with the grader on one socket: told to run a cell, it asks for the learner's values
through the grader, and answers with the outputs of the cell.
"""

import builtins
import contextlib
import io
import json
import socket
import traceback
from collections.abc import Sequence
from typing import Any

from IPython.core.formatters import DisplayFormatter

from autograder.judge import ahead, wire
from autograder.judge.proxies import Remote, proxy
from autograder.kernels.values import NotPlain, decode, encode

_LIMIT = 256 << 20  # bytes of one message; the grader's own limit is far below
# Methods of models and figures that tell something and change nothing.
_LOOKING = (
    *("get_", "predict", "transform", "inverse_transform", "decision_function", "score_samples"),
    *("kneighbors", "radius_neighbors", "apply", "decision_path", "staged_"),
)
_NOTHING_GIVEN = encode([(), {}], refer=dict)[0]
_ERRORS = {
    name: kind
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, Exception)
}


_formatter = DisplayFormatter()
_formatter.format(None)  # the first time is slow: once for all judges forked from here


class Judge:
    """Holds the names of the test cells of one notebook."""

    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel
        self._names: dict[str, Any] = {"__name__": "__main__"}
        self._own: set[str] = set()  # names that test cells or trusted imports made
        self._imports: dict[str, str] = {}
        self._learners: frozenset[str] = frozenset()
        self._judges: frozenset[str] = frozenset()
        # Of the cell that runs: what was answered, and one proxy for each object.
        self._answers: dict[tuple, tuple[dict, list[bytes]]] = {}
        self._proxies: dict[str, Remote] = {}

    def serve(self) -> None:
        """Run cells until the grader hangs up."""
        while True:
            try:
                order, _ = wire.receive(self._channel, limit=_LIMIT)
            except wire.Broken:
                return
            if "imports" in order:
                self._imports = order["imports"]
                self._learners = frozenset(order["learners"])
                self._judges = frozenset(order["judges"])
            else:
                wire.send(self._channel, {"outputs": self._run(order["source"])})

    def _run(self, source: str) -> list[dict]:
        """Run one test cell; return its outputs as nbformat has them."""
        out, err = io.StringIO(), io.StringIO()
        result: list[dict] = []
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                value = self._execute(source)
                if value is not None:
                    data, metadata = _formatter.format(value)
                    result = [_result(json.loads(json.dumps(data)), metadata)]
            except Exception as error:
                result = [_error(error)]
        streams = [
            {"output_type": "stream", "name": name, "text": text.getvalue()}
            for name, text in (("stdout", out), ("stderr", err))
            if text.getvalue()
        ]
        return streams + result

    def _execute(self, source: str) -> object:
        cell = ahead.of(source)
        self._answers.clear()
        self._proxies.clear()
        self._bring(cell.reads)
        before = {name: id(value) for name, value in self._names.items()}
        self._names |= cell.names
        try:
            exec(cell.body, self._names)
            return None if cell.last is None else eval(cell.last, self._names)
        finally:
            now = {name for name, value in self._names.items() if before.get(name) != id(value)}
            self._own |= now

    def _bring(self, names: frozenset[str]) -> None:
        """Put every name that the cell reads in place: trusted imports, own names, learner's."""
        for name in names & self._imports.keys() - self._own:
            exec(self._imports[name], self._names)
            self._own.add(name)
        own = self._own | self._judges
        wanted = sorted(name for name in names if name in self._learners or name not in own)
        for name in wanted:
            self._names.pop(name, None)
        answer, buffers = self._ask({"op": "names", "names": wanted}, [])
        place = 0
        for name, text in answer.get("values", {}).items():
            if name not in wanted:
                continue
            count = answer["sizes"][name]
            self._names[name] = self._read(text, buffers[place : place + count])
            self._own.discard(name)
            place += count

    def _read(self, text: str, buffers: Sequence[bytes]) -> object:
        try:
            return decode(json.loads(text), buffers, remote=self._proxy)
        except (NotPlain, ValueError, RecursionError):
            return Remote({"id": -1}, self._remote)

    def _proxy(self, description: dict) -> Remote:
        key = json.dumps(description)
        if key not in self._proxies:
            self._proxies[key] = proxy(description, ask=self._remote)
        return self._proxies[key]

    def _remote(self, operation: str, *, given: object = None, **request: Any) -> Any:
        tree, buffers = encode(given, refer=_reference)
        message = {"op": operation, "given": tree} | request
        answer, parts = self._remembered(message, buffers)
        if "error" in answer:
            raise _again(answer["error"])
        return decode(json.loads(answer["value"]), parts, remote=self._proxy)

    def _remembered(self, message: dict, buffers: list[bytes]) -> tuple[dict, list[bytes]]:
        """Ask once in a test cell: who answers each check anew could suit every one of them."""
        name = message.get("name", "")
        if message["op"] == "method" and not name.startswith(_LOOKING):
            self._answers.clear()  # it changes the model or the figure
            return self._ask(message, buffers)
        if message["op"] == "call" and message["given"] == _NOTHING_GIVEN:
            return self._ask(message, buffers)  # dice, counters
        key = (json.dumps(message), *buffers)
        if key not in self._answers:
            self._answers[key] = self._ask(message, buffers)
        return self._answers[key]

    def _ask(self, request: dict, buffers: Sequence[bytes]) -> tuple[dict, list[bytes]]:
        wire.send(self._channel, {"ask": request}, buffers)
        header, parts = wire.receive(self._channel, limit=_LIMIT)
        return header["answer"], parts


def _reference(value: object) -> dict:
    """A proxy goes back as the number that it came with; nothing else of the judge's leaves."""
    if issubclass(type(value), Remote):
        return {"t": "remote", "id": value._remote_id}
    raise TypeError(f"{type(value).__name__} cannot be handed to the learner's code")


def _again(told: dict) -> Exception:
    """The learner's exception as one of the same built-in kind."""
    kind = _ERRORS.get(str(told.get("type")), RuntimeError)
    message = str(told.get("message", ""))
    if issubclass(kind, (StopIteration, StopAsyncIteration)):
        # Whoever walks through the answers would take it for their end.
        return RuntimeError(message)
    try:
        error = kind(message)
    except TypeError:  # UnicodeDecodeError and others want more
        return RuntimeError(message)
    if isinstance(error, (NameError, AttributeError)):
        error.name = str(told.get("name") or "")
    return error


def _result(data: dict, metadata: dict) -> dict:
    return {
        "output_type": "execute_result",
        "execution_count": None,
        "data": data,
        "metadata": metadata,
    }


def _error(error: Exception) -> dict:
    return {
        "output_type": "error",
        "ename": type(error).__name__,
        "evalue": str(error),
        "traceback": traceback.format_exc().splitlines(),
    }
