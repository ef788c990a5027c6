"""A unit's whole way by command line: release, fetch, submit, collect, grade, feedback."""

import errno
import json
import os
import pwd
import re
import shutil
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import nbformat
import pytest
from learners import Learner

from autograder.cli.app import run
from autograder.course import collecting, steps
from autograder.course.inbound import read_name
from autograder.course.nbgrader_api import open_api, open_gradebook
from autograder.course.setup import prepare_course
from autograder.home.catalogue import read_catalogue
from autograder.hub import isolation
from autograder.paths import DEPLOY, Home
from autograder.syllabus import read_syllabus

pytestmark = pytest.mark.usefixtures("one_engine")

# One unit a course; that every unit's checks judge rightly is proven by its answer bank.
UNITS = [(track.id, read_syllabus().of(track.id)[0].code) for track in read_syllabus().tracks]

# Beside the demo roster's.
PEOPLE = ("kim.good", "lee.idle", "lee.late", "lee.links", "park.deep", "daemon")
NAMES_OF_TRAPS = ("x", "moved", "fifo", "link", "gone")


def at(*, days):
    """A moment from now as an instructor types it, in Korean local time."""
    moment = datetime.now(UTC) + timedelta(days=days, hours=9)
    return f"{moment:%Y-%m-%d %H:%M}"


def command(home, *words, code=0, capsys):
    capsys.readouterr()
    ended = run([*words, "--home", str(home.root), "--json"])
    shown = capsys.readouterr()
    assert ended == code, shown.out + shown.err
    return json.loads(shown.out)


@pytest.fixture
def course(tmp_path, request, capsys):
    """A home with a roster and one released unit; learners by what they hand in."""
    track, unit = getattr(request, "param", UNITS[0])
    home = Home.at(tmp_path / "home")
    home.root.mkdir()
    demo = (DEPLOY / "demo_roster.csv").read_text(encoding="utf-8")
    audience = next(iter(read_syllabus().track(track).audiences))
    for person in PEOPLE + NAMES_OF_TRAPS:
        demo += f"{person},김하나,{track},learner,{audience},\n"
    home.roster.write_text(demo, encoding="utf-8")

    def learner(name):
        return Learner(id=name, course=track, exchange=home.exchange, desk=tmp_path / name)

    def call(*words, code=0):
        return command(home, *words, code=code, capsys=capsys)

    return SimpleNamespace(home=home, track=track, unit=unit, learner=learner, call=call)


@pytest.mark.parametrize("course", UNITS, indirect=True, ids=[code for _, code in UNITS])
def test_a_learners_work_comes_back_graded(course):
    track, unit = course.track, course.unit
    (released,) = course.call("release", track, unit, "--due", at(days=1))
    assert released["done"]
    assert "기한" in released["says"]

    good, idle = course.learner("kim.good"), course.learner("lee.idle")
    for learner in (good, idle):
        folder = learner.fetch(unit)
        text = (folder / "exercise.ipynb").read_text(encoding="utf-8")
        assert "HIDDEN TESTS" not in text
        assert "BEGIN SOLUTION" not in text
    good.answer_all(unit)
    for learner in (good, idle):
        learner.submit(unit)

    collected = course.call("collect", track, unit)
    assert [row["learner"] for row in collected] == ["kim.good", "lee.idle"]
    report = course.call("grade", track, unit)
    graded = {line["student"]: line for line in report["lines"]}
    with open_gradebook(course.home.course(track)) as gradebook:
        by_hand = sum(
            cell.max_score
            for cell in gradebook.find_notebook("exercise", unit).grade_cells
            if cell.cell_type == "markdown"
        )
        submission = gradebook.find_submission(unit, "kim.good")
        assert submission.score == graded["kim.good"]["points"]
    assert graded["kim.good"]["points"] == graded["kim.good"]["full"] - by_hand
    assert graded["lee.idle"]["points"] == 0
    assert graded["kim.good"]["waiting"] == by_hand and graded["lee.idle"]["waiting"] == 0

    given = course.call("feedback", track, unit)
    assert all(row["done"] for row in given)
    # Nobody has read the text yet: said where the instructor and the learner look.
    assert [f"{by_hand:g}점은 채점 중" in row["says"] for row in given] == [by_hand > 0, False]
    pages = course.home.course(track) / "feedback"
    page = (pages / "lee.idle" / unit / "exercise.html").read_text(encoding="utf-8")
    assert "아직 풀지 않았어요" in page
    assert "HIDDEN TESTS" not in page


