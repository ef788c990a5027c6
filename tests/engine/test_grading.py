"""Grading a course: what is repaired or refused, what is recorded, what a neighbour loses."""

import errno
import json
import os
import unicodedata

import engine_units as units
import nbformat
import pytest
from engine_units import hand_in, solved
from nbgrader.api import Gradebook
from sqlalchemy.exc import OperationalError

from autograder.errors import CourseError
from autograder.folders import remove
from autograder.grading import grade, pool
from autograder.grading.record import Recorder, only_writer


def book(course):
    """Every automatic score, manual score and comment of the gradebook."""
    with Gradebook(f"sqlite:///{course}/gradebook.db", "officials") as gradebook:
        return {
            (submission.assignment.name, submission.student.id, grade.name): (
                grade.auto_score,
                grade.manual_score,
                bool(grade.needs_manual_grade),
            )
            for assignment in gradebook.assignments
            for submission in assignment.submissions
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def points(report):
    return {(line.student, line.assignment): line.points for line in report.lines}


def run(course, warm, limits, **how):
    return grade(course_dir=course, warm=warm, limits=limits, **how)


def autograded(course, student, unit):
    path = course / "autograded" / student / unit / "exercise.ipynb"
    return nbformat.read(path, as_version=4)


def test_scores_equal_stock_nbgrader_cell_by_cell(course, warm, limits, tmp_path):
    from autograder.course.nbgrader_api import open_api

    answers = {
        "right": {},
        "part": {"n-sum-answer": "total = 54"},
        "error": {"n-double-answer": "def double(x):\n    return 1 / 0"},
        "untouched": {"n-sum-answer": "total = ...", "n-double-answer": "double = ..."},
    }
    for student, changes in answers.items():
        hand_in(course, student, "T1", solved("T1", changes))
    hand_in(course, "right", "T2")
    hand_in(course, "right", "T3")
    run(course, warm, limits)
    ours = book(course)
    for unit in units.UNITS:
        for student in answers:
            if (course / "submitted" / student / unit).is_dir():
                done = open_api(course).autograde(unit, student, force=True)
                assert done["success"], done
    assert ours == book(course)
    assert {score for score, _, _ in ours.values()} >= {0.0, 1.0, 2.0}


@pytest.mark.parametrize(
    ("step", "fault", "says"),
    [
        ("_put", OSError(errno.ENOSPC, "No space left on device"), "디스크가 가득 찼어요"),
        ("_enter", OperationalError("", {}, Exception("disk is full")), "디스크가 가득 찼어요"),
        ("_enter", OperationalError("", {}, Exception("is locked")), "다른 프로그램이 쓰고"),
    ],
)
def test_what_cannot_be_written_says_why_and_is_done_by_the_next_run(
    course, warm, limits, monkeypatch, step, fault, says
):
    def fail(*_):
        raise fault

    hand_in(course, "kim", "T1")
    with monkeypatch.context() as broken:
        broken.setattr(Recorder, step, fail)
        (line,) = run(course, warm, limits).lines
    assert says in line.says and "Background" not in line.says
    (line,) = run(course, warm, limits).lines
    assert line.points == line.full


def test_odd_names_and_folders_stop_nobody(course, warm, limits):
    """What a learner's folder may hold beside the notebook, and what nbgrader is left to show."""

    def folder(student):
        return hand_in(course, student, "T1")

    fine = {"tmp", "sockets", "below", "pipes", "page", "year", "aside", "names", "hole", "honest"}
    (folder("tmp") / ".tmp").write_text("")
    (folder("sockets") / ".k-2").mkdir()
    (folder("sockets") / ".k-2" / "x").write_text("")
    below = folder("below")
    os.rename(below / "exercise.ipynb", below / "kept")
    (below / "[").mkdir()
    os.rename(below / "kept", below / "[" / "exercise.ipynb")
    (below / "b]\x1b[31m.ipynb").mkdir()
    (below / "b]\x1b[31m.ipynb" / "x").write_text("")
    pipes = folder("pipes")
    (pipes / "timestamp.txt").unlink()
    for name in ("timestamp.txt", "answers.json"):
        os.mkfifo(pipes / name)
    (folder("page") / "evil.html").write_text("<script>")
    (course / "submitted" / "page" / "T1" / "plan.svg").write_text("<svg/>")
    (folder("year") / "timestamp.txt").write_text("9999-12-31 23:59:59.000000 UTC")
    (folder("aside") / "timestamp.txt.unreadable").mkdir()
    (course / "submitted" / "aside" / "T1" / "timestamp.txt.unreadable" / "x").write_text("")
    (course / "submitted" / "aside" / "T1" / "timestamp.txt").write_text("어제")
    odd = os.fsencode(folder("names"))
    os.rename(odd + b"/exercise.ipynb", odd + b"/\xff\xfe.ipynb")
    (course / "submitted" / "names" / "T1" / ("\U0001d160" * 63)).write_text("")
    (folder("hole") / "hole.csv").symlink_to("/etc/passwd")
    folder("honest")
    deep = os.open(folder("deep"), os.O_RDONLY)
    for _ in range(1100):
        os.mkdir("d", dir_fd=deep)
        above, deep = deep, os.open("d", os.O_RDONLY, dir_fd=deep)
        os.close(above)
    os.close(deep)
    with (folder("sparse") / "holes.csv").open("w") as file:
        file.truncate(1 << 40)
    twice = folder("twice")
    (twice / "가").write_text("")
    (twice / unicodedata.normalize("NFD", "가")).mkdir()
    (twice / unicodedata.normalize("NFD", "가") / "x").write_text("")
    hand_in(course, "sheets", "T1", b'{"worksheets": ["x"]}')
    inside = "import os\nfor _ in range(990):\n    os.mkdir('d')\n    os.chdir('d')\ntotal = 55"
    hand_in(course, "inside", "T1", solved("T1", {"n-sum-answer": inside}))

    report = run(course, warm, limits)

    lines = {line.student: line for line in report.lines}
    assert {name: line.trouble for name, line in lines.items() if line.trouble} == {}
    assert {name: lines[name].points for name in fine} == dict.fromkeys(fine, 4.0)
    refused = {line.student: line.refused for line in report.refused}
    assert set(refused) == {"deep", "sparse", "twice", "sheets"}
    assert "겹보다 깊어요" in refused["deep"] and "MB보다 커요" in refused["sparse"]
    assert "이름이 둘" in refused["twice"]
    assert lines["inside"].stops or lines["inside"].points
    shown = "".join(line.says for line in report.lines)
    assert shown.isprintable() and "\ufffd" in shown
    left = {path.name for path in (course / "autograded" / "page" / "T1").iterdir()}
    assert left == {"exercise.ipynb", "lesson.ipynb", "timestamp.txt"}
    assert run(course, warm, limits).skipped == len(lines)
    # pytest's own way to remove it calls itself too often.
    remove(course / "submitted" / "deep")


def test_every_kind_of_broken_submission_ends_with_a_reason_or_points(course, warm, limits):
    whole = nbformat.writes(solved("T1")).encode()
    notebook = solved("T1")
    raw = json.loads(whole)

    def changed(edit):
        copy = json.loads(whole)
        edit(copy)
        return json.dumps(copy).encode()

    def drop(name):
        return changed(lambda nb: nb.update(cells=[c for c in nb["cells"] if c["id"] != name]))

    def about(name, **what):
        return changed(lambda nb: [c.update(what) for c in nb["cells"] if c["id"] == name])

    copied = raw["cells"] + [c | {"id": "copy"} for c in raw["cells"] if c["id"] == "n-sum-test"]
    cheat = "from junggu.check import Task\n4.0"
    full = {
        "utf16": whole.decode().encode("utf-16"),
        "bom": b"\xef\xbb\xbf" + whole,
        "duplicated": changed(lambda nb: nb.update(cells=copied)),
        "no-test": drop("n-sum-test"),
        "tampered": about("n-sum-test", source=cheat),
        "retyped": about("n-sum-answer", cell_type="markdown"),
        "stripped": changed(lambda nb: [c.update(metadata={}) for c in nb["cells"]]),
        "kernel": changed(lambda nb: nb.update(metadata={"kernelspec": {"name": "julia"}})),
        "no-format": changed(lambda nb: nb.pop("nbformat")),
        "surrogate": about("n-setup", source="import pandas as pd\n# \ud800"),
        "outputs": about("n-sum-test", outputs=[{"output_type": "execute_result", "data": 3}]),
        "junk-cells": changed(lambda nb: nb["cells"].extend([None, 3, {"source": {}}])),
    }
    refused = {
        "broken": whole[:200],
        "empty": b"",
        "binary": bytes(range(256)) * 4,
        "list": b"[]",
        "no-cells": b'{"cells": []}',
        "deep": b"[" * 100_000,
    }
    loops = {
        "loop": "while True: pass",
        "sleep": "import time; time.sleep(99)",
        "deaf": "import time\nwhile True:\n    try:\n        time.sleep(9)\n"
        "    except KeyboardInterrupt:\n        pass",
        "exit": "import os; os._exit(0)",
        "flood": "while True: print('가' * 1000)",
        "memory": "hog = bytearray(8 << 30)",
    }
    alive = {
        "input": "total = int(input())",
        "sysexit": "import sys; sys.exit()",
        "warns": "import warnings, sys; warnings.warn('x'); print('x', file=sys.stderr)",
    }
    for student, content in {**full, **refused}.items():
        hand_in(course, student, "T1", content)
    for student, code in {**loops, **alive}.items():
        hand_in(course, student, "T1", solved("T1", {"n-setup": "import pandas as pd\n" + code}))
    hand_in(course, "missing", "T1")
    (course / "submitted" / "missing" / "T1" / "exercise.ipynb").unlink()
    hand_in(course, "nfd", "T1")
    nfd = course / "submitted" / "nfd" / "T1"
    (nfd / "exercise.ipynb").rename(nfd / unicodedata.normalize("NFD", "exercise 사본.ipynb"))
    hand_in(course, "no-time", "T1")
    (course / "submitted" / "no-time" / "T1" / "timestamp.txt").unlink()
    hand_in(course, "odd-time", "T1")
    (course / "submitted" / "odd-time" / "T1" / "timestamp.txt").write_text("어제")
    hand_in(course, "honest", "T1", notebook)

    report = run(course, warm, limits)

    lines = {line.student: line for line in report.lines}
    assert not report.troubled
    assert set(lines) == {path.name for path in (course / "submitted").iterdir()}
    for student in (*full, *alive, "nfd", "no-time", "odd-time", "honest"):
        assert lines[student].points == 4.0, (student, lines[student])
    for student in (*refused, "missing"):
        assert lines[student].points == 0.0, student
        assert lines[student].refused, student
    for student in ("loop", "deaf", "exit", "flood"):
        assert lines[student].stops, student
    for student in ("duplicated", "no-test", "retyped", "stripped", "utf16", "nfd", "odd-time"):
        assert lines[student].repairs, student
    assert "깨져서" in autograded(course, "broken", "T1").cells[0].source
    assert not list((course / "autograded").glob(".junggu-*"))


def test_a_lesson_is_kept_but_never_run_or_taken_for_the_exercise(course, warm, limits):
    folder = hand_in(course, "both", "T1")
    nbformat.write(units.lesson("while True: pass"), folder / "lesson.ipynb")
    lost = hand_in(course, "lesson-only", "T1")
    (lost / "exercise.ipynb").unlink()
    nbformat.write(units.lesson(), lost / "lesson.ipynb")
    broken = hand_in(course, "broken-lesson", "T1")
    (broken / "lesson.ipynb").write_text("{")

    lines = {line.student: line for line in run(course, warm, limits).lines}

    assert (lines["both"].points, lines["both"].stops) == (4.0, ())
    kept = course / "autograded" / "both" / "T1" / "lesson.ipynb"
    assert nbformat.read(kept, as_version=4).cells[0].source == "while True: pass"
    assert (lines["broken-lesson"].points, lines["broken-lesson"].refused) == (4.0, "")
    assert lines["lesson-only"].points == 0.0
    assert "exercise.ipynb 파일이 없어요" in lines["lesson-only"].refused


def test_stderr_never_costs_a_point(course, warm, limits):
    loud = "import sys\ndef double(x):\n    print('!', file=sys.stderr)\n    return 2 * x"
    hand_in(course, "loud", "T1", solved("T1", {"n-double-answer": loud}))
    assert points(run(course, warm, limits)) == {("loud", "T1"): 4.0}


def test_a_second_run_skips_what_is_done_and_takes_up_what_is_not(course, warm, limits):
    for student in ("a", "b"):
        hand_in(course, student, "T1")
    run(course, warm, limits)
    before = book(course)
    again = run(course, warm, limits)
    assert (len(again.lines), again.skipped) == (0, 2)
    # As if killed between the gradebook and the folder.
    folder = course / "autograded" / "a" / "T1"
    folder.rename(folder.with_name("lost"))
    hand_in(course, "b", "T1", solved("T1", {"n-sum-answer": "total = 1"}))
    third = run(course, warm, limits)
    assert points(third) == {("a", "T1"): 4.0, ("b", "T1"): 3.0}
    after = book(course)
    assert {k: v for k, v in after.items() if k[1] == "a"} == {
        k: v for k, v in before.items() if k[1] == "a"
    }


def test_the_same_submission_graded_twice_gives_the_same_notebook(course, warm, limits):
    random = {"n-sum-answer": "total = int(np.random.rand() * 1e9); print(total, {'가', '나'})"}
    for student in ("a", "b"):
        hand_in(course, student, "T1", solved("T1", random))
    run(course, warm, limits)
    assert autograded(course, "a", "T1") == autograded(course, "b", "T1")


def test_regrading_shows_changes_before_it_writes_and_keeps_manual_grades(course, warm, limits):
    from autograder.course.nbgrader_api import open_api

    hand_in(course, "a", "T1", solved("T1", {"n-sum-answer": "total = 54"}))
    hand_in(course, "b", "T1")
    run(course, warm, limits)
    with Gradebook(f"sqlite:///{course}/gradebook.db", "officials") as gradebook:
        manual = gradebook.find_grade("n-double-test", "exercise", "T1", "b")
        manual.manual_score = 1.5
        comment = gradebook.find_comment("n-sum-answer", "exercise", "T1", "b")
        comment.manual_comment = "잘했어요"
        gradebook.db.commit()
    source = course / "source" / "T1" / "exercise.ipynb"
    check = nbformat.read(source, as_version=4)
    for cell in check.cells:
        cell.source = cell.source.replace("secret_total = sum(range(1, 11))", "secret_total = 54")
    nbformat.write(check, source)
    before = book(course)
    seen = []

    # Not released: the gradebook still has the old check, and learners have the old unit.
    refused = run(course, warm, limits, regrade=True, before_writing=lambda c: seen.extend(c))
    assert not refused.written
    assert book(course) == before
    assert run(course, warm, limits).skipped == 2
    assert {(c.student, c.cell, c.before, c.after) for c in seen} == {
        ("a", "n-sum-test", 1.0, 2.0),
        ("b", "n-sum-test", 2.0, 1.0),
    }
    assert any("값을 보았어요." in why for change in seen for why in change.why)
    # Released: graded work keeps its points until somebody asks.
    assert open_api(course).generate_assignment("T1", force=True)["success"]
    plain = run(course, warm, limits)
    assert (plain.lines, plain.outdated) == ((), 2)
    assert "--regrade" in plain.summary()
    assert book(course) == before

    assert run(course, warm, limits, regrade=True, before_writing=lambda c: True).written
    after = book(course)
    assert after["T1", "a", "n-sum-test"][0] == 2.0
    assert run(course, warm, limits).skipped == 2
    # A person looked at this very work: nobody has to look again.
    assert after["T1", "b", "n-double-test"] == (2.0, 1.5, False)
    with Gradebook(f"sqlite:///{course}/gradebook.db", "officials") as gradebook:
        kept = gradebook.find_comment("n-sum-answer", "exercise", "T1", "b")
        assert kept.manual_comment == "잘했어요"

    again = hand_in(course, "b", "T1")
    (again / "timestamp.txt").write_text("2030-03-09 01:00:00.000000 UTC")
    run(course, warm, limits)
    assert book(course)["T1", "b", "n-double-test"] == (2.0, 1.5, True)


def test_regrading_takes_up_a_mended_check_without_a_release_but_no_new_cells(course, warm, limits):
    hand_in(course, "a", "T1", solved("T1", {"n-sum-answer": "total = 54"}))
    run(course, warm, limits)
    source = course / "source" / "T1" / "exercise.ipynb"
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace("secret_total = sum(range(1, 11))", "secret_total = 54"))
    assert run(course, warm, limits, regrade=True).written
    assert book(course)["T1", "a", "n-sum-test"][0] == 2.0
    assert run(course, warm, limits).skipped == 1

    source.write_text(text.replace("n-sum-test", "n-other-test"))
    after = book(course)
    with pytest.raises(CourseError, match="새 칸"):
        run(course, warm, limits, regrade=True)
    assert book(course) == after


