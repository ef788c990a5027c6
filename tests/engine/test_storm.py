"""A batch with broken and hostile submissions, killed again and again, ends as if undisturbed."""

import os
import random
import signal
import subprocess
import sys
import time

import psutil
import pytest
from engine_units import RIGHT, UNITS, hand_in, solved
from nbgrader.api import Gradebook

from autograder.grading import grade

SIZE = int(os.environ.get("JUNGGU_STORM", "30"))
KILLS = 5 if SIZE >= 300 else 2

_RUN = """
import sys
from pathlib import Path
from autograder.grading import grade
from autograder.limits import Limits
limits = Limits(cell_seconds=6, submission_seconds=30, memory_bytes=512 << 20)
def progress(line, done, of):
    print("done", flush=True)
print(grade(course_dir=Path(sys.argv[1]), limits=limits, progress=progress).summary())
"""

_HOSTILE = [
    b"{broken",
    "import os; os._exit(0)",
    "while True: pass",
    "import os\nwhile True: os.fork()",
    "hog = bytearray(4 << 30); total = 55",
    "while True: print('가' * 10000)",
    b"",
    "import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', "
    "'import time; time.sleep(300)', 'junggu-storm-left'])\ntotal = 0",
    "import os, shutil\nshutil.rmtree('/', ignore_errors=True); total = 0",
    "import signal, os\nos.kill(-1, signal.SIGKILL)",
]


def rows(course):
    """Everything of the gradebook that grading writes."""
    with Gradebook(f"sqlite:///{course}/gradebook.db", "officials") as book:
        return sorted(
            (s.student.id, s.assignment.name, str(s.timestamp), g.name, g.auto_score)
            for assignment in book.assignments
            for s in assignment.submissions
            for notebook in s.notebooks
            for g in notebook.grades
        )


@pytest.mark.timeout(600 if SIZE <= 30 else 3600)
def test_a_storm_ends_as_if_undisturbed(course):
    dice = random.Random(4)
    honest, bad = [], []
    for number in range(SIZE):
        student = f"s{number:03}"
        if number % 10 == 9:
            what = _HOSTILE[number // 10 % len(_HOSTILE)]
            notebook = what if isinstance(what, bytes) else solved("T1", {"n-sum-answer": what})
            hand_in(course, student, "T1", notebook)
            bad.append((student, "T1"))
        else:
            unit = list(UNITS)[number % 3]
            hand_in(course, student, unit)
            honest.append((student, unit))

    for _ in range(KILLS):
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", _RUN, str(course)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        # Let a few be done, then a random moment more.
        for _ in range(dice.randrange(1, max(2, SIZE // KILLS))):
            process.stdout.readline()
        time.sleep(dice.random() / 5)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
    last = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _RUN, str(course)],
        capture_output=True,
        text=True,
    )
    assert last.returncode == 0, last.stderr[-2000:]

    final = rows(course)
    earned = {}
    for student, unit, _, _, score in final:
        earned[student, unit] = earned.get((student, unit), 0) + score
    assert {key: earned[key] for key in honest} == {key: RIGHT[key[1]] for key in honest}
    assert set(earned) == set(honest) | set(bad)
    assert all(earned[key] <= RIGHT["T1"] for key in bad)
    report = grade(course_dir=course)
    assert (report.lines, report.skipped) == ((), SIZE)
    assert rows(course) == final
    words = [process.info["cmdline"] or [] for process in psutil.process_iter(["cmdline"])]
    assert not [line for line in words if "junggu-storm-left" in line]
    assert not list((course / "autograded").glob(".junggu-*"))
