"""Working folders of forks: short private paths that are gone afterwards."""

import contextlib
import fcntl
import itertools
import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from autograder.folders import remove

_PREFIX = "jg-"
_FRESH = 60  # seconds for which a folder may have no lock yet
_OPEN = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW

_numbers = itertools.count()


class RunFolder:
    """The parent of every working folder of one run; its ``path`` is short, for socket paths.

    Held by a lock, so that a later run can tell and remove what a killed one has left.
    """

    def __init__(self) -> None:
        """Make it, and remove those that nobody holds any more."""
        place = Path(tempfile.gettempdir())
        for left in place.glob(f"{_PREFIX}*"):
            _remove_unheld(left)
        self.path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=place))
        self._lock = os.open(self.path, _OPEN)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        # A fork with a user of its own passes through it and sees nothing in it.
        self.path.chmod(0o711)

    def remove(self) -> None:
        """Remove it with all that is in it; only its maker does."""
        remove(self.path)
        os.close(self._lock)


def _remove_unheld(folder: Path) -> None:
    with contextlib.suppress(OSError):
        about = folder.lstat()
        if about.st_uid != os.geteuid() or time.time() - about.st_ctime < _FRESH:
            return
        lock = os.open(folder, _OPEN)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            remove(folder)
        finally:
            os.close(lock)


@contextlib.contextmanager
def working_folder(run: Path, *, files: Mapping[str, bytes] | None = None) -> Iterator[Path]:
    """A private folder below ``run`` with ``files`` (relative path → content), removed at exit.

    Raises ValueError for a path that leaves the folder.
    """
    folder = run / f"{os.getpid():x}-{next(_numbers):x}"
    folder.mkdir(mode=0o700)
    try:
        for name, content in (files or {}).items():
            target = folder / name
            if not target.resolve().is_relative_to(folder.resolve()):
                raise ValueError(f"{name!r} leaves the working folder")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        yield folder
    finally:
        remove(folder)
