"""The door of ``/try/``: who gets in, in which order, and when a place is free again."""

import pytest

from autograder.tryout import places
from autograder.tryout.places import OPENING, PATIENCE, LineFull, Places


class Door:
    """Places with a clock and kernels of the test's own."""

    def __init__(self, *, size=2, per_minute=60):
        self.now = 0.0
        self.kernels = set()
        self.places = Places(
            size=size,
            per_minute=per_minute,
            running=self.kernels.__contains__,
            clock=lambda: self.now,
        )

    def enter(self, visitor):
        """Come in and open a page."""
        assert self.places.ask(visitor) == 0
        self.kernels.add(visitor)
        self.places.opened(visitor, visitor)

    def wait(self, seconds, *waiting):
        """Let time pass, during which those who wait go on asking."""
        for _ in range(int(seconds)):
            self.now += 1
            for visitor in waiting:
                self.places.ask(visitor)


def test_the_line_is_served_in_the_order_of_coming():
    door = Door()
    door.enter("a")
    door.enter("b")
    assert [door.places.ask(v) for v in ("c", "d", "c")] == [1, 2, 1]
    door.kernels.remove("a")
    door.wait(OPENING + 2, "d", "c")
    assert door.places.ask("c") == 0
    assert door.places.ask("d") == 1


def test_a_place_is_kept_for_the_step_to_the_next_page():
    door = Door(size=1)
    door.enter("a")
    door.kernels.remove("a")
    door.wait(OPENING - 1, "b")
    door.enter("a")
    door.wait(10 * OPENING, "b")
    assert door.places.ask("a") == 0
    assert door.places.kernel("a") == "a"


def test_somebody_let_in_who_opens_nothing_loses_the_place():
    door = Door(size=1)
    assert door.places.ask("a") == 0
    assert door.places.ask("b") == 1
    door.wait(OPENING + 1, "b")
    assert door.places.ask("b") == 0


def test_who_stops_asking_has_left_the_line():
    door = Door(size=1)
    door.enter("a")
    assert [door.places.ask("b"), door.places.ask("c")] == [1, 2]
    door.wait(PATIENCE + 1, "c")
    assert door.places.ask("c") == 1


def test_a_storm_of_newcomers_is_let_in_slowly():
    door = Door(size=50, per_minute=6)
    inside = sum(door.places.ask(f"v{number}") == 0 for number in range(20))
    assert inside == 6
    door.now += 10
    assert door.places.ask("v6") == 0
    assert door.places.ask("v7") == 1


def test_the_line_has_an_end(monkeypatch):
    monkeypatch.setattr(places, "LONGEST_LINE", 2)
    door = Door(size=1)
    door.enter("a")
    assert [door.places.ask(v) for v in "bc"] == [1, 2]
    with pytest.raises(LineFull):
        door.places.ask("d")
    assert door.places.ask("a") == 0
