"""What test cells compute without a learner, computed once for all submissions.

A check loads tables and fits a reference model before it looks at an answer. No submission can
change that, so a judge's zygote does it before it forks, and every judge finds it in memory.

Only statements that certainly give the same wherever they stand are taken ahead: imports,
assignments and functions that read nothing but built-ins and each other, bind names that no other
statement binds or has mentioned before, and neither draw, print, roll dice nor ask the time.
What is left of a cell is compiled once, too.
"""

import ast
import random
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from types import CodeType, FrameType
from typing import Any

import numpy as np

from autograder.judge.names import Touched, read_names, touched, without_built_ins

_LONGEST = 30.0  # seconds of wall time for one cell
_WORTH = 0.002  # processor seconds below which a cell is run as it is
_TALKING = {"print", "input", "open", "exec", "eval", "compile", "globals", "locals", "vars", "id"}
_NEVER_THE_SAME = {"default_rng", "urandom", "uuid4", "now", "today", "time", "perf_counter"}
_WITH_STATE = {"matplotlib", "ipywidgets", "IPython"}

_kept: dict[str, "Cell"] = {}


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A test cell that is ready to run: ``names`` were made ahead and are not made again."""

    body: CodeType
    last: CodeType | None  # the expression at its end, whose value is shown
    reads: frozenset[str]  # names that it takes from outside
    names: dict[str, Any] = field(default_factory=dict)


def of(source: str) -> Cell:
    """A test cell, with what was computed ahead for it. Raises SyntaxError."""
    return _kept.get(source) or _cell(ast.parse(source).body)


def compute(source: str) -> bool:
    """Compile a test cell and run what can be run ahead of it; True when that is worth keeping.

    Whatever goes wrong is left to the judge, where it belongs to one submission.
    """
    try:
        tree = ast.parse(source)
        _kept[source] = _cell(tree.body)
    except SyntaxError:
        return False
    ahead, rest = split(tree)
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
    left = _cell(rest)
    _kept[source] = replace(left, names=names, reads=left.reads - names.keys())
    return True


def split(tree: ast.Module) -> tuple[list[ast.stmt], list[ast.stmt]]:
    """Part the statements of a cell into those that can run ahead and the rest, in order."""
    names = {statement: touched(statement) for statement in tree.body}
    kept: set[str] = set()
    while True:
        ahead, rest = _split(names, kept=kept)
        bound = {name for statement in rest for name in names[statement].bound}
        used = {name for one in ahead for name in names[one].all}
        # What the rest binds anew must not have been bound or read ahead.
        if not bound & used:
            return ahead, rest
        kept |= bound


def _split(
    statements: dict[ast.stmt, Touched], *, kept: set[str]
) -> tuple[list[ast.stmt], list[ast.stmt]]:
    """As :func:`split`; no statement that binds or reads one of ``kept`` goes ahead."""
    imported: set[str] = set()
    ready: set[str] = set()  # bound ahead, and touched by nothing else since
    families: list[set[str]] = []  # of names bound ahead, one made of the other
    mentioned = set(kept)  # by statements that stay
    ahead: list[ast.stmt] = []
    rest: list[ast.stmt] = []
    for statement, names in statements.items():
        own = [family for family in families if family & names.all]
        # What is changed in place may go by the name of a relative, too.
        seen = _changes(statement) and any(family & mentioned for family in own)
        foreign = without_built_ins(names.read) - ready - imported
        if isinstance(statement, ast.For):
            # Were one of them read before it is bound, running it ahead would fail.
            foreign -= names.bound
        if _of_a_kind(statement) and not (seen or foreign or names.bound & mentioned):
            ahead.append(statement)
            if isinstance(statement, (ast.Import, ast.ImportFrom)):
                imported |= names.bound
            else:
                ready |= names.bound
                families = [family for family in families if family not in own]
                families.append(set(names.bound).union(*own))
        else:
            rest.append(statement)
            mentioned |= names.all
            ready -= mentioned
    return ahead, rest


def _cell(statements: list[ast.stmt]) -> Cell:
    last = statements[-1] if statements and isinstance(statements[-1], ast.Expr) else None
    shown = None if last is None else compile(ast.Expression(last.value), "<test>", "eval")
    return Cell(
        body=_compiled(statements[: len(statements) - (last is not None)]),
        last=shown,
        reads=read_names(ast.Module(body=statements, type_ignores=[])),
    )


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
        return not _uncertain(statement)
    if isinstance(statement, ast.Assign):
        return all(map(_is_plain, statement.targets)) and not _uncertain(statement)
    if isinstance(statement, ast.AugAssign):
        return isinstance(statement.target, ast.Subscript) and not _uncertain(statement)
    if isinstance(statement, ast.For):
        whole = not statement.orelse and _is_plain(statement.target)
        return whole and not _uncertain(statement) and all(map(_of_a_kind, statement.body))
    return False


def _changes(statement: ast.stmt) -> bool:
    """Whether it assigns within an object, as ``table["column"] = …`` does."""
    return not isinstance(statement, ast.FunctionDef) and any(_changed(statement))


def _changed(tree: ast.AST) -> Iterator[ast.expr]:
    """The objects within which something is assigned."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Subscript, ast.Attribute)) and not isinstance(node.ctx, ast.Load):
            yield node.value


def _is_plain(target: ast.expr) -> bool:
    if isinstance(target, ast.Tuple):
        return all(isinstance(part, ast.Name) for part in target.elts)
    return isinstance(target, (ast.Name, ast.Subscript))


def _uncertain(statement: ast.stmt) -> bool:
    """Whether it talks, gives another value each time, or reaches out of its own scope."""
    for node in ast.walk(statement):
        if isinstance(node, (ast.Global, ast.Nonlocal, ast.Await, ast.Yield, ast.NamedExpr)):
            return True
        if isinstance(node, ast.FunctionDef) and not _keeps_to_itself(node):
            return True
        if isinstance(node, ast.Name) and node.id in _TALKING:
            return True
        if isinstance(node, ast.Call):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if called in _NEVER_THE_SAME:
                return True
    return False


def _keeps_to_itself(function: ast.FunctionDef) -> bool:
    """Whether it assigns within nothing but what it made itself."""
    made = {
        node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    made -= {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)}
    roots = (
        next((node.id for node in ast.walk(changed) if isinstance(node, ast.Name)), "")
        for changed in _changed(function)
    )
    return all(root in made for root in roots)


def _root(module: str) -> str:
    return module.partition(".")[0]


def _too_long(_: int, __: FrameType | None) -> None:
    raise TimeoutError
