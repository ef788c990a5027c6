"""Stock nbgrader against ``junggu grade`` and the bare floor, on the same submissions.

    python benchmarks/grading.py [--submissions 60] [--units OA1,SN2] [--growth 10,100,1000]

Submissions are answers of the banks of real units, in turn, as learners hand them in: the
lesson lies beside the exercise. Three ways, in one run:

* stock: ``nbgrader autograde`` as it comes (its API, in one process, one after the other). It
  executes the lesson too;
* ours: ``junggu grade`` (sandboxed kernels, judges, gradebook), on every core. A lesson has no
  graded cell and is kept without being run;
* floor: a warm fork that executes the exercise's cells in bare Python, on as many processes as
  cores, with no kernel, no walls, no judge and no gradebook.

The units that fit a model or draw and the light ones are graded as two batches, so that each has
a ratio of its own. Prints seconds of wall time a submission, processor seconds, memory, and as
the last two lines ``stock_ratio: N`` (stock over ours, all units) and ``floor_ratio: N`` (ours
over floor, on the units that fit or draw).
"""

import argparse
import collections
import contextlib
import gc
import itertools
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import psutil
from arguments import count, counts, ready_units
from looking import looks

_CONFIG = """
from pathlib import Path
from autograder.course.settings import configure_grader
root = Path(__file__).resolve().parent
c = get_config()  # noqa: F821
configure_grader(c, course="benchmark", root=root, exchange=root / "exchange")
# Stock: nbgrader's own execution.
c.Autograde.autograde_preprocessors = [
    "nbgrader.preprocessors.Execute",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
"""
# A machine's speed drifts: ours is measured again after each part of the long run of stock.
_STOCK_PARTS = 3
# A unit is heavy when its notebook fits a model or draws.
_HEAVY = re.compile(r"\.fit\(|plt\.|show\(|\.plot")


def answers(unit) -> Iterator[tuple[nbformat.NotebookNode, dict[str, bytes]]]:
    """Endlessly, what learners would hand in: the bank's answers as released notebooks."""
    from autograder.banks import read_bank
    from autograder.notebooks import read_by_learner, read_notebook
    from autograder.verification import released_answers

    bank = read_bank(unit.bank)
    source = read_notebook(unit.source / f"{bank.notebook}.ipynb")
    every = [a for task in bank.tasks.values() for a in (*task.accept, *task.reject)]
    for answer in itertools.cycle(every):
        notebook = nbformat.from_dict(json.loads(json.dumps(source)))
        cells = released_answers(source) if answer.untouched else answer.cells
        for cell in notebook.cells:
            cell.source = read_by_learner(cell) if cell.id not in cells else cells[cell.id]
        saved = {} if answer.untouched else bank.reference_answers | answer.answers
        yield notebook, {"answers.json": json.dumps(saved).encode()} if saved else {}


def make_course(folder: Path, units: list) -> None:
    """One course with all the units, generated."""
    from autograder.course.nbgrader_api import open_api

    folder.mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text(_CONFIG)
    for unit in units:
        shutil.copytree(unit.source, folder / "source" / unit.code)
    api = open_api(folder)
    for unit in units:
        made = api.generate_assignment(unit.code, force=True)
        if not made["success"]:
            raise SystemExit(made["log"])


def hand_in(folder: Path, units: list, count: int) -> list[tuple[str, str]]:
    """Put ``count`` submissions in, the units in turn; return (unit, learner)."""
    streams = {unit.code: answers(unit) for unit in units}
    done = []
    for number, unit in zip(range(count), itertools.cycle(units), strict=False):
        learner = f"learner{number:04}"
        target = folder / "submitted" / learner / unit.code
        target.mkdir(parents=True)
        notebook, files = next(streams[unit.code])
        nbformat.write(notebook, target / "exercise.ipynb")
        shutil.copyfile(folder / "release" / unit.code / "lesson.ipynb", target / "lesson.ipynb")
        (target / "timestamp.txt").write_text("2026-03-02 01:00:00.000000 UTC")
        for name, content in files.items():
            (target / name).write_bytes(content)
        done.append((unit.code, learner))
    return done


def family(of: int | None = None) -> list[psutil.Process]:
    """A process (this one) and all that it started."""
    me = psutil.Process(of)
    return [me, *me.children(recursive=True)]


def memory() -> float:
    """Bytes of this process and all below it."""
    total = 0
    for process in family():
        with contextlib.suppress(psutil.Error):
            total += process.memory_full_info().pss
    return total


def processor_seconds(of: int | None = None) -> float:
    """Of a process and all below it that live, with the children that each has waited for."""
    total = 0.0
    for process in family(of):
        with contextlib.suppress(psutil.Error):
            total += sum(process.cpu_times()[:4])
    return total


