"""What test cells compute without a learner, computed once for all submissions.

A check loads tables and fits a reference model before it looks at an answer. No submission can
change that, so a judge's zygote does it before it forks, and every judge finds it in memory.

Only statements that certainly give the same wherever they stand are taken ahead: imports,
assignments and functions that read nothing but built-ins and each other, bind names that no other
statement binds or has mentioned before, and neither draw, print, roll dice nor ask the time.
"""

import ast
import builtins
import random
import signal
import time
from dataclasses import dataclass
from types import FrameType
from typing import Any

import numpy as np

_LONGEST = 30.0  # seconds of wall time for one cell
_WORTH = 0.01  # processor seconds below which a cell is run as it is
_TALKING = {"print", "input", "open", "exec", "eval", "compile", "globals", "locals", "vars", "id"}
_NEVER_THE_SAME = {"default_rng", "urandom", "uuid4", "now", "today", "time", "perf_counter"}
_WITH_STATE = {"matplotlib", "ipywidgets", "IPython"}

_kept: dict[str, "Ahead"] = {}


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """What was computed for one test cell, and the statements that are left to run."""

    names: dict[str, Any]
    statements: list[ast.stmt]

    def rest(self) -> ast.Module:
        return ast.Module(body=list(self.statements), type_ignores=[])


def of(source: str) -> Ahead | None:
    """What was computed ahead for a test cell; None when nothing was."""
    return _kept.get(source)


def compute(source: str) -> bool:
    """Run what can be run ahead of a test cell and keep it; True when it is worth keeping.

    Whatever goes wrong is left to the judge, where it belongs to one submission.
    """
    try:
        ahead, rest = split(ast.parse(source))
    except SyntaxError:
        return False
    random.seed(0)
    np.random.seed(0)
    names: dict[str, Any] = {"__name__": "__main__"}
    before = signal.signal(signal.SIGALRM, _too_long)
    signal.setitimer(signal.ITIMER_REAL, _LONGEST)
    dice = _dice()
    began = time.process_time()
    try:
        exec(_compiled(ahead), names)
    except Exception:
        return False
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    if time.process_time() - began < _WORTH or _dice() != dice:
        return False
    names = {name: value for name, value in names.items() if not name.startswith("__")}
    _kept[source] = Ahead(names=names, statements=rest)
    return True


def split(tree: ast.Module) -> tuple[list[ast.stmt], list[ast.stmt]]:
    """Part the statements of a cell into those that can run ahead and the rest, in order."""
    kept: set[str] = set()
    while True:
        ahead, rest = _split(tree, kept=kept)
        bound = {name for statement in rest for name in _bound(statement)}
        used = {name for one in ahead for name in (*_bound(one), *_free(one))}
        # What the rest binds anew must not have been bound or read ahead.
        if not bound & used:
            return ahead, rest
        kept |= bound


def _split(tree: ast.Module, *, kept: set[str]) -> tuple[list[ast.stmt], list[ast.stmt]]:
    """As :func:`split`; no statement that binds or reads one of ``kept`` goes ahead."""
    ready: set[str] = set()  # bound ahead, and touched by nothing else since
    mentioned = set(kept)  # by statements that stay
    ahead: list[ast.stmt] = []
    rest: list[ast.stmt] = []
    for statement in tree.body:
        bound = set(_bound(statement))
        if _of_a_kind(statement) and not bound & mentioned and _free(statement) <= ready:
            ahead.append(statement)
            ready |= bound
        else:
            rest.append(statement)
            mentioned |= _mentions(statement)
            ready -= mentioned
    return ahead, rest


def _compiled(body: list[ast.stmt]) -> Any:
    return compile(ast.Module(body=body, type_ignores=[]), "<test>", "exec")


def _dice() -> tuple:
    """The state of the random numbers that code without a seed of its own takes from."""
    state = np.random.get_state()
    return random.getstate(), state[1].tobytes(), state[2:]


def _of_a_kind(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Import):
        return not any(_root(alias.name) in _WITH_STATE for alias in statement.names)
    if isinstance(statement, ast.ImportFrom):
        named = _root(statement.module or "")
        starred = any(alias.name == "*" for alias in statement.names)
        return not starred and not statement.level and named not in _WITH_STATE
    if isinstance(statement, ast.FunctionDef):
        return not statement.decorator_list and not _uncertain(statement)
    if isinstance(statement, ast.Assign):
        return all(_is_names(target) for target in statement.targets) and not _uncertain(statement)
    return False


def _is_names(target: ast.expr) -> bool:
    if isinstance(target, ast.Tuple):
        return all(isinstance(part, ast.Name) for part in target.elts)
    return isinstance(target, ast.Name)


def _uncertain(statement: ast.stmt) -> bool:
    """Whether it talks, gives another value each time, or reaches out of its own scope."""
    for node in ast.walk(statement):
        if isinstance(node, (ast.Global, ast.Nonlocal, ast.Await, ast.Yield, ast.NamedExpr)):
            return True
        if isinstance(node, ast.Name) and node.id in _TALKING:
            return True
        if isinstance(node, ast.Call):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if called in _NEVER_THE_SAME:
                return True
    return False


def _root(module: str) -> str:
    return module.partition(".")[0]


def _bound(statement: ast.stmt) -> list[str]:
    """Names that a statement binds in the cell itself."""
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
        return [statement.name]
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return [alias.asname or _root(alias.name) for alias in statement.names]
    # Names in the loops of an expression are its own.
    within = statement.targets if isinstance(statement, ast.Assign) else [statement]
    if isinstance(statement, ast.Expr):
        return []
    return [
        node.id
        for part in within
        for node in ast.walk(part)
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)
    ]


def _free(statement: ast.stmt) -> set[str]:
    """Names that it reads from outside; those of its own loops and arguments are not."""
    own = {node.arg for node in ast.walk(statement) if isinstance(node, ast.arg)}
    read = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Name):
            (read if isinstance(node.ctx, ast.Load) else own).add(node.id)
    return {name for name in read - own if not hasattr(builtins, name)}


def _mentions(statement: ast.stmt) -> set[str]:
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)} | set(
        _bound(statement)
    )


def _too_long(_: int, __: FrameType | None) -> None:
    raise TimeoutError
