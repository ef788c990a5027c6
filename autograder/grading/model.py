"""What crosses the borders of grading: an assignment, a submission, and what became of it."""

from dataclasses import dataclass, field

from autograder.grading.scores import Scores
from autograder.judge.names import Origin
from autograder.limits import DEFAULT, Limits

Files = dict[str, bytes]  # path inside the folder → content


class Refused(ValueError):
    """A submission cannot be graded; the text is Korean and says what the learner can do."""


@dataclass(frozen=True, kw_only=True)
class CellPlan:
    """One cell that nbgrader knows, as ``generate_assignment`` saved it."""

    grade_id: str
    cell_type: str
    source: str  # with hidden checks, without solutions
    metadata: dict  # the whole nbgrader metadata
    about: dict = field(default_factory=dict)  # the cell's other metadata: objective, tags

    @property
    def is_test(self) -> bool:
        return bool(self.metadata.get("grade")) and not self.metadata.get("solution")


@dataclass(frozen=True, kw_only=True)
class NotebookPlan:
    """The instructor's side of one notebook; ``cells`` are in the order of the source."""

    name: str
    cells: tuple[CellPlan, ...]
    origin: Origin
    metadata: dict

    @property
    def earns_points(self) -> bool:
        """False for a lesson: nothing in it is graded, so nothing in it has to run."""
        return any(cell.metadata.get("grade") or cell.metadata.get("task") for cell in self.cells)


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """Everything that a task needs of an assignment; ``digest`` changes with any of it."""

    name: str
    notebooks: tuple[NotebookPlan, ...]
    files: Files = field(repr=False)  # data that the instructor gives, notebooks not
    digest: str = ""

    @property
    def tests(self) -> list[str]:
        """The source of every test cell."""
        return [
            cell.source for notebook in self.notebooks for cell in notebook.cells if cell.is_test
        ]


@dataclass(frozen=True, kw_only=True)
class Submission:
    """What one learner handed in, as bytes."""

    student: str
    assignment: str
    files: Files = field(repr=False)
    digest: str = ""
    repairs: tuple[str, ...] = ()  # what was mended before reading, in Korean
    refused: str = ""  # Korean reason when there was too much of it to be read
    trouble: str = ""  # the machine's fault, not the learner's: it could not be opened


@dataclass(frozen=True, kw_only=True)
class NotebookResult:
    """One graded notebook, as JSON text; ``handed_in`` is False when there was none to grade."""

    name: str
    notebook: str = field(repr=False)
    repairs: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    refused: str = ""
    handed_in: bool = True
    scores: Scores = field(default_factory=Scores)


@dataclass(frozen=True, kw_only=True)
class Result:
    """What became of one submission; times in seconds."""

    student: str
    assignment: str
    notebooks: tuple[NotebookResult, ...]
    seconds: float = 0.0
    tier: str = ""
    digest: str = ""  # of submission, assignment and tier together
    trouble: str = ""  # the machine's fault, not the learner's: nothing is recorded

    @property
    def repairs(self) -> tuple[str, ...]:
        return tuple(says for notebook in self.notebooks for says in notebook.repairs)

    @property
    def refused(self) -> str:
        return " ".join(notebook.refused for notebook in self.notebooks if notebook.refused)

    @property
    def stops(self) -> tuple[str, ...]:
        return tuple(says for notebook in self.notebooks for says in notebook.stops)


@dataclass(frozen=True, kw_only=True)
class Task:
    """One submission to grade, complete: it needs no file of the machine that planned it."""

    assignment: Assignment
    submission: Submission
    limits: Limits = DEFAULT
    tier: str = ""
