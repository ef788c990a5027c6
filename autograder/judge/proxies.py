"""The learner's functions, models and figures as the judge sees them: asked, never brought here.

A proxy answers calls and questions about attributes with plain values from the learner's
process. It never passes on comparison, arithmetic or truth, so an object that "equals
everything" is equal to nothing here, and it has only what the judge's own class has.
"""

import dis
import functools
import inspect
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from numbers import Number
from types import CodeType, FunctionType
from typing import Any, Protocol

import numpy as np
from pandas.core.base import PandasObject
from sklearn.base import BaseEstimator, clone

from autograder.judge.scoring import score
from autograder.kernels.values import ASKED

# Of these, each way of reading could tell something else; honest ones arrive as plain copies.
_PLAIN = (Mapping, Number, str, bytes, Set, list, type, np.ndarray, PandasObject)


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

    def __bool__(self) -> bool:
        raise TypeError(f"{self!r} is neither true nor false")


class RemoteFunction(Remote):
    """A function or class of the learner's: it can be called."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("call", given=[args, kwargs], id=self._remote_id)

    def __bool__(self) -> bool:
        return True

    def __deepcopy__(self, _: dict) -> "RemoteFunction":
        """As functions are copied: not at all. Models with a function in them can be cloned."""
        return self


class RemoteObject(Remote):
    """A model or figure: an instance of a class that the judge has too.

    Only attributes that the judge's own class has, or gives its instances, and fitted ones
    (``coef_``) are asked for. What a class keeps to itself (``_method``) is done here, so that
    scikit-learn's own helpers take a proxy as they take a model.
    """

    def __init__(self, description: dict, ask: Asker) -> None:
        super().__init__(description, ask)
        self._real = _class(self._remote_class)

    @property
    def __class__(self) -> type:
        """So that isinstance says what the learner's object claims to be."""
        return self._real

    def __bool__(self) -> bool:
        return bool(len(self)) if hasattr(self._real, "__len__") else True

    def __getattr__(self, name: str) -> Any:
        real = self.__dict__.get("_real", object)
        own = inspect.getattr_static(real, name, None)
        if name == "score" and own is not None:
            # Computed here from predictions, so that a model cannot praise itself.
            return functools.partial(score, self)
        if issubclass(real, tuple) and hasattr(tuple, name):
            return getattr(tuple(self), name)
        if name == "__sklearn_is_fitted__" and issubclass(real, BaseEstimator):
            return lambda: self._ask("fitted", id=self._remote_id) is True
        if name == "__sklearn_tags__" and own is not None:
            return clone(self).__sklearn_tags__
        if name.startswith("_") and own is not None and name not in vars(object):
            return own.__get__(self, real) if hasattr(own, "__get__") else own
        if own is None and not _given(real, name):
            raise AttributeError(f"{real.__name__} has no {name}", name=name, obj=self)
        if callable(own):
            return self._method(name)
        value = self._ask("attr", id=self._remote_id, name=name)
        if name.startswith("_") and isinstance(value, Remote):
            raise AttributeError(f"{name} is no plain value", name=name, obj=self)
        # What depends on a part of a model, as predict_proba of a pipeline does.
        return self._method(name) if type(value) is RemoteFunction and own is not None else value

    def _method(self, name: str) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            return self._ask("method", given=[args, kwargs], id=self._remote_id, name=name)

        call.__name__ = name
        return call


def _items(self: RemoteObject) -> list:
    return list(self._ask("list", id=self._remote_id))


def _iterate(self: RemoteObject) -> Iterator:
    return iter(_items(self))


def _count(self: RemoteObject) -> int:
    return len(_items(self))


def _item(self: RemoteObject, key: Any) -> Any:
    if type(key) is int:
        return _items(self)[key]
    return self._ask("item", given=key, id=self._remote_id)


def proxy(description: dict, *, ask: Asker) -> Remote:
    """The proxy for a described reference; anything unknown becomes a mute one."""
    kind = description.get("kind")
    if kind in ("function", "class"):
        return RemoteFunction(description, ask)
    real = _class(tuple(map(str, description.get("class", ()))))
    if kind == "object" and real is not None:
        return _proxy_class(real)(description, ask)
    return Remote(description, ask)


@functools.cache
def _class(named: Sequence[str]) -> type | None:
    """The judge's own class of that name, if it is one of the libraries that may be asked."""
    if len(named) != 2:
        return None
    module, name = named
    found: Any = sys.modules.get(module) if module.partition(".")[0] in ASKED else None
    for part in name.split("."):
        found = getattr(found, part, None)
    # Modules of these libraries also hold classes of others.
    if not isinstance(found, type) or found.__module__.partition(".")[0] not in ASKED:
        return None
    return None if issubclass(found, _PLAIN) else found


@functools.cache
def _proxy_class(real: type) -> type[RemoteObject]:
    """Proxies of ``real`` can be counted and walked through only if it can.

    A number and a walk come from the same answer, so that they cannot disagree.
    """
    able: dict[str, Any] = {}
    walked = any(hasattr(real, name) for name in ("__iter__", "__getitem__"))
    if walked:
        able["__iter__"] = _iterate
    if walked and hasattr(real, "__len__"):
        able["__len__"] = _count
    if hasattr(real, "__getitem__"):
        able["__getitem__"] = _item
    return type(RemoteObject.__name__, (RemoteObject,), able)


@functools.cache
def _given(real: type, name: str) -> bool:
    """Whether instances of ``real`` get an attribute of that name from its own code."""
    if name.endswith("_") and not name.startswith("_"):
        return True  # fitted
    return any(
        _assigns(function.__code__, name)
        for kind in real.__mro__
        for function in map(inspect.unwrap, vars(kind).values())
        if isinstance(function, FunctionType)
    )


def _assigns(code: CodeType, name: str) -> bool:
    return name in code.co_names and any(
        step.opname == "STORE_ATTR" and step.argval == name for step in dis.get_instructions(code)
    )
