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
    for place in list(_places()):
        _libc.madvise(place, _LARGE, _MADV_COLLAPSE)


def _places() -> Iterator[int]:
    """Addresses at which a whole large page lies in memory of this process's own."""
    with contextlib.suppress(OSError), open("/proc/self/maps") as maps:
        for line in maps:
            if part := _OWN.fullmatch(line):
                begin, end = (int(address, 16) for address in part.groups())
                yield from range(-(-begin // _LARGE) * _LARGE, end - _LARGE + 1, _LARGE)
