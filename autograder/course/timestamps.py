"""The time at which a folder was handed in, as nbgrader's exchange writes it beside the work."""

import os
from datetime import datetime
from pathlib import Path

from nbgrader.utils import parse_utc

_NAME = "timestamp.txt"


def submission_time(folder: Path) -> datetime | None:
    """When ``folder`` was handed in (naive UTC); None without a time that can be read."""
    try:
        return parse_utc((folder / _NAME).read_text("utf-8").strip() or None)
    except (ValueError, OverflowError, OSError):
        return None


def set_aside_unreadable_time(folder: Path) -> bool:
    """Rename a time that cannot be read: nbgrader's pages of the whole course stop at it.

    Returns True when there is, or was before, such a time in ``folder``.
    """
    told = folder / _NAME
    aside = folder / f"{_NAME}.unreadable"
    if os.path.lexists(told) and submission_time(folder) is None:
        os.replace(told, aside)
    return aside.exists()
