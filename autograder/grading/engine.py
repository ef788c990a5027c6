"""The two zygotes of one machine, and running one notebook with them."""

import atexit
import contextlib
import os
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_output

from autograder.judge.names import Origin
from autograder.judge.outside import JudgeFailed, JudgeFork
from autograder.kernels.client import Kernel, KernelGone
from autograder.kernels.scratch import RunFolder, working_folder
from autograder.kernels.zygotes import Zygote, ZygoteError
from autograder.limits import DEFAULT, Limits
from autograder.notebooks import is_test
from autograder.sandbox.selftest import canary, candidates
from autograder.sandbox.tiers import NoSandbox, Tier, TooSlow, Walls
from junggu.data import datasets_folder


class Unsafe(RuntimeError):
    """The walls did not hold in the start-up test; the text is Korean."""


@dataclass(kw_only=True)
class Engine:
    """Warm kernels and warm judges behind the walls of ``tier``; share it between workers."""

    tier: Tier
    limits: Limits = DEFAULT
    datasets: Path = field(default_factory=datasets_folder)

    def __post_init__(self) -> None:
        self._owner = os.getpid()
        self._seen: set[str] = set()
        self._seeing = threading.Lock()
        self._run = RunFolder()
        self.run_folder = self._run.path
        self._walls = walls = Walls(
            tier=self.tier,
            limits=self.limits,
            run_folder=self.run_folder,
            datasets=self.datasets.resolve(),
        )
        with contextlib.ExitStack() as undo:
            undo.callback(self._run.remove)
            self.kernels = Zygote(role="kernel", walls=walls)
            undo.callback(self.kernels.stop)
            self.judges = Zygote(role="judge", walls=walls)
            undo.pop_all()

    def wait(self) -> "Engine":
        """Wait until both are warm and the walls are tested.

        Raises ZygoteError when one does not come up, Unsafe when the canary got out, TooSlow when
        neither is known.
        """
        self.kernels.wait()
        self.judges.wait()
        if self.tier is not Tier.NONE:
            proof = canary(self.kernels)
            if not proof.held:
                raise Unsafe(f"울타리 {self.tier}가 새요. {proof.says}")
        return self

    def compute_ahead(self, sources: Iterable[str]) -> None:
        """Have judges find computed what no learner can change of these test cells.

        Does nothing in a process that only shares this engine, nor for cells seen before.
        """
        if os.getpid() != self._owner:
            return
        with self._seeing:
            for source in sources:
                if source in self._seen:
                    continue
                self._seen.add(source)
                try:
                    self.judges.compute_ahead(source)
                except ZygoteError:
                    # What was computed is lost with it; judges do it themselves then.
                    self.judges.stop()
                    self.judges = Zygote(role="judge", walls=self._walls).wait()

    def lives(self) -> bool:
        """False once a zygote ended; a process that only shares the engine cannot tell."""
        return os.getpid() != self._owner or (self.kernels.runs() and self.judges.runs())

    def stop(self) -> None:
        """End everything that was started here and remove the working folders."""
        if os.getpid() == self._owner:
            self.kernels.stop()
            self.judges.stop()
            self._run.remove()


@contextlib.contextmanager
def engine(
    *, sandbox: str | None = None, limits: Limits = DEFAULT, datasets: Path | None = None
) -> Iterator[Engine]:
    """An engine behind the best walls that hold here, or behind those asked for by name.

    Raises NoSandbox with a Korean sentence when none holds; NoUsers when too many run already and
    TooSlow when the machine gives no answer in time: weaker walls would help with neither.
    """
    reasons = []
    for tier in candidates(sandbox):
        made = Engine(tier=tier, limits=limits, datasets=datasets or datasets_folder())
        try:
            made.wait()
        except TooSlow:
            made.stop()
            raise
        except (ZygoteError, Unsafe) as error:
            made.stop()
            reasons.append(f"{tier}: {str(error).splitlines()[-1]}")
            continue
        try:
            yield made
        finally:
            made.stop()
        return
    raise NoSandbox(f"{NoSandbox()} ({'; '.join(reasons)})")


# Workers forked from a process that holds an engine share it; one elsewhere makes its own.
_engines: dict[Tier, Engine] = {}
_starting = threading.Lock()


@contextlib.contextmanager
def shared(made: Engine) -> Iterator[None]:
    """Let :func:`of_process` give ``made`` in this process, and for ever in forks of it."""
    before = _engines.get(made.tier)
    _engines[made.tier] = made
    try:
        yield
    finally:
        # Its owner may stop it now; nobody may be given it after that.
        if before is None:
            del _engines[made.tier]
        else:
            _engines[made.tier] = before


def of_process(tier: Tier, *, limits: Limits = DEFAULT) -> Engine:
    """The engine of this process, started at the first call and stopped at its end.

    One whose zygotes died, as a server's may when memory runs out, is started anew.
    """
    with _starting:
        if tier in _engines and not _engines[tier].lives():
            lost = _engines.pop(tier)
            atexit.unregister(lost.stop)
            lost.stop()
        if tier not in _engines:
            made = Engine(tier=tier, limits=limits)
            try:
                _engines[tier] = made.wait()
            except BaseException:
                # One more at the next call would be slower still beside what is left of this.
                made.stop()
                raise
            atexit.register(made.stop)
        return _engines[tier]


def execute(
    notebook: NotebookNode,
    *,
    engine: Engine,
    origin: Origin,
    learner_files: dict[str, bytes],
    judge_files: dict[str, bytes],
    limits: Limits = DEFAULT,
) -> list[str]:
    """Run the cells of ``notebook`` in place: answers in a kernel, test cells in a judge.

    Returns, in Korean, why cells were cut short. Raises ZygoteError when no fork could be made.
    """
    stops: list[str] = []
    run = engine.run_folder
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(working_folder(run, files=learner_files))
        kernel = stack.enter_context(Kernel(zygote=engine.kernels, folder=folder, limits=limits))
        judge = None
        for cell in notebook.cells:
            if cell.cell_type != "code":
                continue
            cell.outputs, cell.execution_count = [], None
            if not is_test(cell):
                _learn(cell, kernel, stops)
                continue
            if judge is None:
                own = stack.enter_context(working_folder(run, files=judge_files))
                judge = stack.enter_context(
                    JudgeFork(zygote=engine.judges, folder=own, origin=origin, limits=limits)
                )
            try:
                cell.outputs = _scored(judge.run(cell.source, kernel=kernel))
            except JudgeFailed as failed:
                stops.append(str(failed))
                cell.outputs = [_failed("JudgeFailed", str(failed))]
                judge.close()
                judge = None
    return list(dict.fromkeys(stops))


def _learn(cell: NotebookNode, kernel: Kernel, stops: list[str]) -> None:
    try:
        run = kernel.run(cell.source)
    except KernelGone:
        return
    cell.outputs, cell.execution_count = run.outputs, run.count
    if run.stopped:
        stops.append(run.stopped)
        cell.outputs.append(_failed("CellTimeoutError", run.stopped))


def _scored(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """What nbgrader is to see: a warning on stderr must not cost the points."""
    return [output for output in outputs if output.get("name") != "stderr"]


def _failed(name: str, why: str) -> NotebookNode:
    return new_output("error", ename=name, evalue=why, traceback=[f"{name}: {why}"])
