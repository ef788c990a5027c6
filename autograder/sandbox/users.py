"""Users that belong to one zygote alone.

Linux counts processes by user over the whole computer, so two runs that draw the same user share
one limit: what a submission of one starts would keep the other's kernels from starting.
"""

import fcntl
import os
import random
from pathlib import Path

from autograder.errors import CourseError

# systemd keeps these for services without an account; nobody's files belong to them.
_FREE = range(61184, 65520)
_SLOTS = 64
# Only root writes here: nobody else can hold a block.
_LOCKS = Path("/run/junggu-users")


class NoUsers(CourseError):
    """Every block is held, or none can be; the text is Korean."""


class Users:
    """A block of user numbers, ``numbers``, that no other zygote of this computer has."""

    def __init__(self) -> None:
        """Hold a free block. Only for root; raises NoUsers when there is none."""
        try:
            _LOCKS.mkdir(mode=0o700, exist_ok=True)
            held = self._hold()
        except OSError as error:
            raise NoUsers(
                f"채점용 사용자를 맡아 둘 {_LOCKS} 폴더에 쓰지 못했어요({error.strerror}). "
                "root가 그 폴더에 쓸 수 있게 한 뒤 다시 해 주세요."
            ) from error
        if held is None:
            raise NoUsers(
                f"이 컴퓨터에서 채점이 한꺼번에 {len(_FREE) // _SLOTS // 2}개 넘게 돌고 있어요. "
                "하나가 끝난 뒤 다시 해 주세요."
            )
        self._lock, self.numbers = held

    def release(self) -> None:
        """Give them back: nothing may run as one of them any more."""
        # Workers forked from here hold the same lock; closing it would not be enough.
        fcntl.flock(self._lock, fcntl.LOCK_UN)
        os.close(self._lock)

    @staticmethod
    def _hold() -> tuple[int, range] | None:
        blocks = range(len(_FREE) // _SLOTS)
        # A container beside this one counts the same users and does not see these locks.
        for block in random.sample(blocks, len(blocks)):
            lock = os.open(_LOCKS / str(block), os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o600)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(lock)
                continue
            return lock, _FREE[block * _SLOTS : (block + 1) * _SLOTS]
        return None
