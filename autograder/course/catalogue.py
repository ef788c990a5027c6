"""Telling learners what is released: the catalogue beside the released units."""

from collections import defaultdict
from pathlib import Path

from autograder.course.nbgrader_api import course_config, open_gradebook
from autograder.home.catalogue import Catalogue, UnitCard, write_catalogue
from autograder.notebooks import graded_cells, nbgrader_of, read_notebook
from autograder.syllabus import Unit, read_syllabus


def publish(folder: Path) -> None:
    """Write the catalogue of the course ``folder`` into the exchange, due dates included.

    Says what is in the exchange now, so it is called whenever that may have changed.
    """
    config = course_config(folder)
    course = config.CourseDirectory.course_id
    exchange = Path(config.Exchange.root) / course
    if not exchange.is_dir():
        return  # nothing was ever released
    released = {path.name for path in (exchange / "outbound").glob("*") if path.is_dir()}
    with open_gradebook(folder) as gradebook:
        dues = {assignment.name: assignment.duedate for assignment in gradebook.assignments}
    units = [unit for unit in read_syllabus().of(course) if unit.code in released]
    cards = tuple(_card(unit, folder / "source" / unit.code, dues.get(unit.code)) for unit in units)
    write_catalogue(_catalogue(course, cards), folder=exchange)


def publish_locally(*, course: str, units: list[Unit], target: Path) -> None:
    """Write the catalogue for one learner without a Hub."""
    cards = tuple(_card(unit, unit.source, None) for unit in units)
    write_catalogue(_catalogue(course, cards), folder=target)


def _catalogue(course: str, cards: tuple[UnitCard, ...]) -> Catalogue:
    return Catalogue(course=course, title=read_syllabus().track(course).title, units=cards)


def _card(unit: Unit, source: Path, due) -> UnitCard:
    return UnitCard(
        code=unit.code,
        title=unit.title,
        objectives=tuple(unit.objectives),
        minutes=unit.minutes,
        audience=unit.audience,
        no_code=unit.no_code,
        points=points_by_objective(source),
        due=due,
    )


def points_by_objective(source: Path) -> dict[int, float]:
    """Full points of each objective (1–3) in a unit's exercise."""
    points: dict[int, float] = defaultdict(float)
    for cell in graded_cells(read_notebook(source / "exercise.ipynb")):
        points[cell.metadata["junggu"]["objective"]] += nbgrader_of(cell)["points"]
    return dict(sorted(points.items()))
