"""Source notebooks: their canonical form, and what their cells are for."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.errors import CourseError

NOTEBOOKS = ("lesson", "exercise")

_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_HIDDEN = re.compile(r"^[ \t]*### BEGIN HIDDEN TESTS.*?### END HIDDEN TESTS[^\n]*\n?", re.S | re.M)
_SOLUTION_MARKS = re.compile(r"^[ \t]*### (BEGIN|END) SOLUTION[ \t]*\n?", re.M)


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook; raises CourseError when it is missing or no valid notebook."""
    try:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
    except FileNotFoundError as error:
        raise CourseError(f"노트북이 없어요: {path}") from error
    except Exception as error:  # nbformat raises several kinds
        first = str(error).splitlines()[0]
        raise CourseError(f"{path} 노트북을 읽을 수 없어요: {first}") from error
    return notebook


def canonical(notebook: NotebookNode) -> str:
    """The one form in which a notebook stands in the repository, so that a diff shows changes.

    No outputs, sorted keys, one line of source a line, only metadata that something reads.
    """
    cells = []
    for cell in notebook.cells:
        kept = {
            "cell_type": cell.cell_type,
            "id": cell.id,
            "metadata": dict(cell.metadata),
            "source": cell.source.splitlines(keepends=True),
        }
        if cell.cell_type == "code":
            kept |= {"execution_count": None, "outputs": []}
        if cell.cell_type == "markdown" and cell.get("attachments"):
            kept["attachments"] = cell.attachments
        cells.append(kept)
    form = {"cells": cells, "metadata": _METADATA, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(form, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def nbgrader_of(cell: NotebookNode) -> dict:
    """The cell's nbgrader metadata; empty when it has none."""
    return cell.metadata.get("nbgrader", {})


def is_test(cell: NotebookNode) -> bool:
    """True for an automatically graded test cell."""
    about = nbgrader_of(cell)
    return bool(about.get("grade")) and not about.get("solution")


def is_answer(cell: NotebookNode) -> bool:
    """True for a cell that the learner fills."""
    return bool(nbgrader_of(cell).get("solution"))


def graded_cells(notebook: NotebookNode) -> Iterator[NotebookNode]:
    """Every cell with points, automatic or by hand."""
    return (cell for cell in notebook.cells if nbgrader_of(cell).get("grade"))


def read_by_learner(cell: NotebookNode) -> str:
    """The source as the learner gets to see it, without hidden checks and solution marks."""
    return _SOLUTION_MARKS.sub("", _HIDDEN.sub("", cell.source))