def test_feedback_never_shows_a_hidden_check(course):
    """Every line between the marks of the source must be absent from the feedback page."""
    course.call("release", course.track, course.unit)
    learner = course.learner("kim.good")
    learner.fetch(course.unit)
    learner.answer_all(course.unit)
    learner.submit(course.unit)
    course.call("collect", course.track, course.unit)
    course.call("grade", course.track, course.unit)
    course.call("feedback", course.track, course.unit)
    folder = course.home.course(course.track)
    source = nbformat.read(folder / "source" / course.unit / "exercise.ipynb", as_version=4)
    released = (folder / "release" / course.unit / "exercise.ipynb").read_text(encoding="utf-8")
    page = (folder / "feedback" / learner.id / course.unit / "exercise.html").read_text("utf-8")
    hidden, shown = set(), set()
    for cell in source.cells:
        parts = re.split(r"### (?:BEGIN|END) HIDDEN TESTS", cell.source)
        # Every second part is hidden; a line may stand in both kinds, or in a longer one.
        for number, part in enumerate(parts):
            (hidden if number % 2 else shown).update(line.strip() for line in part.splitlines())
    open_text = "\n".join(shown)
    hidden = {line for line in hidden if "lambda" in line and line not in open_text}
    assert hidden
    for line in hidden:
        assert line not in released
        assert line not in page


def test_times_are_korean_for_people_and_right_in_the_gradebook(course):
    """Trap: nbgrader reads the abbreviation KST as UTC, nine hours off."""
    due = at(days=-1)
    (released,) = course.call("release", course.track, course.unit, "--due", due, "--yes")
    assert due in released["says"]
    learner = course.learner("lee.late")
    learner.fetch(course.unit)
    learner.submit(course.unit)
    (collected,) = course.call("collect", course.track, course.unit)
    assert "기한이 지나서" in collected["says"]
    local = datetime.now(UTC) + timedelta(hours=9)
    assert f"{local:%Y-%m-%d}" in collected["says"]
    course.call("grade", course.track, course.unit)
    with open_gradebook(course.home.course(course.track)) as gradebook:
        submission = gradebook.find_submission(course.unit, "lee.late")
        now = datetime.now(UTC).replace(tzinfo=None)
        assert abs((now - submission.timestamp).total_seconds()) < 300
        assert submission.duedate == steps.parse_due(due)
        assert 23.5 * 3600 < submission.total_seconds_late < 24.5 * 3600


def test_work_handed_in_again_is_collected_and_graded_again(course):
    course.call("release", course.track, course.unit)
    learner = course.learner("kim.good")
    learner.fetch(course.unit)
    learner.submit(course.unit)
    course.call("collect", course.track, course.unit)
    (first,) = course.call("grade", course.track, course.unit)["lines"]
    learner.answer_all(course.unit)
    learner.submit(course.unit)
    (again,) = course.call("collect", course.track, course.unit)
    assert "고쳐 낸" in again["says"]
    (second,) = course.call("grade", course.track, course.unit)["lines"]
    assert first["points"] == 0 < second["points"]
    (same,) = course.call("collect", course.track, course.unit)
    assert "같아요" in same["says"]


