"""``grade``: the whole run over a course, and ``run_notebook``: one notebook without a course."""

import contextlib
import copy
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path

from nbformat import NotebookNode

from autograder.course.nbgrader_api import open_api, open_gradebook
from autograder.errors import CourseError
from autograder.grading import plan, pool
from autograder.grading.engine import Engine, engine, execute
from autograder.grading.mending import keep, mended
from autograder.grading.model import Assignment, Result, Task
from autograder.grading.origins import origin_of
from autograder.grading.record import Recorder, only_writer
from autograder.grading.regrading import changes
from autograder.grading.report import Change, GradingReport, Line
from autograder.grading.task import same_submission, task_digest
from autograder.limits import DEFAULT, Limits
from autograder.notebooks import is_test
from autograder.sandbox.selftest import candidates
from autograder.sandbox.tiers import Tier

Progress = Callable[[Line, int, int], None]  # what just ended, how many are done, of how many


def grade(
    *,
    course_dir: Path,
    assignments: Iterable[str] | None = None,
    students: Iterable[str] | None = None,
    regrade: bool = False,
    before_writing: Callable[[Sequence[Change]], bool] | None = None,
    scheduler: str | None = None,
    sandbox: str | None = None,
    workers: int | None = None,
    limits: Limits = DEFAULT,
    warm: Engine | None = None,
    progress: Progress = lambda line, done, of: None,
) -> GradingReport:
    """Grade every submission that is new or was handed in again; with ``regrade`` all of them.

    Points that are recorded change only when that is asked for: without ``regrade`` a submission
    that was graded by other checks, or without walls, stays as it is and is counted ``outdated``.
    ``regrade`` grades everything by the sources as they stand, hands the changes to
    ``before_writing`` and writes only if that says yes. ``scheduler`` is a Dask address;
    ``sandbox`` a tier by name (``none`` has to be asked for); ``workers`` is how many submissions
    are graded at once, one a core unless told, 0 for one after the other in this process; ``warm``
    is an engine that already runs and is kept. Raises CourseError and NoSandbox, each with a
    Korean sentence.
    """
    started = time.perf_counter()
    tier = warm.tier if warm else candidates(sandbox)[0]
    coursedir = open_api(course_dir).coursedir
    config = open_api(course_dir).config
    with only_writer(course_dir), open_gradebook(course_dir) as gradebook:
        recorder = Recorder(gradebook=gradebook, coursedir=coursedir, config=config)
        try:
            found = _handed_in(gradebook, coursedir, assignments, students)
            changed = (
                mended(course_dir=course_dir, assignments=[one for one, _ in found])
                if regrade
                else {}
            )
            found = [(changed.get(one.name, one), who) for one, who in found]
            todo, skipped, outdated = _todo(found, coursedir, recorder, regrade, tier, limits)
            lines: list[Line] = []
            made: list[Change] = []
            kept: list[Result] = []
            written, up = True, 0.0

            def folder(result: Result) -> Path:
                return plan.submitted_folder(result.assignment, result.student, coursedir)

            with contextlib.ExitStack() as stack:
                if todo:
                    tests = [
                        test for one in {a.name: a for a, _ in todo}.values() for test in one.tests
                    ]
                    make, width, tier = stack.enter_context(
                        _workers(warm, sandbox, limits, scheduler, workers, tests)
                    )
                    up = time.perf_counter() - started
                    for result in pool.run(
                        _tasks(todo, coursedir, tier, limits), make=make, in_flight=width
                    ):
                        if regrade:
                            made += changes(result, gradebook=gradebook, coursedir=coursedir)
                            kept.append(result)
                        lines.append(
                            _line(result, None) if regrade else _record(recorder, result, folder)
                        )
                        progress(lines[-1], len(lines), len(todo))
            if regrade:
                written = before_writing is None or before_writing(made)
                if written:
                    gradebook.db.rollback()
                    keep(course_dir=course_dir, names=changed)
                    lines = [_record(recorder, result, folder) for result in kept]
        finally:
            recorder.close()
    return GradingReport(
        lines=tuple(sorted(lines, key=lambda line: (line.assignment, line.student))),
        skipped=skipped,
        outdated=outdated,
        tier=tier.value,
        layers=tier.layers,
        start_seconds=up,
        seconds=time.perf_counter() - started,
        changes=tuple(made),
        written=written,
    )


