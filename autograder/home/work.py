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
    HANDED_IN = ("낸 뒤", "●")
    RETURNED = ("돌려받음", "✓")

    @property
    def word(self) -> str:
        return self.value[0]

    @property
    def mark(self) -> str:
        return self.value[1]


@dataclass(frozen=True, kw_only=True)
class Feedback:
    """What came back: points by objective; ``page`` is the feedback file to show."""

    page: Path
    points: dict[int, float]


@dataclass(frozen=True, kw_only=True)
class Work:
    """One learner's unit. Moments are naive UTC; ``folder`` is the learner's copy."""

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
    def state(self) -> State:
        if self.feedback:
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


def due_words(due: datetime | None, *, now: datetime | None = None) -> str:
    """The due date in words, with the days that are left by the calendar."""
    if due is None:
        return "정해진 기한이 없어요"
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
    """The one unit to turn to now: begun and overdue first, then begun, then the first new one."""
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