def test_nothing_in_the_inbound_folder_stops_collecting_or_takes_what_is_not_there(
    course, monkeypatch
):
    """Whatever lies there, under any name: the others' work is collected, and the trap named."""
    unit, folder = course.unit, course.home.course(course.track)
    course.call("release", course.track, unit)
    for name in ("kim.good", "lee.links", "park.deep"):
        learner = course.learner(name)
        learner.fetch(unit)
        learner.submit(unit)
    inbound = course.home.exchange / course.track / "inbound"
    links, deep = (next(inbound.glob(f"{name}+*")) for name in ("lee.links", "park.deep"))
    (links / "exercise.ipynb").unlink()
    (links / "exercise.ipynb").symlink_to(folder / "source" / unit / "exercise.ipynb")
    (links / "stolen").symlink_to(folder)
    os.mkfifo(links / "waits.txt")
    (links / "timestamp.txt").unlink()
    os.mkfifo(links / "timestamp.txt")
    with (links / "holes.csv").open("w") as file:
        file.truncate(1 << 20)
    here = deep
    for _ in range(300):
        here = here / "d"
        here.mkdir()
    now = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f UTC}"
    for name in (
        f"x+{unit}+yesterday+b",
        f"x+{unit}+9999-12-31 23:00:00.000000 UTC+b",
        f"a[red]\x1b[31m<img>+{unit}+{now}+b",
        f"{unit}+{unit}+{unit}",
        f"kim+{unit}+{now}+{unit}+{now}+b",
        f"moved+{unit}+{now}+b",
    ):
        (inbound / name).mkdir()
    os.mkfifo(inbound / f"fifo+{unit}+{now}+b")
    (inbound / f"link+{unit}+{now}+b").symlink_to(folder / "source" / unit)
    (inbound / f"gone+{unit}+{now}+b").symlink_to("nowhere")

    def moving(name):
        if name.startswith("moved+"):
            (inbound / name).rename(inbound / "elsewhere")
        return read_name(name)

    monkeypatch.setattr(collecting, "read_name", moving)

    rows = course.call("collect", course.track, unit, code=1)

    refused = [row["says"] for row in rows if not row["done"] and "걷지 않았어요" in row["says"]]
    assert len(refused) == 9
    assert not any("\x1b" in says for says in refused)
    taken = {row["learner"] for row in rows if row["done"]}
    assert taken == {"kim.good", "lee.links", "park.deep"}
    submitted = folder / "submitted"
    assert {path.name for path in submitted.iterdir()} == taken
    names = {path.name for path in (submitted / "lee.links" / unit).iterdir()}
    assert {"holes.csv", "timestamp.txt"} <= names
    assert not names & {"exercise.ipynb", "stolen", "waits.txt"}
    lines = course.call("grade", course.track, unit, code=1)["lines"]
    graded = {row["student"]: row for row in lines}
    assert "exercise.ipynb 파일이 없어요" in graded["lee.links"]["refused"]
    assert "겹보다 깊어요" in graded["park.deep"]["refused"]
    assert not graded["kim.good"]["refused"]
    given = {row["learner"]: row for row in course.call("feedback", course.track, unit)}
    assert all(row["done"] for row in given.values()), given
    page = folder / "feedback" / "park.deep" / unit / "exercise.html"
    assert "겹보다 깊어요" in page.read_text(encoding="utf-8")


def test_where_learners_are_system_users_nobody_hands_in_for_another(course, monkeypatch):
    course.call("release", course.track, course.unit)
    learner = course.learner("daemon")
    learner.fetch(course.unit)
    learner.submit(course.unit)
    (theirs,) = (course.home.exchange / course.track / "inbound").glob("daemon+*")
    folder = course.home.course(course.track)
    # As in server mode, where the course's folder has a user of its own.
    user = pwd.getpwuid(folder.stat().st_uid).pw_name
    monkeypatch.setattr(isolation, "grader", lambda course: user)
    for path in (theirs, *theirs.iterdir()):
        os.chown(path, pwd.getpwnam("nobody").pw_uid, -1)
    (row,) = course.call("collect", course.track, course.unit, code=1)[:1]
    assert "nobody" in row["says"] and "daemon" in row["says"]
    assert not list((folder / "submitted").glob("*/*/exercise.ipynb"))
    for path in (theirs, theirs / "exercise.ipynb"):
        os.chown(path, pwd.getpwnam("daemon").pw_uid, -1)
    remark, row = course.call("collect", course.track, course.unit, code=1)
    assert "submission_secret.txt" in remark["says"]
    assert row["done"]


def test_an_instructors_own_change_of_a_unit_is_kept(course):
    course.call("release", course.track, course.unit)
    path = course.home.course(course.track) / "source" / course.unit / "exercise.ipynb"
    changed = path.read_text(encoding="utf-8").replace("\n", "\n", 1) + "\n"
    path.write_text(changed, encoding="utf-8")
    course.call("release", course.track, course.unit)
    assert path.read_text(encoding="utf-8") == changed


def test_a_source_that_cannot_be_released_says_why(course):
    prepare_course(home=course.home, course=course.track)
    path = course.home.course(course.track) / "source" / course.unit / "exercise.ipynb"
    source = path.read_text(encoding="utf-8")
    path.write_text(source.replace("### END SOLUTION", "###"), encoding="utf-8")
    (row,) = course.call("release", course.track, course.unit, code=1)
    assert "solution" in row["says"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["release", "officers"], "officers"),
        (["release", "officials", "ZZ9"], "ZZ9"),
        (["release", "officials", "OA2"], "아직 노트북이 없어요"),
        (["release", "officials", "--due", "내일"], "내일"),
        (["release", "officials", "--due", "2026-01-01", "--no-due"], "--no-due"),
        # A day that is over is asked about; nobody is there to answer.
        (["release", "officials", "--due", "2026-01-01"], "2026-01-01 23:59"),
        # A course is begun by releasing, never by looking for one in the wrong place.
        (["collect", "officials"], "junggu release officials"),
        (["grade", "officials"], "--home"),
    ],
)
def test_wrong_words_get_one_clear_sentence(tmp_path, capsys, words, says):
    assert run([*words, "--home", str(tmp_path)]) == 1
    shown = capsys.readouterr().err
    assert says in shown
    assert not list(tmp_path.iterdir())


