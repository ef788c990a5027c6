"""Which names a test cell reads, and where each is to be taken from."""

import ast
import builtins
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Origin:
    """What the instructor's notebook says about names outside the test cells.

    ``imports`` maps a name to the import statement that binds it; ``learners`` are names that
    cells other than test cells assign: their value is the learner's.
    """

    imports: dict[str, str] = field(default_factory=dict)
    learners: frozenset[str] = frozenset()


def read_names(tree: ast.AST) -> set[str]:
    """Names that code loads from outside, functions and lambdas included, built-ins not."""
    loaded = {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    return {name for name in loaded if not hasattr(builtins, name)}


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
