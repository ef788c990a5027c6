"""Removing folders that a learner filled: as deep as they are, with whatever rights they have."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

_OPEN = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)


def remove(folder: Path) -> None:
    """Remove ``folder`` with all that is in it; what cannot be removed stays, without an error.

    Not by calling itself for each folder inside, as ``shutil.rmtree`` does: a learner makes more
    of them than Python may call, with a path longer than the system takes.
    """
    with suppress(OSError):
        os.chmod(folder, 0o700)
        top = os.open(folder, _OPEN)
        try:
            while _flatten(top):
                pass
        finally:
            os.close(top)
        os.rmdir(folder)


def _flatten(top: int) -> bool:
    """Remove what lies in the open folder ``top``, whose folders' folders move up into it.

    Returns whether anything was removed.
    """
    removed = False
    for name, is_folder in _entries(top):
        with suppress(OSError):
            if is_folder:
                inner = _opened(name, top)
                try:
                    for deeper, also_folder in _entries(inner):
                        if also_folder:
                            # A folder that is closed to its owner cannot be moved.
                            os.chmod(deeper, 0o700, dir_fd=inner)
                            here = f".{secrets.token_hex(16)}"
                            os.rename(deeper, here, src_dir_fd=inner, dst_dir_fd=top)
                        else:
                            os.unlink(deeper, dir_fd=inner)
                finally:
                    os.close(inner)
                os.rmdir(name, dir_fd=top)
            else:
                os.unlink(name, dir_fd=top)
            removed = True
    return removed


def _entries(folder: int) -> list[tuple[str, bool]]:
    with os.scandir(folder) as entries:
        return [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries]


def _opened(name: str, top: int) -> int:
    os.chmod(name, 0o700, dir_fd=top)
    return os.open(name, _OPEN, dir_fd=top)