def test_a_home_that_cannot_be_made_is_named(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert run(["release", "officials", "--home", str(tmp_path / "file")]) == 1
    assert "--home" in capsys.readouterr().err


def test_a_disk_that_fills_up_leaves_no_half_unit(tmp_path, capsys, monkeypatch):
    """Half a unit would be kept ever after as the instructor's own change."""
    home = Home.at(tmp_path)

    def fill(source, target, **how):
        raise OSError(errno.ENOSPC, "No space left on device", str(target))

    with monkeypatch.context() as full:
        full.setattr(shutil, "copyfile", fill)
        assert run(["release", "officials", "--home", str(tmp_path)]) == 1
    assert "디스크가 가득 찼어요" in capsys.readouterr().err
    prepared = prepare_course(home=home, course="officials")
    assert prepared.added and not prepared.kept


def test_a_folder_of_other_things_is_left_alone(tmp_path, capsys):
    (tmp_path / "report.hwp").write_text("")
    assert run(["release", "officials", "--home", str(tmp_path)]) == 1
    assert str(tmp_path) in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["report.hwp"]


def test_a_home_of_server_mode_is_left_to_its_hub(tmp_path, capsys):
    home = Home.at(tmp_path)
    home.public.mkdir()
    home.course("officials").mkdir(parents=True)
    for words in (["release"], ["collect"], ["grade"], ["feedback"]):
        assert run([*words, "officials", "--home", str(tmp_path)]) == 1
        assert "server" in capsys.readouterr().err
    assert not list(home.course("officials").iterdir())


def test_who_is_not_on_the_roster_cannot_hand_in(course):
    """Where learners share one system user, anybody may write any name into the inbound folder."""
    course.call("release", course.track, course.unit)
    for name in ("kim.good", "stranger"):
        learner = course.learner(name)
        learner.fetch(course.unit)
        learner.submit(course.unit)
    rows = course.call("collect", course.track, course.unit, code=1)
    assert [(row["learner"], row["done"]) for row in rows] == [
        ("stranger", False),
        ("kim.good", True),
    ]
    assert "명단에 없는 아이디" in rows[0]["says"]
    course.home.roster.unlink()
    rows = course.call("collect", course.track, course.unit)
    assert {row["learner"] for row in rows if row["done"]} == {"kim.good", "stranger"}


def test_what_formgrader_releases_is_told_to_learners(course):
    """formgrader is the only way of releasing in the Hub's server mode."""
    due = at(days=1)
    course.call("release", course.track, course.unit, "--due", due)
    told = course.home.exchange / course.track / "course.json"
    told.unlink()
    api = open_api(course.home.course(course.track))
    assert api.unrelease(course.unit)["success"]
    assert read_catalogue(told.parent).units == ()
    assert api.release_assignment(course.unit)["success"]
    (card,) = read_catalogue(told.parent).units
    assert (card.code, card.due) == (course.unit, steps.parse_due(due))


def test_a_deadline_is_taken_away_and_other_units_are_skipped(course, capsys):
    course.call("release", course.track, course.unit, "--due", at(days=1))
    (released,) = course.call("release", course.track, course.unit, "--no-due")
    assert "기한" not in released["says"]
    (row,) = course.call("collect", course.track)
    assert "아직 낸 사람이 없어요" in row["says"]
    other = read_syllabus().of(course.track)[1].code
    assert run(["grade", course.track, other, "--home", str(course.home.root)]) == 1
    assert f"junggu release {course.track} {other}" in capsys.readouterr().err


def test_nothing_collected_is_no_failure(course):
    course.call("release", course.track, course.unit)
    (row,) = course.call("collect", course.track, course.unit)
    assert "아직 낸 사람이 없어요" in row["says"]
    assert course.call("grade", course.track, course.unit)["lines"] == []
