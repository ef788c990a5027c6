"""The content of a feedback page, without any mark-up of its own."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from nbformat import NotebookNode
from nbgrader.utils import compute_checksum, is_grade, is_solution

from junggu.check import DONE, MIME, NOT_ATTEMPTED, NOT_YET


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing that was looked at."""

    looked_for: str
    passed: bool
    points: float
    say: str = ""


@dataclass(frozen=True, kw_only=True)
class Task:
    """One graded cell. ``points`` are None while a text waits for a person to read it.

    ``state`` is that of :mod:`junggu.check`.
    """

    about: str
    state: str
    points: float | None
    full: float
    objective: int | None
    say: str = ""
    checks: tuple[Check, ...] = ()
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class Objective:
    """Points of all tasks that measure one objective; ``number`` as in the syllabus, from 1.

    ``waiting`` are the full points of texts that nobody has read yet.
    """

    number: int
    text: str
    points: float
    full: float
    waiting: float


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
    return _said_once(part for part in made if part.kind == "task" or part.source.strip())


def _said_once(shown: Iterable[Part]) -> list[Part]:
    """The same parts, in which a task repeats neither itself nor what one before it says."""
    told: set[str] = set()
    made = []
    for part in shown:
        if part.task is not None:
            (say,) = _once([part.task.say], told)
            says = _once([check.say for check in part.task.checks], set())
            checks = tuple(
                replace(check, say=advice)
                for check, advice in zip(part.task.checks, says, strict=True)
            )
            part = replace(part, task=replace(part.task, say=say, checks=checks))
        made.append(part)
    return made


def _once(says: Iterable[str], told: set[str]) -> list[str]:
    """``says`` with what was ``told`` before left empty; ``told`` grows."""
    kept = []
    for say in says:
        kept.append("" if say in told else say)
        told.add(say)
    return kept


def waiting(shown: Iterable[Part]) -> float:
    """Full points of the texts that nobody has read yet."""
    return sum(part.task.full for part in shown if part.task and part.task.points is None)


def earned(shown: Iterable[Part]) -> float:
    """Points of everything that was read, before a penalty."""
    return sum(part.task.points or 0 for part in shown if part.task)


def objectives(shown: Iterable[Part], *, texts: Sequence[str]) -> list[Objective]:
    """Points by objective, in the order of the syllabus; empty when no task names one."""
    points: dict[int, float] = defaultdict(float)
    full: dict[int, float] = defaultdict(float)
    parts_of: dict[int, list[Part]] = defaultdict(list)
    for part in shown:
        if part.task is not None and part.task.objective is not None:
            points[part.task.objective] += part.task.points or 0
            full[part.task.objective] += part.task.full
            parts_of[part.task.objective].append(part)
    return [
        Objective(
            number=number,
            text=texts[number - 1] if 0 < number <= len(texts) else f"목표 {number}",
            points=points[number],
            full=full[number],
            waiting=waiting(parts_of[number]),
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
        return Task(about="확인", state=NOT_YET if failed else DONE, say=say, **common)
    checks = tuple(
        Check(
            looked_for=result["looked_for"],
            passed=bool(result["passed"]),
            points=float(result["points"]),
            say=result.get("say") or "",
        )
        for result in report.get("results", [])
    )
    return Task(
        about=report["about"],
        state=_state(common["points"], common["full"], untouched=_untouched(report)),
        say=report.get("say") or "",
        checks=checks,
        **common,
    )


def _untouched(report: dict) -> bool:
    return report.get("state") == NOT_ATTEMPTED


def _state(points: float | None, full: float, *, untouched: bool) -> str:
    """The state of a task by the points that count, which an instructor may have changed."""
    if points is not None and points >= full:
        return DONE
    return NOT_ATTEMPTED if untouched and not points else NOT_YET


def _by_hand(cell: NotebookNode, comment: str) -> Task:
    about = cell.metadata.nbgrader
    full = float(about.get("points") or 0)
    points = None if about.get("needs_manual_grade") else about.get("score")
    return Task(
        about="글로 쓴 답",
        # Points that no person gave are those of an untouched text.
        state=_state(points, full, untouched=about.get("checksum") == compute_checksum(cell)),
        points=points,
        full=full,
        objective=cell.metadata.get("junggu", {}).get("objective"),
        comment=comment,
    )


def _without_marks(source: str) -> str:
    """The learner's text without the rubric, should it have come along."""
    head, mark, rest = source.partition("=== BEGIN MARK SCHEME ===")
    return head + rest.partition("=== END MARK SCHEME ===")[2] if mark else source
