"""Where the names of a notebook's test cells come from, read off the instructor's notebook."""

from nbformat import NotebookNode

from autograder.judge.names import Origin, bound_names, origin
from autograder.notebooks import is_answer, is_test


def origin_of(notebook: NotebookNode) -> Origin:
    """Imports of given cells are trusted; what answers assign or import is the learner's."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and not is_test(cell)]
    given = origin([cell.source for cell in code if not is_answer(cell)])
    everything = origin([cell.source for cell in code])
    learners = (everything.learners | everything.imports.keys()) - given.imports.keys()
    tests = bound_names(cell.source for cell in notebook.cells if is_test(cell))
    return Origin(
        imports=given.imports,
        learners=frozenset(learners),
        judges=tests - learners - given.imports.keys(),
    )