def test_a_second_writer_is_refused(course, warm, limits):
    with only_writer(course), pytest.raises(CourseError, match="채점하고 있어요"):
        run(course, warm, limits)


def test_links_in_a_submission_are_not_followed(course, warm, limits, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("비밀")
    read = {"n-sum-answer": "total = open('data.txt').read()"}
    folder = hand_in(course, "linker", "T1", solved("T1", read))
    (folder / "data.txt").symlink_to(secret)
    run(course, warm, limits)
    assert "비밀" not in nbformat.writes(autograded(course, "linker", "T1"))


def waiting(seconds):
    return solved("T1", {"n-sum-answer": f"import time\ntime.sleep({seconds})"})


def test_one_that_only_waits_gives_its_turn_to_the_next(course, warm, limits, monkeypatch):
    monkeypatch.setattr(pool, "_TURN_SECONDS", 0.2)
    hand_in(course, "a-waits", "T1", waiting(3))
    hand_in(course, "b-works", "T1")
    hand_in(course, "c-works", "T1")
    ended = []
    run(course, warm, limits, workers=1, progress=lambda line, *_: ended.append(line.student))
    assert ended[-1] == "a-waits"
    assert len(ended) == 3


def test_no_more_are_graded_at_once_than_was_asked_for(course, warm, limits):
    hand_in(course, "a", "T1", waiting(1))
    hand_in(course, "b", "T1", waiting(1))
    report = run(course, warm, limits, workers=1)
    assert sum(line.seconds for line in report.lines) <= report.seconds
