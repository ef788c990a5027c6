"""Working folders of forks: short private paths that are gone afterwards."""

import contextlib
import itertools
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from autograder.folders import remove

_numbers = itertools.count()


def run_folder() -> Path:
    """Make the parent of every working folder of one run; short, for socket paths."""
    folder = Path(tempfile.mkdtemp(prefix="jg-", dir=tempfile.gettempdir()))
    # A fork with a user of its own passes through it and sees nothing in it.
    folder.chmod(0o711)
    return folder


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