def stock(folder: Path, work: list[tuple[str, str]]) -> dict[tuple[str, str], float]:
    """Seconds of each submission in stock nbgrader."""
    from autograder.course.nbgrader_api import open_api

    api = open_api(folder)
    seconds = {}
    for unit, learner in work:
        started = time.perf_counter()
        done = api.autograde(unit, learner, force=True)
        seconds[unit, learner] = time.perf_counter() - started
        if not done["success"]:
            raise SystemExit(done["log"])
    return seconds


@dataclass(kw_only=True)
class Ours:
    """What ``junggu grade`` took."""

    start: float  # seconds until warm kernels and judges stand and the walls are tested
    wall: list[float]  # seconds of each batch
    cpu: dict[str, float]  # processor seconds of the batches by place
    memory: list[float]  # bytes of all processes together, every half second, if looked at
    workers: list[int]  # bytes of each process that lives at the end
    each: dict[str, float]  # a submission of a unit in its worker, waiting included


def ours(folder: Path, batches: list[list], *, looking: bool = False) -> Ours:
    """Grade the batches, one ``grade`` for each, on one warm engine."""
    from autograder.grading import engine, grade

    started = time.perf_counter()
    wall, each = [], collections.defaultdict(list)
    with engine() as warm:
        up = time.perf_counter() - started
        places = {"kernels": warm.kernels.pid, "judges": warm.judges.pid, "all": os.getpid()}
        before = {place: processor_seconds(pid) for place, pid in places.items()}
        # Looking takes a third of a core, so what is timed is not looked at.
        with looks(memory, every=0.5) if looking else contextlib.nullcontext([]) as seen:
            for units in batches:
                begun = time.perf_counter()
                codes = [unit.code for unit in units]
                report = grade(course_dir=folder, assignments=codes, warm=warm)
                wall.append(time.perf_counter() - begun)
                if report.troubled or report.refused:
                    raise SystemExit(report.summary())
                for line in report.lines:
                    each[line.assignment].append(line.seconds)
        cpu = {place: processor_seconds(pid) - before[place] for place, pid in places.items()}
        workers = [process.memory_full_info().pss for process in family()]
    return Ours(
        start=up,
        wall=wall,
        cpu=cpu | {"grader and workers": cpu["all"] - cpu["kernels"] - cpu["judges"]},
        memory=seen,
        workers=workers,
        each={unit: statistics.mean(seconds) for unit, seconds in each.items()},
    )


