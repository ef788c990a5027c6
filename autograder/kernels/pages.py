"""Large pages for what a zygote holds: a fork copies, and its end gives back, an entry a page."""

import contextlib
import ctypes
import re
from collections.abc import Iterator

_MADV_COLLAPSE = 25  # of Linux 6.1
_LARGE = 2 << 20  # bytes
# A part of the process's own memory that holds no file.
_OWN = re.compile(r"([0-9a-f]+)-([0-9a-f]+) rw.p 00000000 00:00 0 +(?:\[heap\])?\n")

_libc = ctypes.CDLL(None)
_libc.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]


def gather() -> None:
    """Put this process's memory into large pages, where there are some; else nothing changes."""
    for begin, end in list(_places()):
        # One call a place: each waits for all cores before it begins.
        _libc.madvise(begin, end - begin, _MADV_COLLAPSE)


def _places() -> Iterator[tuple[int, int]]:
    """Begin and end of what holds whole large pages in each part of this process's own memory."""
    with contextlib.suppress(OSError), open("/proc/self/maps") as maps:
        for line in maps:
            if part := _OWN.fullmatch(line):
                begin, end = (int(address, 16) for address in part.groups())
                begin, end = -(-begin // _LARGE) * _LARGE, end // _LARGE * _LARGE
                if begin < end:
                    yield begin, end
