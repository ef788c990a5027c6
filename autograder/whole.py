"""Files and folders that are put in place whole: a full disk or a killed run leaves the old ones.

Half of one would be taken for what somebody wrote.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path


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
    fresh, old = (target.with_name(f".{target.name}.{word}") for word in ("new", "old"))
    for left in (fresh, old):
        shutil.rmtree(left, ignore_errors=True)
    shutil.copytree(source, fresh, ignore=ignore)
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)