def run_notebook(
    *,
    notebook: NotebookNode,
    files: Mapping[str, str],
    engine: Engine,
    limits: Limits = DEFAULT,
) -> NotebookNode:
    """Execute a copy of ``notebook`` beside ``files`` as a submission is: test cells are judged.

    ``engine`` is shared between calls and threads. Where names come from is read off the
    notebook itself.
    """
    engine.compute_ahead(cell.source for cell in notebook.cells if is_test(cell))
    executed = copy.deepcopy(notebook)
    execute(
        executed,
        engine=engine,
        origin=origin_of(notebook),
        learner_files={name: text.encode() for name, text in files.items()},
        judge_files={},
        limits=limits,
    )
    return executed


def _handed_in(gradebook, coursedir, names, who) -> list[tuple[Assignment, list[str]]]:
    """The assignments that somebody handed in, with these people."""
    wanted = None if who is None else set(who)
    found = []
    for row in plan.assignments(gradebook, names):
        students = plan.students(row, coursedir=coursedir)
        students = [student for student in students if wanted is None or student in wanted]
        if students:
            found.append((plan.read_assignment(row, coursedir=coursedir), students))
    return found


def _todo(
    found, coursedir, recorder, regrade, tier, limits
) -> tuple[list[tuple[Assignment, str]], int, int]:
    """What is to be graded, how many are as recorded, and how many were by other checks."""
    todo, skipped, outdated = [], 0, 0
    for assignment, students in found:
        for student in students:
            known = "" if regrade else recorder.known(assignment.name, student)
            digest = known and task_digest(_task(assignment, student, coursedir, tier, limits))
            if not known or not same_submission(known, digest):
                todo.append((assignment, student))
            elif known == digest:
                skipped += 1
            else:
                outdated += 1
    return todo, skipped, outdated


def _task(assignment: Assignment, student: str, coursedir, tier: Tier, limits: Limits) -> Task:
    folder = plan.submitted_folder(assignment.name, student, coursedir)
    submission = plan.read_submission(
        assignment=assignment.name, student=student, folder=folder, limits=limits
    )
    return Task(assignment=assignment, submission=submission, limits=limits, tier=tier.value)


def _tasks(todo, coursedir, tier: Tier, limits: Limits) -> Iterator[Task]:
    for assignment, student in todo:
        yield _task(assignment, student, coursedir, tier, limits)


@contextlib.contextmanager
def _workers(
    warm: Engine | None,
    sandbox: str | None,
    limits: Limits,
    scheduler: str | None,
    workers: int | None,
    tests: Iterable[str],
) -> Iterator[tuple[Callable[[], Executor], int, Tier]]:
    if scheduler:
        # Each worker tests the walls of its own machine and refuses when they do not hold.
        with pool.dask(scheduler) as make:
            yield make, workers or 64, candidates(sandbox)[0]
        return
    with contextlib.ExitStack() as stack:
        warm = warm or stack.enter_context(engine(sandbox=sandbox, limits=limits))
        # Here, since workers share the engine and may not.
        warm.compute_ahead(tests)
        if workers == 0:
            yield stack.enter_context(pool.here(warm)), 1, warm.tier
            return
        at_once = workers or pool.cores()
        make = stack.enter_context(pool.local(warm, at_once=at_once))
        yield make, 6 * at_once, warm.tier


def _record(recorder: Recorder, result: Result, folder: Callable[[Result], Path]) -> Line:
    if result.trouble:
        return _line(result, None)
    try:
        return _line(result, recorder.record(result, submitted=folder(result)))
    # One submission that cannot be written must not keep the others from it.
    except CourseError as error:
        return _line(result, None, trouble=str(error))
    except Exception as error:
        return _line(result, None, trouble=f"{type(error).__name__}: {error}")


def _line(result: Result, points: tuple[float, float, float] | None, *, trouble: str = "") -> Line:
    got, full, waiting = points or (None, None, 0)
    return Line(
        student=result.student,
        assignment=result.assignment,
        points=got,
        full=full,
        waiting=waiting,
        repairs=result.repairs,
        stops=result.stops,
        refused=result.refused,
        trouble=result.trouble or trouble,
        seconds=result.seconds,
    )
