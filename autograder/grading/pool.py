"""Running tasks on all cores of this machine, or on Dask workers that share no file system."""

import contextlib
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.synchronize import Semaphore

from autograder.errors import CourseError
from autograder.grading.engine import Engine, shared
from autograder.grading.model import Result, Task
from autograder.grading.task import grade_task
from autograder.sandbox.lockdown import die_with_parent

_TRIES = 3
# More at once than there are cores makes each slower than it makes them many. A submission that
# takes this long may only be waiting, and gives its turn to a worker that stands by.
_TURN_SECONDS = 5
_WORKERS_SECONDS = 60  # a scheduler's workers may be starting


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextlib.contextmanager
def local(engine: Engine, *, at_once: int) -> Iterator[Callable[[], Executor]]:
    """Worker processes of this machine that share ``engine`` and grade ``at_once`` submissions.

    Yields a maker of executors: a new one is asked for when a worker died.
    """
    made: list[Executor] = []

    def make() -> Executor:
        # Forked, so that the engine's socket is inherited; nothing here has threads yet.
        context = multiprocessing.get_context("fork")
        pool = ProcessPoolExecutor(
            2 * at_once,
            mp_context=context,
            initializer=_begin_worker,
            initargs=(context.Semaphore(at_once),),
        )
        made.append(pool)
        return made[-1]

    with shared(engine):
        try:
            yield make
        finally:
            for executor in made:
                executor.shutdown(wait=True, cancel_futures=True)


_turns: Semaphore | None = None  # of a worker process of this machine


def _begin_worker(turns: Semaphore) -> None:
    global _turns
    _turns = turns
    # A killed grader must not leave workers waiting for it for ever.
    die_with_parent()


def _grade(task: Task) -> Result:
    with _turn():
        return grade_task(task)


@contextlib.contextmanager
def _turn() -> Iterator[None]:
    """Hold one of the turns, for so long as it may be held."""
    if _turns is None:
        yield
        return
    _turns.acquire()
    give_back = contextlib.ExitStack()
    give_back.callback(_turns.release)
    late = threading.Timer(_TURN_SECONDS, give_back.close)
    late.start()
    try:
        yield
    finally:
        late.cancel()
        late.join()  # it may be at it; a turn is given back once
        give_back.close()


@contextlib.contextmanager
def here(engine: Engine) -> Iterator[Callable[[], Executor]]:
    """One worker in this process, for a server that has threads and must not fork."""
    with shared(engine), ThreadPoolExecutor(1) as executor:
        yield lambda: executor


@contextlib.contextmanager
def dask(address: str) -> Iterator[Callable[[], Executor]]:
    """Workers of the Dask scheduler at ``address``; Dask itself repeats what a dead worker had.

    Raises CourseError when the scheduler does not answer or has no worker.
    """
    from distributed import Client

    try:
        client = Client(address, timeout=10, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:  # ValueError: no address at all
        raise CourseError(
            f"Dask 스케줄러 {address}에 닿지 않아요. 주소와 포트를 보세요."
        ) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_WORKERS_SECONDS)
        except TimeoutError as error:
            raise CourseError(
                f"Dask 스케줄러 {address}에 일꾼이 없어요. 일꾼(dask worker)을 먼저 켜 주세요."
            ) from error
        yield lambda: client.get_executor(pure=False, retries=_TRIES)


def run(tasks: Iterable[Task], *, make: Callable[[], Executor], in_flight: int) -> Iterator[Result]:
    """Yield a result for every task, in the order in which they end.

    At most ``in_flight`` tasks are held at once, so memory does not grow with the batch. A task
    whose worker died or whose machine had trouble is tried again, three times in all.
    """
    waiting = iter(tasks)
    executor = make()
    running: dict[Future, tuple[Task, int]] = {}
    again: list[tuple[Task, int]] = []

    def fill() -> None:
        while len(running) < in_flight:
            task, tries = again.pop() if again else (next(waiting, None), 1)
            if task is None:
                return
            running[executor.submit(_grade, task)] = (task, tries)

    fill()
    while running:
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        broken = False
        for future in done:
            task, tries = running.pop(future)
            try:
                result = future.result()
            except BrokenProcessPool:
                broken, result = True, _lost(task, "채점하던 프로세스가 끝났어요.")
            except Exception as error:
                result = _lost(task, f"{type(error).__name__}: {error}")
            if result.trouble and tries < _TRIES:
                again.append((task, tries + 1))
            else:
                yield result
        if broken:
            again += [(task, tries) for task, tries in running.values()]
            running.clear()
            executor = make()
        fill()


def _lost(task: Task, why: str) -> Result:
    return Result(
        student=task.submission.student,
        assignment=task.assignment.name,
        notebooks=(),
        tier=task.tier,
        trouble=why,
    )
