"""What those who teach see of a course, as its learners and graders go on."""

from dataclasses import replace

import pytest

from autograder.course import steps
from autograder.errors import CourseError
from autograder.grading.run import grade
from autograder.home.teaching import course_progress

UNIT = "OA1"

pytestmark = pytest.mark.usefixtures("one_engine")


def counts(folder):
    unit = next(u for u in course_progress(folder).units if u.code == UNIT)
    return {
        "handed_in": unit.handed_in,
        "waiting": unit.waiting,
        "graded": unit.graded + unit.by_hand,
        "returned": unit.returned,
        "unread": unit.unread,
    }


def test_each_step_of_a_course_is_seen(classroom):
    folder = classroom.course("officials")
    nobody = {"handed_in": 0, "waiting": 0, "graded": 0, "returned": 0, "unread": 0}
    assert counts(folder) == nobody
    first = classroom.learner("officials")
    second = replace(first, id="lee.two", desk=first.desk.with_name("second"))
    for learner in (first, second):
        learner.fetch(UNIT)
    first.answer_all(UNIT)
    for learner in (first, second):
        learner.submit(UNIT)
    inbound = classroom.home.exchange / "officials" / "inbound"
    for name in ("yesterday", "", "9999-12-31 23:00:00.000000 UTC"):
        (inbound / f"x+{UNIT}+{name}+b").mkdir()
    # nbgrader's own list would read a notebook without a secret.
    (inbound / f"{second.id}+{UNIT}+2020-01-01 00:00:00.000000 UTC+b" / "x.ipynb").mkdir(
        parents=True
    )
    # Not collected yet, and already seen.
    assert counts(folder) == nobody | {"handed_in": 2, "waiting": 2}

    steps.collect(folder=folder, units=[UNIT])
    assert grade(course_dir=folder).troubled == []
    assert counts(folder) == nobody | {"handed_in": 2, "graded": 2}
    steps.feedback(folder=folder, units=[UNIT])
    assert counts(folder) == nobody | {"handed_in": 2, "graded": 2, "returned": 2, "unread": 1}

    # Handed in once more: waits again, and has no feedback for it yet.
    first.submit(UNIT)
    assert counts(folder) == nobody | {"handed_in": 2, "waiting": 1, "graded": 1, "returned": 1}


def test_a_unit_that_is_not_released_says_so(classroom):
    units = course_progress(classroom.course("officials")).units
    assert [u.code for u in units if u.released] == [UNIT]
    assert len(units) > 1


def test_what_is_no_course_folder_is_told(tmp_path):
    with pytest.raises(CourseError, match="과정 폴더가 아니에요"):
        course_progress(tmp_path)
