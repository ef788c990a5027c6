"""What an executed notebook earned, as nbgrader counts it."""

from dataclasses import dataclass, field

from nbformat import NotebookNode
from nbgrader.utils import compute_checksum, determine_grade, is_grade, is_solution, is_task

from autograder.errors import CourseError


@dataclass(frozen=True, kw_only=True)
class Scores:
    """By grade id: automatic points (None where a person grades), and whether nothing was said."""

    points: dict[str, float | None] = field(default_factory=dict)
    unanswered: dict[str, bool] = field(default_factory=dict)


def read_scores(notebook: NotebookNode, *, handed_in: bool) -> Scores:
    """The scores of every graded cell; 0 for all when nothing was handed in.

    Raises CourseError when a test cell gives more than its points.
    """
    points, unanswered = {}, {}
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if is_grade(cell):
            points[name] = _points(cell) if handed_in else 0.0
        if is_solution(cell) or is_task(cell):
            untouched = cell.metadata.nbgrader.get("checksum") == compute_checksum(cell)
            unanswered[name] = untouched and not is_task(cell)
    return Scores(points=points, unanswered=unanswered)


def _points(cell: NotebookNode) -> float | None:
    try:
        return determine_grade(cell)[0]
    except ValueError as error:
        name = cell.metadata.nbgrader.grade_id
        raise CourseError(f"{name} 확인 칸의 점수가 배점보다 커요. 그 칸을 고쳐 주세요.") from error
