"""What a regrading would change, cell by cell, before anything is written."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import is_grade

from autograder.grading.model import Result
from autograder.grading.report import Change
from junggu.check import MIME


def changes(result: Result, *, gradebook: Gradebook, coursedir: CourseDirectory) -> list[Change]:
    """Compare a fresh result with the gradebook; only automatic scores that differ."""
    if result.trouble:
        return []
    before = _recorded(result, gradebook)
    folder = coursedir.format_path(
        coursedir.autograded_directory, result.student, result.assignment
    )
    found = []
    for graded in result.notebooks:
        points = graded.scores.points
        differ = [name for name in points if before.get((graded.name, name)) != points[name]]
        new = _cells(nbformat.reads(graded.notebook, as_version=4)) if differ else {}
        old = _old_cells(Path(folder) / f"{graded.name}.ipynb") if differ else {}
        found += [
            Change(
                student=result.student,
                assignment=result.assignment,
                cell=name,
                before=before.get((graded.name, name)),
                after=points[name],
                why=_why(old.get(name), new[name]),
            )
            for name in differ
        ]
    return found


def _recorded(result: Result, gradebook: Gradebook) -> dict[tuple[str, str], float | None]:
    try:
        submission = gradebook.find_submission(result.assignment, result.student)
    except MissingEntry:
        return {}
    return {
        (notebook.name, grade.name): grade.auto_score
        for notebook in submission.notebooks
        for grade in notebook.grades
    }


def _cells(notebook: NotebookNode) -> dict[str, NotebookNode]:
    return {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if is_grade(cell)}


def _old_cells(path: Path) -> dict[str, NotebookNode]:
    try:
        return _cells(nbformat.read(path, as_version=4))
    except (OSError, ValueError):
        return {}


def _why(old: NotebookNode | None, new: NotebookNode) -> tuple[str, ...]:
    was, now = _checks(old), _checks(new)
    says = []
    for looked_for, (passed, points) in now.items():
        if looked_for not in was:
            says.append(f"새 확인: {looked_for} ({points:g}점 {'✓' if passed else '△'})")
        elif was[looked_for] != (passed, points):
            mark = {True: "✓", False: "△"}
            before = was[looked_for]
            says.append(
                f"{looked_for} {before[1]:g}점 {mark[before[0]]} → {points:g}점 {mark[passed]}"
            )
    says += [f"없어진 확인: {looked_for}" for looked_for in was.keys() - now.keys()]
    return tuple(says)


def _checks(cell: NotebookNode | None) -> dict[str, tuple[bool, float]]:
    for output in (cell or {}).get("outputs", []):
        report = output.get("data", {}).get(MIME)
        if report:
            return {r["looked_for"]: (r["passed"], r["points"]) for r in report["results"]}
    return {}
