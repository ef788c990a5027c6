"""Otter-Grader's ``otter run`` on the same submissions, for comparison with ``grading.py``.

    python -m venv /tmp/otter
    /tmp/otter/bin/pip install otter-grader scikit-learn matplotlib ipywidgets openpyxl \
        koreanize-matplotlib ipykernel pyyaml
    python benchmarks/otter.py --python /tmp/otter/bin/python [--submissions 4] [--units OA1,SB1]

Otter wants an environment of its own, so it is not among our requirements. Its assignment is
made from ours: each graded cell becomes one of its test files, which executes the very same
source, hidden checks included, over the submission's names. ``otter run`` is started once a
submission, as its documentation says for grading without containers. Otter gives such a test
all of its points or none, so only the time is comparable, not the score.

Prints wall and processor seconds a submission for each unit, and how many tests Otter reported.
"""

import argparse
import json
import os
import resource
import subprocess
import tempfile
import time
from pathlib import Path

from arguments import count, ready_units
from grading import hand_in, make_course

_ROOT = Path(__file__).resolve().parent.parent
_TEST = """
from otter.test_files import test_case

OK_FORMAT = False
name = {name!r}
points = {points!r}


@test_case(name={name!r}, points={points!r}, hidden=False)
def test(env):
    exec({source!r}, env)
"""


def make_autograder(folder: Path, unit, *, otter: Path) -> Path:
    """Otter's zip of a unit: one test file for each graded cell."""
    tests = folder / "tests"
    tests.mkdir(parents=True)
    exercise = json.loads((unit.source / "exercise.ipynb").read_text("utf-8"))
    for number, cell in enumerate(exercise["cells"]):
        about = cell["metadata"].get("nbgrader", {})
        if about.get("grade") and not about.get("solution"):
            name = f"q{number}"
            text = _TEST.format(name=name, points=about["points"], source="".join(cell["source"]))
            (tests / f"{name}.py").write_text(text, encoding="utf-8")
    target = folder / "autograder.zip"
    command = [otter, "generate", "-t", tests, "-o", target, "--no-requirements"]
    subprocess.run(
        [*map(str, command), "--no-environment", "--no-config"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return target


def run(submission: Path, *, autograder: Path, otter: Path, out: Path) -> int:
    """Grade one submission; return how many tests Otter reported, 0 when it gave up."""
    out.mkdir()
    environment = os.environ | {
        "PYTHONPATH": str(_ROOT / "curriculum"),
        "JUNGGU_DATASETS": str(_ROOT / "datasets"),
        "OMP_NUM_THREADS": "1",
    }
    command = [otter, "run", "-a", autograder, "-o", out, "--no-logo", submission]
    done = subprocess.run(
        list(map(str, command)), cwd=out, env=environment, capture_output=True, text=True
    )
    results = out / "results.json"
    if done.returncode or not results.is_file():
        print(
            f"  {submission.parent.name} of {submission.parent.parent.name}: {done.stderr[-300:]}"
        )
        return 0
    tests = json.loads(results.read_text("utf-8"))["tests"]
    return sum(test.get("max_score") is not None for test in tests)


def main() -> None:
    """Run everything and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--python", type=Path, required=True, help="of an environment with Otter")
    parser.add_argument("--submissions", type=count, default=4, help="of each unit")
    parser.add_argument("--units", type=ready_units, default=ready_units(None))
    given = parser.parse_args()
    otter = given.python.absolute().parent / "otter"
    if not otter.is_file():
        parser.error(f"there is no {otter}: name the Python of an environment with otter-grader")
    units = given.units
    print(f"load {os.getloadavg()}")
    with tempfile.TemporaryDirectory(prefix="junggu-otter-") as scratch:
        course = Path(scratch, "course")
        make_course(course, units)
        hand_in(course, units, given.submissions * len(units))
        for unit in units:
            autograder = make_autograder(Path(scratch, unit.code), unit, otter=otter)
            work = sorted(course.glob(f"submitted/*/{unit.code}/exercise.ipynb"))
            begun, spent = time.perf_counter(), _children()
            counts = [
                run(path, autograder=autograder, otter=otter, out=Path(scratch, unit.code, str(n)))
                for n, path in enumerate(work)
            ]
            wall, cpu = time.perf_counter() - begun, _children() - spent
            print(
                f"  {unit.code}: otter run {wall / len(work):.3f} s, processor "
                f"{cpu / len(work):.3f} s a submission; tests reported {counts}"
            )


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
