"""Who is in, who waits, and who comes next: the door of the visitors' server.

Pure bookkeeping without a network or a clock of its own. A visitor is a random word in a cookie.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

# Seconds. Somebody who was let in, or whose page was closed, may open a page until then: time
# for a reload and for the step from the lesson to the exercise.
OPENING = 10
# Seconds without a question after which somebody who waits is taken to have left.
PATIENCE = 20
LONGEST_LINE = 200


class LineFull(Exception):
    """More people wait than the line holds."""


@dataclass
class _Visit:
    """A place. ``since`` is when it was last without a running kernel."""

    since: float
    kernel: str | None = None


class Places:
    """``size`` places, filled in the order of coming, at most ``per_minute`` new ones a minute."""

    def __init__(
        self,
        *,
        size: int,
        per_minute: int,
        running: Callable[[str], bool],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``running`` tells whether a kernel is still there."""
        self._size = size
        self._per_minute = per_minute
        self._running = running
        self._clock = clock
        self._inside: dict[str, _Visit] = {}
        self._line: dict[str, float] = {}  # visitor → when they last asked, in order of coming
        self._tickets = float(per_minute)
        self._counted = clock()

    @property
    def taken(self) -> int:
        self._sweep()
        return len(self._inside)

    def ask(self, visitor: str) -> int:
        """Ask for a place; return 0 when ``visitor`` has one, else their number in the line.

        Raises LineFull.
        """
        self._sweep()
        if visitor in self._inside:
            self._inside[visitor].since = self._clock()
            return 0
        if visitor not in self._line and len(self._line) >= LONGEST_LINE:
            raise LineFull
        self._line[visitor] = self._clock()
        number = list(self._line).index(visitor) + 1
        if number > self._size - len(self._inside) or self._tickets < 1:
            return number
        self._tickets -= 1
        del self._line[visitor]
        self._inside[visitor] = _Visit(since=self._clock())
        return 0

    def opened(self, visitor: str, kernel: str) -> None:
        """Note that a page of ``visitor``, who has a place, runs in ``kernel``."""
        self._inside[visitor] = _Visit(since=self._clock(), kernel=kernel)

    def kernel(self, visitor: str) -> str | None:
        """The running kernel of ``visitor``, None without one."""
        self._sweep()
        visit = self._inside.get(visitor)
        return visit.kernel if visit else None

    def _sweep(self) -> None:
        now = self._clock()
        waited = (now - self._counted) * self._per_minute / 60
        self._tickets = min(float(self._per_minute), self._tickets + waited)
        self._counted = now
        for visitor, visit in list(self._inside.items()):
            if visit.kernel is not None and not self._running(visit.kernel):
                visit.kernel, visit.since = None, now
            if visit.kernel is None and now - visit.since > OPENING:
                del self._inside[visitor]
        for visitor, asked in list(self._line.items()):
            if now - asked > PATIENCE:
                del self._line[visitor]
