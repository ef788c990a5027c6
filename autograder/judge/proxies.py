"""The learner's functions, models and figures as the judge sees them: asked, never brought here.

A proxy answers calls and questions about attributes with plain values from the learner's
process. It never passes on comparison, arithmetic or truth, so an object that "equals
everything" is equal to nothing here.
"""

import sys
from collections.abc import Callable, Sequence
from typing import Any, Protocol

_ASKABLE = ("sklearn", "matplotlib")


class Asker(Protocol):
    """Asks the learner's process one thing; returns the value or raises the learner's error."""

    def __call__(self, operation: str, *, given: object = None, **request: Any) -> Any: ...


class Remote:
    """Anything of the learner's that is no plain value and that nothing may be asked of."""

    def __init__(self, description: dict, ask: Asker) -> None:
        self._remote_id = int(description["id"])
        self._remote_class = tuple(map(str, description.get("class", ("builtins", "object"))))
        self._ask = ask

    def __repr__(self) -> str:
        return f"<{'.'.join(self._remote_class)} of the learner>"


class RemoteFunction(Remote):
    """A function or class of the learner's: it can be called."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("call", given=[args, kwargs], id=self._remote_id)


class RemoteObject(Remote):
    """A model or figure: an instance of a class that the judge has too.

    Only attributes that the judge's own class knows, and fitted ones (``coef_``), are asked for.
    """

    def __init__(self, description: dict, ask: Asker, real: type) -> None:
        super().__init__(description, ask)
        self._real = real

    @property
    def __class__(self) -> type:
        """So that isinstance says what the learner's object claims to be."""
        return self._real

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or not (hasattr(self._real, name) or name.endswith("_")):
            raise AttributeError(f"{self._real.__name__} has no {name}", name=name, obj=self)
        if name == "score":
            # Computed here from predictions, so that a model cannot praise itself.
            return lambda *args, **kwargs: self._real.score(self, *args, **kwargs)
        if callable(getattr(self._real, name, None)):
            return self._method(name)
        return self._ask("attr", id=self._remote_id, name=name)

    def _method(self, name: str) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            return self._ask("method", given=[args, kwargs], id=self._remote_id, name=name)

        return call

    def __len__(self) -> int:
        return int(self._ask("len", id=self._remote_id))

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Any:
        return iter(self._ask("list", id=self._remote_id))

    def __getitem__(self, key: Any) -> Any:
        return self._ask("item", given=key, id=self._remote_id)


def proxy(description: dict, *, ask: Asker) -> Remote:
    """The proxy for a described reference; anything unknown becomes a mute one."""
    kind = description.get("kind")
    if kind in ("function", "class"):
        return RemoteFunction(description, ask)
    real = _class(description.get("class", ()))
    if kind == "object" and real is not None:
        return RemoteObject(description, ask, real)
    return Remote(description, ask)


def _class(named: Sequence[str]) -> type | None:
    """The judge's own class of that name, if it is one of the libraries that may be asked."""
    if len(named) != 2:
        return None
    module, name = map(str, named)
    if module.partition(".")[0] not in _ASKABLE:
        return None
    found: Any = sys.modules.get(module)
    for part in name.split("."):
        found = getattr(found, part, None)
    return found if isinstance(found, type) else None
