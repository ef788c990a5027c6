"""Where a learner stands, in words, and what to do next."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from autograder.home.catalogue import UnitCard
from autograder.home.work import Feedback, State, Work, due_words, moment_words, next_step

NOON_UTC = datetime(2026, 11, 22, 3, 0)  # noon in Korea
PAST = datetime(2020, 1, 1)
FUTURE = datetime(2099, 1, 1)


def card(code="OA1", *, due=None):
    return UnitCard(
        code=code,
        title=code,
        objectives=("하나", "둘", "셋"),
        minutes=45,
        audience="official",
        no_code=False,
        points={1: 3.0, 2: 2.0, 3: 1.0},
        due=due,
    )


def work(code="OA1", *, due=None, fetched=False, submissions=(), **more):
    unit = card(code, due=due)
    return Work(unit=unit, folder=Path(code), fetched=fetched, submissions=submissions, **more)


def returned(moment, *, seen=True):
    return Feedback(page=Path("x.html"), of=moment, points={1: 3.0}, earned=3.0, seen=seen)


RETURNED = returned(NOON_UTC)
EARLIER = returned(NOON_UTC - timedelta(days=1))


@pytest.mark.parametrize(
    ("one", "state"),
    [
        (work(), State.NEW),
        (work(fetched=True), State.WORKING),
        (work(fetched=True, due=PAST), State.LATE),
        (work(due=PAST), State.LATE),
        (work(fetched=True, due=FUTURE), State.WORKING),
        (work(fetched=True, due=PAST, submissions=(NOON_UTC,)), State.HANDED_IN),
        (work(fetched=True, submissions=(NOON_UTC,), feedback=RETURNED), State.RETURNED),
        (work(fetched=True, submissions=(EARLIER.of, NOON_UTC), feedback=EARLIER), State.HANDED_IN),
    ],
)
def test_state_follows_from_what_was_done(one, state):
    assert one.state is state


def test_lateness_is_judged_by_the_newest_submission():
    before, after = PAST - timedelta(days=1), PAST + timedelta(days=1)
    assert not work(due=PAST, submissions=(before,)).late
    assert work(due=PAST, submissions=(before, after)).late


def test_a_change_after_handing_in_is_told_but_the_copying_itself_is_not():
    done = (NOON_UTC,)
    assert not work(submissions=done, changed=NOON_UTC + timedelta(seconds=2)).changed_since
    assert work(submissions=done, changed=NOON_UTC + timedelta(minutes=2)).changed_since


def test_times_are_korean():
    assert moment_words(datetime(2026, 12, 1, 9, 5)) == "12월 1일(화) 오후 6시 5분"
    assert moment_words(datetime(2026, 12, 1, 15, 0)) == "12월 2일(수) 오전 12시"


@pytest.mark.parametrize(
    ("due", "says"),
    [
        (datetime(2026, 11, 22, 14, 59), "오늘까지"),  # 23:59 in Korea
        (datetime(2026, 11, 22, 15, 1), "내일까지"),  # 00:01 of tomorrow in Korea
        (datetime(2026, 11, 25, 3, 0), "3일 남았어요"),
        (datetime(2026, 11, 22, 2, 0), "지났어요"),
        (None, "없어요"),
    ],
)
def test_days_left_are_counted_by_the_korean_calendar(due, says):
    assert says in due_words(due, now=NOON_UTC)


def test_the_due_date_does_not_urge_who_has_handed_in():
    assert due_words(PAST, handed_in=True) == "기한은 1월 1일(수) 오전 9시"


def test_an_earlier_opinion_stays_while_the_newest_work_waits():
    one = work(submissions=(EARLIER.of, NOON_UTC), feedback=EARLIER)
    assert one.earlier is EARLIER and one.returned is None
    one = work(submissions=(EARLIER.of, NOON_UTC), feedback=RETURNED)
    assert one.earlier is None and one.returned is RETURNED


def test_an_opinion_that_was_not_opened_is_the_next_step():
    begun = work("OA3", fetched=True, due=PAST)
    done = {"fetched": True, "submissions": (NOON_UTC,)}
    new = work("OA1", feedback=returned(NOON_UTC, seen=False), **done)
    assert next_step([begun, new]) is new
    assert next_step([begun, work("OA1", feedback=RETURNED, **done)]) is begun


def test_next_is_what_was_begun_and_is_most_pressing():
    fresh, begun = work("OA1"), work("OA2", fetched=True, due=FUTURE)
    overdue, handed = work("OA3", fetched=True, due=PAST), work("OA4", submissions=(NOON_UTC,))
    assert next_step([fresh, begun, overdue, handed]) is overdue
    assert next_step([fresh, begun, handed]) is begun
    assert next_step([fresh, handed]) is fresh
    assert next_step([handed]) is None


def test_among_new_units_the_order_of_the_course_holds():
    assert next_step([work("OA1"), work("OA2")]).unit.code == "OA1"
