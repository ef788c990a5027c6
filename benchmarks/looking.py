"""Looking at something again and again while a measurement runs."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def looks(at: Callable[[], float], *, every: float) -> Iterator[list[float]]:
    """A list that gets one more answer of ``at`` every so many seconds, the first at once."""
    seen: list[float] = []
    done = threading.Event()

    def look() -> None:
        over = False
        while not over:
            seen.append(at())
            over = done.wait(every)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        done.set()
        thread.join()