def floor(folder: Path, batches: list[list]) -> list[float]:
    """Wall seconds by batch of the same cells in warm forks, on as many processes as cores.

    Runs in a process of its own, since it loads the libraries. The forks' figures are drawn by
    the same inline backend; what they show is thrown away.
    """
    codes = [",".join(unit.code for unit in units) for units in batches]
    script = [sys.executable, __file__, "--floor", str(folder), *codes]
    done = subprocess.run(script, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def floor_process(folder: Path, batches: list[str]) -> None:
    """The process of :func:`floor`: prints its result as JSON."""
    from autograder.kernels import preload

    scratch = tempfile.mkdtemp(prefix="junggu-floor-")
    preload.settings(writable=scratch)
    preload.libraries()
    preload.datasets()
    preload.warm_up()
    gc.collect()
    gc.freeze()
    cores = len(os.sched_getaffinity(0))
    wall = []
    for codes in batches:
        work = [
            (place, code)
            for code in codes.split(",")
            for place in folder.glob(f"submitted/*/{code}")
        ]
        started = time.perf_counter()
        running = 0
        for place, code in work:
            if running == cores:
                os.wait()
                running -= 1
            if os.fork() == 0:
                _bare(folder, place, code)
            running += 1
        for _ in range(running):
            os.wait()
        wall.append(time.perf_counter() - started)
    shutil.rmtree(scratch, ignore_errors=True)
    print(json.dumps(wall))


def _bare(folder: Path, place: Path, code: str) -> None:
    """Execute the learner's cells and the full test cells in this fork; never returns."""
    try:
        os.chdir(place)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        full = json.loads((folder / "source" / code / "exercise.ipynb").read_text("utf-8"))
        tests = {
            cell["id"]: "".join(cell["source"])
            for cell in full["cells"]
            if cell["metadata"].get("nbgrader", {}).get("grade")
        }
        names: dict = {"__name__": "__main__"}
        for cell in json.loads((place / "exercise.ipynb").read_text("utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                source = tests.get(cell["id"], "".join(cell["source"]))
                with contextlib.suppress(Exception):
                    exec(compile(source, "<cell>", "exec"), names)
    finally:
        os._exit(0)


def measure(scratch: Path, template: Path, units: list, given: argparse.Namespace) -> None:
    """All three ways over the same submissions, then the growth."""
    folders = {way: scratch / way for way in ("stock", "ours", "looked at", "floor")}
    work = hand_in(template, units, given.submissions)
    for folder in folders.values():
        shutil.copytree(template, folder)
    heavy = [
        unit for unit in units if _HEAVY.search((unit.source / "exercise.ipynb").read_text("utf-8"))
    ]
    light = [unit for unit in units if unit not in heavy]
    batches = {"fits or draws": heavy, "light": light}
    batches = {name: batch for name, batch in batches.items() if batch}
    before = floor(folders["floor"], list(batches.values()))
    mine = ours(folders["ours"], list(batches.values()))
    # A machine's speed drifts: what is compared is measured before and after.
    after = floor(folders["floor"], list(batches.values()))
    bare = [statistics.mean(both) for both in zip(before, after, strict=True)]
    looked_at = ours(folders["looked at"], list(batches.values()), looking=True)
    total = sum(mine.wall)
    print(f"submissions {len(work)}, cores {len(os.sched_getaffinity(0))}, load {os.getloadavg()}")
    print(f"ours: start {mine.start:.2f} s, {total:.2f} s = {total / len(work):.4f} s a submission")
    for place, seconds in mine.cpu.items():
        print(f"      processor, {place}: {seconds / len(work):.4f} s a submission")
    print(
        f"      memory at the peak {max(looked_at.memory) / 1e6:.0f} MB, each process at the end "
        f"{[round(size / 1e6) for size in looked_at.workers]} MB"
    )
    ratios = {}
    for (name, batch), wall, base in zip(batches.items(), mine.wall, bare, strict=True):
        codes = [unit.code for unit in batch]
        size = sum(code in codes for code, _ in work)
        ratios[name] = wall / base
        print(
            f"  {name} ({', '.join(codes)}; {size}): ours {wall / size:.4f} s a submission, "
            f"floor {base / size:.4f} s, ratio {wall / base:.2f}"
        )
    for code, seconds in mine.each.items():
        print(f"  {code}: {seconds:.3f} s in its worker, waiting included")
    if given.growth:
        growth(scratch, template, units, given.growth)
    if not given.no_stock:
        seconds, every = {}, [total]
        for number in range(_STOCK_PARTS):
            part = work[number::_STOCK_PARTS]
            seconds |= stock(folders["stock"], part)
            again = scratch / f"again-{number}"
            shutil.copytree(template, again)
            every.append(sum(ours(again, list(batches.values())).wall))
            shutil.rmtree(again)
        for unit in units:
            times = [value for (code, _), value in seconds.items() if code == unit.code]
            print(f"  {unit.code}: stock {statistics.mean(times):.3f} s a submission")
        print_differences(folders["stock"], folders["ours"])
        slow, quick = sum(seconds.values()) / len(work), [wall / len(work) for wall in every]
        print(f"stock: {slow:.3f} s a submission")
        print(f"ours, before, between and after: {[round(one, 4) for one in quick]} s a submission")
        print(f"stock_ratio: {slow / statistics.mean(quick):.1f}")
    print(f"floor_ratio: {ratios.get('fits or draws', ratios.get('light')):.2f}")


def growth(scratch: Path, template: Path, units: list, sizes: list[int]) -> None:
    """How time and memory grow with the number of submissions; looking takes some of the time.

    The peak is the highest of ever more looks at forks that come and go, so that it rises with
    their number; what a leak would raise are the median and what still stands at the end.
    """
    for size in sizes:
        folder = scratch / f"growth-{size}"
        shutil.copytree(template, folder, ignore=shutil.ignore_patterns("submitted"))
        hand_in(folder, units, size)
        mine = ours(folder, [units], looking=True)
        median, peak = statistics.median(mine.memory), max(mine.memory)
        print(
            f"growth {size}: {mine.wall[0] / size:.4f} s, {mine.cpu['all'] / size:.4f} processor "
            f"seconds a submission; memory in MB: median {median / 1e6:.0f}, "
            f"peak {peak / 1e6:.0f}, at the end {sum(mine.workers) / 1e6:.0f}"
        )
        shutil.rmtree(folder)


def print_differences(one: Path, other: Path) -> None:
    """Every cell whose score differs between two gradebooks of the same submissions."""
    different = {key for key, value in scores(one).items() if scores(other).get(key) != value}
    print(f"cells scored otherwise than by stock: {len(different)} {sorted(different)[:10]}")


def scores(folder: Path) -> dict[tuple[str, str, str], float | None]:
    """Automatic scores by unit, learner and cell."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{folder}/gradebook.db", "benchmark") as gradebook:
        return {
            (submission.assignment.name, submission.student.id, grade.name): grade.auto_score
            for assignment in gradebook.assignments
            for submission in assignment.submissions
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def main() -> None:
    """Run everything and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--submissions", type=count, default=60)
    parser.add_argument("--units", type=ready_units, default=ready_units(None))
    parser.add_argument("--growth", type=counts, help="numbers of submissions, with commas")
    parser.add_argument("--no-stock", action="store_true", help="skip the slow part")
    given = parser.parse_args()
    units = given.units
    with tempfile.TemporaryDirectory(prefix="junggu-benchmark-") as scratch:
        template = Path(scratch, "template")
        make_course(template, units)
        measure(Path(scratch), template, units, given)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--floor"]:
        floor_process(Path(sys.argv[2]), sys.argv[3:])
    else:
        main()
