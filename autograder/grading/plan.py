"""Finding what is to be graded: assignments from the gradebook, submissions from their folders."""

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import nbformat
from nbgrader.api import Assignment as Row
from nbgrader.api import Gradebook, MissingEntry, Notebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import find_all_files

from autograder.course.handed_in import REFUSAL, read_folder
from autograder.course.timestamps import set_aside_unreadable_time, submission_time
from autograder.errors import CourseError, reason
from autograder.grading.model import Assignment, CellPlan, NotebookPlan, Submission
from autograder.grading.origins import origin_of
from autograder.judge.names import Origin
from autograder.limits import Limits
from autograder.printable import printable

_KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
_REASON = 300  # characters of a refusal
_NO_TIME = "낸 시각을 읽을 수 없어서 늦게 냈는지는 보지 못했어요."


def assignments(gradebook: Gradebook, names: Iterable[str] | None) -> list[Row]:
    """The gradebook's assignments, all or those named. Raises CourseError for an unknown one."""
    if names is None:
        return sorted(gradebook.assignments, key=lambda row: row.name)
    found = []
    for name in names:
        try:
            found.append(gradebook.find_assignment(name))
        except MissingEntry as error:
            raise CourseError(
                f"{name} 단원은 아직 배포하지 않았어요. 먼저 ‘junggu release’를 실행해 주세요."
            ) from error
    return found


def read_assignment(row: Row, *, coursedir: CourseDirectory) -> Assignment:
    """The instructor's side of an assignment, as ``generate_assignment`` saved it."""
    folder = Path(coursedir.format_path(coursedir.source_directory, ".", row.name))
    notebooks = tuple(_notebook(notebook, folder) for notebook in row.notebooks)
    ignored = [*coursedir.ignore, "*.ipynb"]
    files = {
        os.path.relpath(path, folder): Path(path).read_bytes()
        for path in sorted(find_all_files(str(folder), ignored) if folder.is_dir() else [])
    }
    whole = Assignment(name=row.name, notebooks=notebooks, files=files)
    return replace(whole, digest=_assignment_digest(whole))


def students(row: Row, *, coursedir: CourseDirectory) -> list[str]:
    """Who handed this assignment in, in alphabetical order."""
    marked = Path(coursedir.format_path(coursedir.submitted_directory, "*", row.name))
    root = Path(str(marked).split("*", 1)[0])
    if not root.is_dir():
        return []
    return sorted(
        entry.name
        for entry in root.iterdir()
        if not entry.name.startswith(".") and submitted_folder(row.name, entry.name, coursedir)
    )


def submitted_folder(assignment: str, student: str, coursedir: CourseDirectory) -> Path | None:
    """The folder that a learner handed in; None when there is none."""
    path = Path(coursedir.format_path(coursedir.submitted_directory, student, assignment))
    return path if path.is_dir() else None


def read_submission(*, assignment: str, student: str, folder: Path, limits: Limits) -> Submission:
    """Read what was handed in; too much of it makes it refused, not unreadable."""
    try:
        repairs = (_NO_TIME,) if set_aside_unreadable_time(folder) else ()
        read = read_folder(folder.resolve(), limits=limits)
    except OSError as error:
        return Submission(
            student=student,
            assignment=assignment,
            files={},
            trouble=f"{folder} 폴더를 읽을 수 없어요({reason(error)}).",
        )
    # Collecting says so in its own file when it left the rest where it was.
    told = read.files.get(REFUSAL, b"").decode("utf-8", "replace")
    refused = read.refused or printable(told, most=_REASON)
    files = {} if refused else read.files
    return Submission(
        student=student,
        assignment=assignment,
        files=files,
        digest=_digest(
            {name: content.hex() for name, content in files.items()},
            refused,
            str(submission_time(folder)),
        ),
        repairs=repairs,
        refused=refused,
    )


def _notebook(row: Notebook, folder: Path) -> NotebookPlan:
    about, learner_cells, order = _source(folder / f"{row.name}.ipynb")
    graded = {cell.name: cell.max_score for cell in row.grade_cells}
    tasks = {cell.name: cell.max_score for cell in row.task_cells}
    solutions = {cell.name for cell in row.solution_cells}
    plans = []
    for cell in row.source_cells:
        metadata = {
            "grade": cell.name in graded,
            "grade_id": cell.name,
            "locked": bool(cell.locked),
            "schema_version": 3,
            "solution": cell.name in solutions,
            "task": cell.name in tasks,
            "cell_type": cell.cell_type,
            "checksum": cell.checksum,
        }
        if cell.name in graded or cell.name in tasks:
            metadata["points"] = graded.get(cell.name, tasks.get(cell.name))
        plans.append(
            CellPlan(
                grade_id=cell.name,
                cell_type=cell.cell_type,
                source=cell.source,
                metadata=metadata,
                about=about.get(cell.name, {}),
            )
        )
    plans.sort(key=lambda plan: (order.get(plan.grade_id, len(order)), plan.grade_id))
    spec = json.loads(row.kernelspec) if row.kernelspec else {}
    return NotebookPlan(
        name=row.name,
        cells=tuple(plans),
        origin=learner_cells,
        metadata={"kernelspec": spec or _KERNELSPEC, "language_info": {"name": "python"}},
    )


def _source(path: Path) -> tuple[dict[str, dict], Origin, dict[str, int]]:
    """Of the instructor's notebook: other metadata by grade id, where names come from, order."""
    try:
        notebook = nbformat.read(path, as_version=4)
    except (OSError, ValueError) as error:
        raise CourseError(f"{path} 원본 노트북을 읽을 수 없어요: {error}") from error
    about, order = {}, {}
    for place, cell in enumerate(notebook.cells):
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if grade_id:
            order[grade_id] = place
            about[grade_id] = {k: v for k, v in cell.metadata.items() if k != "nbgrader"}
    return about, origin_of(notebook), order


def _assignment_digest(assignment: Assignment) -> str:
    notebooks = [
        [notebook.name, [[c.grade_id, c.cell_type, c.source, c.metadata] for c in notebook.cells]]
        for notebook in assignment.notebooks
    ]
    return _digest({name: content.hex() for name, content in assignment.files.items()}, notebooks)


def _digest(*parts: object) -> str:
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
