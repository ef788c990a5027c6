"""Which names a test cell reads, and where each is to be taken from."""

import ast
import builtins
import contextlib
import symtable
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Origin:
    """What the instructor's notebook says about names outside the test cells.

    ``imports`` maps a name to the import statement that binds it; ``learners`` are names that
    cells other than test cells assign: their value is the learner's. ``judges`` are names that
    test cells alone bind: never the learner's, in whatever order the cells were handed in.
    """

    imports: dict[str, str] = field(default_factory=dict)
    learners: frozenset[str] = frozenset()
    judges: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Touched:
    """The names of the whole cell that code touches, in its functions and lambdas, too.

    What is local to a function is not among them; ``read`` holds built-ins.
    """

    bound: frozenset[str]
    read: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        return self.bound | self.read


def touched(code: ast.AST) -> Touched:
    """What a statement or a whole cell touches, as Python's own compiler sees it."""
    whole = symtable.symtable(ast.unparse(code), "<test>", "exec")
    bound, read = set(), set()
    scopes = [whole]
    for scope in scopes:
        scopes += scope.get_children()
        for symbol in scope.get_symbols():
            if scope is not whole and not symbol.is_global():
                continue
            if symbol.is_assigned() or symbol.is_imported():
                bound.add(symbol.get_name())
            if symbol.is_referenced():
                read.add(symbol.get_name())
    return Touched(bound=frozenset(bound), read=frozenset(read))


def without_built_ins(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name for name in names if not hasattr(builtins, name))


def read_names(code: ast.AST) -> frozenset[str]:
    """Names that code takes from outside its functions, built-ins not."""
    return without_built_ins(touched(code).read)


def bound_names(sources: Iterable[str]) -> frozenset[str]:
    """Names that cells bind, those local to functions not; what does not parse is passed over."""
    names: set[str] = set()
    for source in sources:
        with contextlib.suppress(SyntaxError):
            names |= touched(ast.parse(source)).bound
    return frozenset(names)


def stored_names(tree: ast.AST) -> set[str]:
    """Names that code binds anywhere in it, those local to functions among them."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
    return names


def origin(cells: Iterable[str]) -> Origin:
    """Read the instructor's cells that are not test cells; what does not parse is passed over."""
    imports: dict[str, str] = {}
    learners: set[str] = set()
    for source in cells:
        try:
            tree = ast.parse(source)
        except SyntaxError:
            tree = ast.parse(_without_magics(source))
        for node in tree.body:
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                imports |= {name: ast.unparse(node) for name in _bound(node)}
        learners |= stored_names(tree)
    return Origin(imports=imports, learners=frozenset(learners - imports.keys()))


def _bound(node: ast.Import | ast.ImportFrom) -> list[str]:
    return [alias.asname or alias.name.partition(".")[0] for alias in node.names]


def _without_magics(source: str) -> str:
    lines = [line for line in source.splitlines() if not line.lstrip().startswith(("%", "!"))]
    try:
        ast.parse("\n".join(lines))
    except SyntaxError:
        return ""
    return "\n".join(lines)
