"""Files and folders that are put in place whole: a full disk or a killed run leaves the old ones.

Half of one would be taken for what somebody wrote.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from autograder.folders import remove


def write_whole(path: Path, text: str, *, mode: int = 0o644) -> None:
    """Write ``text`` in UTF-8 to ``path``, with the rights ``mode`` from the first byte on."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with open(handle, "w", encoding="utf-8", newline="") as file:
        file.write(text)
    fresh.chmod(mode)  # whatever the umask is
    fresh.replace(path)


def copy_whole(source: Path, target: Path, *, ignore: Callable | None = None) -> None:
    """Put a copy of the folder ``source`` in the place of ``target``; ``ignore`` as copytree's."""
    fresh = target.with_name(f".{target.name}.new")
    remove(fresh)
    shutil.copytree(source, fresh, ignore=ignore)
    put_whole(fresh, target)


def put_whole(fresh: Path, target: Path) -> None:
    """Put the folder ``fresh`` in the place of ``target``, which is lost only when that succeeded.

    Both are on one disk. Raises OSError, with ``target`` as it was, when the system refuses.
    """
    old = fresh.with_name(f"{fresh.name}-old")
    remove(old)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        os.rename(target, old)
    try:
        os.rename(fresh, target)
    except OSError:
        if old.exists():
            os.rename(old, target)
        raise
    remove(old)
