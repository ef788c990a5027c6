"""Where a learner stands in a unit, in words and with one clear next step."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path
from zoneinfo import ZoneInfo

from autograder.home.catalogue import UnitCard

LOCAL = ZoneInfo("Asia/Seoul")
_WEEKDAYS = "월화수목금토일"


class State(Enum):
    """The word is shown as it stands; the mark repeats it without colour."""

    NEW = ("새로 열림", "○")
    WORKING = ("하는 중", "◐")
    LATE = ("늦음", "!")
    HANDED_IN = ("냈어요 · 채점 기다림", "●")
    RETURNED = ("돌려받음", "✓")

    @property
    def word(self) -> str:
        return self.value[0]

    @property
    def mark(self) -> str:
        return self.value[1]


@dataclass(frozen=True, kw_only=True)
class Feedback:
    """What came back for the submission of the moment ``of`` (naive UTC).

    ``page`` is the feedback file to show, ``points`` are by objective, ``earned`` their total
    after a penalty; ``waiting`` are points of texts that nobody has read yet. ``seen`` tells
    whether the learner has opened it.
    """

    page: Path
    of: datetime
    points: dict[int, float]
    earned: float
    waiting: float = 0
    seen: bool = False


@dataclass(frozen=True, kw_only=True)
class Work:
    """One learner's unit. Moments are naive UTC; ``folder`` is the learner's copy.

    ``feedback`` is the newest that came back, which may be for an earlier submission.
    """

    unit: UnitCard
    folder: Path
    fetched: bool
    submissions: tuple[datetime, ...] = ()
    changed: datetime | None = None
    feedback: Feedback | None = None

    @property
    def handed_in(self) -> datetime | None:
        return max(self.submissions, default=None)

    @property
    def late(self) -> bool:
        """Handed in after the due date."""
        due = self.unit.due
        return bool(due and self.handed_in and self.handed_in > due)

    @property
    def overdue(self) -> bool:
        """Not handed in, and the due date has passed."""
        return bool(self.unit.due and not self.handed_in and _now() > self.unit.due)

    @property
    def returned(self) -> Feedback | None:
        """The feedback for what was handed in last."""
        newest = self.feedback and self.feedback.of == self.handed_in
        return self.feedback if newest else None

    @property
    def earlier(self) -> Feedback | None:
        """The feedback for something handed in before, while the newest waits for its own."""
        return None if self.returned else self.feedback

    @property
    def state(self) -> State:
        if self.returned:
            return State.RETURNED
        if self.handed_in:
            return State.HANDED_IN
        if self.overdue:
            return State.LATE
        return State.WORKING if self.fetched else State.NEW

    @property
    def changed_since(self) -> bool:
        """Changed after it was handed in: the learner may want to hand in again."""
        # Copying takes a moment; a change in the same seconds is the submission itself.
        slack = timedelta(seconds=5)
        return bool(self.handed_in and self.changed and self.changed > self.handed_in + slack)


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def local(moment: datetime) -> datetime:
    """A naive UTC moment in Korean local time."""
    return moment.replace(tzinfo=UTC).astimezone(LOCAL)


def moment_words(moment: datetime) -> str:
    """A moment as a person says it: ``12월 1일(화) 오후 6시 5분``."""
    there = local(moment)
    half = "오전" if there.hour < 12 else "오후"
    minute = f" {there.minute}분" if there.minute else ""
    day = f"{there.month}월 {there.day}일({_WEEKDAYS[there.weekday()]})"
    return f"{day} {half} {there.hour % 12 or 12}시{minute}"


def due_words(due: datetime | None, *, handed_in: bool = False, now: datetime | None = None) -> str:
    """The due date in words, with the days that are left by the calendar.

    Who has ``handed_in`` is not told how much time is left.
    """
    if due is None:
        return "정해진 기한이 없어요"
    if handed_in:
        return f"기한은 {moment_words(due)}"
    now = now or _now()
    days = (local(due).date() - local(now).date()).days
    if due < now:
        left = "기한이 지났어요. 늦게라도 낼 수 있어요"
    elif days == 0:
        left = "오늘까지예요"
    elif days == 1:
        left = "내일까지예요"
    else:
        left = f"{days}일 남았어요"
    return f"{moment_words(due)}까지 · {left}"


def next_step(works: list[Work]) -> Work | None:
    """The one unit to turn to now.

    One whose feedback was not read yet comes first, since that is soon done; then what is begun
    and overdue, then what is begun, then the first new one.
    """
    unread = [work for work in works if work.returned and not work.returned.seen]
    if unread:
        return unread[0]
    order = [State.LATE, State.WORKING, State.NEW]
    waiting = [work for work in works if work.state in order]
    far = datetime.max
    return min(
        waiting,
        key=lambda work: (
            order.index(work.state) if work.fetched else len(order),
            work.unit.due or far,
            works.index(work),
        ),
        default=None,
    )
