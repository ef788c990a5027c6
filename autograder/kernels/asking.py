"""The learner's side of the border: gives plain copies of values, and calls what is asked for.

This runs in the learner's process and is therefore not trusted: whatever it answers is what
the learner claims, no more.
"""

import json
from collections.abc import Sequence
from types import ModuleType
from typing import Any

from autograder.kernels.values import ASKED, NotPlain, Tree, decode, encode

ASK = "junggu_ask_request"
ASK_REPLY = "junggu_ask_reply"
_TRUSTED = (*ASKED, "pandas", "numpy", "scipy", "junggu", "builtins")


class Answers:
    """Answers requests about the names of one notebook.

    A request is ``{"op": …}``: ``names`` (``names``), ``call`` (``id``, ``args``, ``kwargs``),
    ``attr`` and ``method`` (``id``, ``name``, …), ``item`` (``id``, ``key``), ``list``,
    ``fitted``.
    """

    def __init__(self, names: dict[str, Any]) -> None:
        self._names = names
        self._objects: list[object] = []
        self._numbers: dict[int, int] = {}

    def to(self, request: dict, buffers: Sequence[bytes]) -> tuple[dict, list[bytes]]:
        """Return the reply's content and buffers; an exception of the learner's is an answer."""
        try:
            if request["op"] == "names":
                return self._fetch(request["names"])
            return self._done(self._ask(request, [bytes(b) for b in buffers]))
        except BaseException as error:
            # sys.exit, too: without an answer the check would wait until its time is over.
            return {"error": _told(error)}, []

    def _ask(self, request: dict, buffers: list[bytes]) -> object:
        thing = self._objects[request["id"]]
        operation = request["op"]
        if operation == "attr":
            return getattr(thing, request["name"])
        if operation == "list":
            return list(thing)
        if operation == "fitted":
            return _fitted(thing)
        given = decode(request["given"], buffers, remote=lambda tree: self._objects[tree["id"]])
        if operation == "item":
            return thing[given]
        if operation == "method":
            thing = getattr(thing, request["name"])
        args, kwargs = given
        return thing(*args, **kwargs)

    def _done(self, value: object) -> tuple[dict, list[bytes]]:
        tree, buffers = encode(value, refer=self._refer)
        return {"value": json.dumps(tree)}, buffers

    def _fetch(self, names: Sequence[str]) -> tuple[dict, list[bytes]]:
        values, sizes, buffers = {}, {}, []
        for name in names:
            if name in self._names:
                try:
                    tree, parts = encode(self._names[name], refer=self._refer)
                    values[name] = json.dumps(tree)
                except (NotPlain, RecursionError, TypeError, ValueError):
                    values[name], parts = json.dumps({"t": "remote", "id": -1}), []
                sizes[name] = len(parts)
                buffers += parts
        return {"values": values, "sizes": sizes}, buffers

    def _refer(self, value: object) -> Tree:
        # Kept alive below, so that an id stays one object's.
        number = self._numbers.setdefault(id(value), len(self._objects))
        if number == len(self._objects):
            self._objects.append(value)
        return {"t": "remote", "id": number, "kind": _kind(value), "class": _class(value)}


def _fitted(thing: object) -> bool:
    # Not for the grader, who reads this module, too.
    from sklearn.exceptions import NotFittedError
    from sklearn.utils.validation import check_is_fitted

    try:
        check_is_fitted(thing)
    except NotFittedError:
        return False
    return True


def _kind(value: object) -> str:
    if isinstance(value, type):
        return "class"
    if isinstance(value, ModuleType):
        return "module"
    # Also a function with some arguments filled in or with a memory, or what has __call__.
    asked = _class(value)[0].partition(".")[0] in ASKED
    return "function" if callable(value) and not asked else "object"


def _class(value: object) -> list[str]:
    """The nearest class that the other side has too, as module and name."""
    for kind in type(value).__mro__:
        if kind.__module__.partition(".")[0] in _TRUSTED:
            return [kind.__module__, kind.__qualname__]
    return ["builtins", "object"]


def _told(error: BaseException) -> dict:
    kind = next(k for k in type(error).__mro__ if k.__module__ == "builtins")
    return {"type": kind.__name__, "message": str(error)[:2000], "name": getattr(error, "name", "")}
