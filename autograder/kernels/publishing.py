"""Output of a kernel that only the grader reads: sent at once, without ipykernel's thread for it.

Starting the thread costs each fork several milliseconds of processor time, and waking it for
each message costs a short cell more than the cell itself.
"""

import threading
import time
from collections.abc import Callable
from typing import Any

import zmq
from ipykernel.iostream import IOPubThread, OutStream

_GREETING_SECONDS = 10
_PIECE = 1 << 16  # characters


class Publisher(IOPubThread):
    """ipykernel's publisher, never started: what is scheduled is then done where it is."""

    def __init__(self, socket: zmq.Socket, **kwargs: Any) -> None:
        super().__init__(socket, pipe=False, **kwargs)
        self._turn = threading.RLock()

    def greet(self) -> None:
        """Welcome the one reader, who waits for it, as soon as it subscribes."""
        if self.socket.poll(_GREETING_SECONDS * 1000):
            self._handle_subscription(self.socket.recv_multipart())

    def schedule(self, f: Callable[[], None]) -> None:
        # Threads of the learner's publish too, and a socket is not theirs to share.
        with self._turn:
            f()

    def _setup_event_pipe(self) -> None:
        """Nothing to wake."""

    def _setup_xpub_listener(self) -> None:
        """No loop listens; see :meth:`greet`."""


class Stream(OutStream):
    """Sends what was written when a cell ends, and while it runs every ``flush_interval``.

    No message is longer than the grader reads, and what is printed without end is not held.
    """

    _since = 0.0  # when the first of what waits was written
    _waiting = 0  # characters

    def write(self, string: str) -> int:
        for start in range(0, len(string), _PIECE):
            piece = string[start : start + _PIECE]
            super().write(piece)
            self._waiting += len(piece)
            if self._waiting >= _PIECE:
                self.flush()
        return len(string)

    def _schedule_flush(self) -> None:
        now = time.monotonic()
        if not self._flush_pending:
            self._flush_pending, self._since = True, now
        elif now - self._since >= self.flush_interval:
            self.flush()

    def _flush(self) -> None:
        self._waiting = 0
        super()._flush()
