"""Grading by an ordinary user: the walls hold, and honest neighbours keep their points."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import engine_units as units
import pytest
from engine_units import hand_in, solved

NOBODY = 65534
_RUN = """
import json, os, sys
from pathlib import Path
from autograder.grading import grade
from autograder.limits import Limits
limits = Limits(cell_seconds=6, submission_seconds=30, memory_bytes=300 << 20)
report = grade(course_dir=Path(sys.argv[1]), limits=limits)
lines = {line.student: [line.points, line.says] for line in report.lines}
print(json.dumps({"user": os.geteuid(), "tier": report.tier, "lines": lines}))
"""


def _is_readable(path: str) -> bool:
    """Whether another user can get at the environment of this run."""
    test = ["/usr/bin/test", "-x", path]
    return subprocess.run(test, user=NOBODY, group=NOBODY, extra_groups=[]).returncode == 0


@pytest.fixture
def home():
    # pytest's own folders are closed to other users.
    folder = Path(tempfile.mkdtemp(prefix="junggu-nobody-"))
    yield folder
    shutil.rmtree(folder)


@pytest.mark.skipif(os.geteuid() != 0, reason="becomes an ordinary user: run as root to test it")
def test_an_ordinary_user_grades_behind_walls(home, template):
    if not _is_readable(sys.executable):
        pytest.skip("the environment lies in a folder that is closed to other users")
    course = Path(shutil.copytree(template, home / "course"))
    secret = home / "secret.txt"
    secret.write_text("비밀", encoding="utf-8")
    reads = f"total = 55 if open({str(secret)!r}).read() else 0"
    writes = f"total = 55\nopen({str(course / 'gradebook.db')!r}, 'w').close()"
    attacks = {
        "reads": reads,
        "writes": writes,
        "forks": "import os\ntotal = 55\nwhile True: os.fork()",
        "grows": "import os, time\nfor _ in range(5):\n    if os.fork() == 0:\n"
        "        hog = b'x' * (100 << 20)\n        time.sleep(4); os._exit(0)\n"
        "time.sleep(4)\ntotal = 55",
        "kills": "import os, signal\ntotal = 55\nos.kill(-1, signal.SIGKILL)",
        "calls": "import socket\nsocket.create_connection(('127.0.0.1', 22), 1)\ntotal = 55",
    }
    for student, code in attacks.items():
        hand_in(course, student, "T1", solved("T1", {"n-sum-answer": code}))
    for number in range(4):
        hand_in(course, f"honest{number}", list(units.UNITS)[number % 3])
    for path in [home, *home.rglob("*")]:
        os.chown(path, NOBODY, NOBODY)

    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _RUN, str(course)],
        user=NOBODY,
        group=NOBODY,
        extra_groups=[],
        cwd=home,
        env={"HOME": str(home), "PATH": "/usr/local/bin:/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["user"] == NOBODY
    assert told["tier"] != "none"
    points = {student: points for student, (points, _) in told["lines"].items()}
    assert {points[f"honest{number}"] for number in range(4)} == {4.0}
    # What they set before the attack may count; what the attack should bring does not.
    assert points["reads"] < 4.0
    assert points["calls"] < 4.0
    assert points["grows"] < 4.0
    assert "메모리" in str(told["lines"]["grows"])
    assert set(points) == set(attacks) | {f"honest{number}" for number in range(4)}
