"""Grading one submission, anywhere: bytes in, a result out, no file of the planner's machine."""

import json
import os
import time
import unicodedata
from typing import Any

from nbformat import NotebookNode
from nbformat.v4.rwbase import strip_transient

from autograder.course.handed_in import TIMESTAMP
from autograder.errors import CourseError
from autograder.grading.engine import Engine, Unsafe, execute, of_process
from autograder.grading.model import (
    Assignment,
    Files,
    NotebookPlan,
    NotebookResult,
    Refused,
    Result,
    Task,
)
from autograder.grading.repair import blank, repair
from autograder.grading.scores import read_scores
from autograder.kernels.zygotes import ZygoteError
from autograder.printable import printable
from autograder.sandbox.tiers import Tier

_NAME_SHOWN = 80  # characters
_TWICE = "‘{}’이라는 이름이 둘이에요. 하나만 남기고 다시 내 주세요."


def grade_task(task: Task) -> Result:
    """Grade one submission. What the learner did wrong is in the result, never an exception."""
    started = time.perf_counter()
    results: list[NotebookResult] = []
    trouble = ""
    try:
        if task.submission.trouble:
            raise CourseError(task.submission.trouble)
        engine = of_process(Tier(task.tier), limits=task.limits)
        engine.compute_ahead(task.assignment.tests)
        results = [_grade(plan, task, engine) for plan in task.assignment.notebooks]
    except (CourseError, ZygoteError, Unsafe) as error:
        trouble = str(error)
    return Result(
        student=task.submission.student,
        assignment=task.assignment.name,
        notebooks=tuple(results),
        seconds=time.perf_counter() - started,
        tier=task.tier,
        digest=task_digest(task),
        trouble=trouble,
    )


def task_digest(task: Task) -> str:
    """Changes when the submission, the assignment or having walls changes."""
    walls = "none" if task.tier == Tier.NONE else "walled"
    return f"{task.submission.digest}-{task.assignment.digest}-{walls}"


def same_submission(one: str, other: str) -> bool:
    """Whether two digests are of the same work, by whatever it was judged."""
    return one.split("-")[0] == other.split("-")[0]


def _grade(plan: NotebookPlan, task: Task, engine: Engine) -> NotebookResult:
    others = {_plain(f"{one.name}.ipynb") for one in task.assignment.notebooks if one is not plan}
    try:
        if task.submission.refused:
            raise Refused(task.submission.refused)
        content, says = _find(plan.name, task.submission.files, others=others)
        notebook, repairs = repair(content, plan=plan)
        if not plan.earns_points:
            return _result(plan, notebook)
        beside = _beside(task.submission.files, task.assignment)
    except Refused as refused:
        if not plan.earns_points:
            return _result(plan, blank(plan=plan), handed_in=False)
        empty = blank(plan=plan, why=str(refused))
        return _result(plan, empty, refused=str(refused), handed_in=False)
    stops = execute(
        notebook,
        engine=engine,
        origin=plan.origin,
        learner_files=beside,
        judge_files=task.assignment.files,
        limits=task.limits,
    )
    mended = (*task.submission.repairs, *says, *repairs)
    return _result(plan, notebook, repairs=mended, stops=tuple(stops))


def _result(
    plan: NotebookPlan, notebook: NotebookNode, *, handed_in: bool = True, **about: Any
) -> NotebookResult:
    return NotebookResult(
        name=plan.name,
        # Ours, and each output was validated as it came. nbformat's writer would copy all of it
        # and indent, for which Python has no fast encoder.
        notebook=json.dumps(strip_transient(notebook), ensure_ascii=False, sort_keys=True),
        scores=read_scores(notebook, handed_in=handed_in),
        handed_in=handed_in,
        **about,
    )


def _find(name: str, files: Files, *, others: set[str]) -> tuple[bytes, list[str]]:
    """The notebook called ``name``, or the one file that must be meant.

    ``others`` are the names of the assignment's other notebooks.
    """
    wanted = f"{name}.ipynb"
    if wanted in files:
        return files[wanted], []
    same = [path for path in files if _plain(path) == _plain(wanted)]
    free = [
        path
        for path in files
        if path.endswith(".ipynb") and "/" not in path and _plain(path) not in others
    ]
    copies = [path for path in free if _plain(path).startswith(_plain(name))]
    for candidates in (same, copies, free):
        if len(candidates) == 1:
            shown = printable(candidates[0], most=_NAME_SHOWN)
            return files[candidates[0]], [f"{shown} 파일을 {wanted}으로 보고 채점했어요."]
    raise Refused(f"{wanted} 파일이 없어요. 파일 이름을 {wanted}으로 하고 다시 내 주세요.")


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", os.path.basename(name)).casefold()


def _beside(files: Files, assignment: Assignment) -> Files:
    """What lies in the learner's working folder: their own files, the instructor's over them.

    Raises Refused when two of their files cannot lie there together.
    """
    own: Files = {}
    given = {folder for path in assignment.files for folder in _folders(path)}
    for path, content in files.items():
        place = _composed(path)
        if path.endswith(".ipynb") or path == TIMESTAMP or place in given:
            continue
        if any(folder in assignment.files for folder in _folders(place)):
            continue
        if place in own:
            raise Refused(_TWICE.format(printable(place, most=_NAME_SHOWN)))
        own[place] = content
    for path in own:
        for folder in _folders(path):
            if folder in own:
                raise Refused(_TWICE.format(printable(folder, most=_NAME_SHOWN)))
    return own | assignment.files


def _composed(path: str) -> str:
    """``path`` as a check would write it, unless that is too long to be a name."""
    composed = unicodedata.normalize("NFC", path)
    return composed if all(len(os.fsencode(p)) < 256 for p in composed.split("/")) else path


def _folders(path: str) -> list[str]:
    """Every folder that ``path`` lies in."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[: number + 1]) for number in range(len(parts))]
