"""The content of a feedback page, without any mark-up of its own."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_solution

from junggu.check import MIME


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing that was looked at."""

    looked_for: str
    passed: bool
    points: float
    say: str = ""


@dataclass(frozen=True, kw_only=True)
class Task:
    """One graded cell. ``by_hand`` is a text that a person grades; its score may be open."""

    about: str
    points: float | None
    full: float
    objective: int | None
    say: str = ""
    checks: tuple[Check, ...] = ()
    by_hand: bool = False
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class Objective:
    """Points of all tasks that measure one objective; ``number`` as in the syllabus, from 1."""

    number: int
    text: str
    points: float
    full: float


@dataclass(kw_only=True)
class Part:
    """A cell as the page shows it: the learner's own cell, or a task in place of its test."""

    kind: str  # "text", "code" or "task"
    source: str = ""
    outputs: Sequence[NotebookNode] = ()
    comment: str = ""
    task: Task | None = field(default=None)


def parts(notebook: NotebookNode) -> list[Part]:
    """Every cell in order. The source of test cells is withheld, their verdict is shown."""
    made = []
    for cell in notebook.cells:
        comment = cell.metadata.get("nbgrader", {}).get("comment") or ""
        if is_grade(cell) and not is_solution(cell):
            made.append(Part(kind="task", task=_task(cell)))
        elif is_grade(cell):
            made.append(Part(kind="text", source=_without_marks(cell.source)))
            made.append(Part(kind="task", task=_by_hand(cell, comment)))
        elif cell.cell_type == "code":
            outputs = cell.get("outputs", [])
            made.append(Part(kind="code", source=cell.source, outputs=outputs, comment=comment))
        else:
            made.append(Part(kind="text", source=cell.source, comment=comment))
    return [part for part in made if part.kind == "task" or part.source.strip()]


def objectives(shown: Iterable[Part], *, texts: Sequence[str]) -> list[Objective]:
    """Points by objective, in the order of the syllabus; empty when no task names one."""
    points: dict[int, float] = defaultdict(float)
    full: dict[int, float] = defaultdict(float)
    for part in shown:
        if part.task is not None and part.task.objective is not None:
            points[part.task.objective] += part.task.points or 0
            full[part.task.objective] += part.task.full
    return [
        Objective(
            number=number,
            text=texts[number - 1] if 0 < number <= len(texts) else f"목표 {number}",
            points=points[number],
            full=full[number],
        )
        for number in sorted(full)
    ]


def _task(cell: NotebookNode) -> Task:
    about = cell.metadata.nbgrader
    report = next(
        (o.data[MIME] for o in cell.get("outputs", []) if MIME in o.get("data", {})), None
    )
    common = {
        "points": about.get("score"),
        "full": float(about.get("points") or 0),
        "objective": cell.metadata.get("junggu", {}).get("objective"),
    }
    if report is None:
        # Without a report the output may quote the check itself.
        failed = common["points"] != common["full"]
        say = "확인을 다 마치지 못했어요. 위의 답을 다시 실행해 보세요." if failed else ""
        return Task(about="확인", say=say, **common)
    checks = tuple(
        Check(
            looked_for=result["looked_for"],
            passed=bool(result["passed"]),
            points=float(result["points"]),
            say=result.get("say") or "",
        )
        for result in report.get("results", [])
    )
    return Task(about=report["about"], say=report.get("say") or "", checks=checks, **common)


def _by_hand(cell: NotebookNode, comment: str) -> Task:
    about = cell.metadata.nbgrader
    return Task(
        about="글로 쓴 답",
        points=about.get("score"),
        full=float(about.get("points") or 0),
        objective=cell.metadata.get("junggu", {}).get("objective"),
        by_hand=True,
        comment=comment,
    )


def _without_marks(source: str) -> str:
    """The learner's text without the rubric, should it have come along."""
    head, mark, rest = source.partition("=== BEGIN MARK SCHEME ===")
    return head + rest.partition("=== END MARK SCHEME ===")[2] if mark else source
