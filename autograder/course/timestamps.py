"""The time at which a folder was handed in, as nbgrader's exchange writes it beside the work."""

import itertools
import os
import re
from datetime import datetime
from pathlib import Path

from nbgrader.utils import parse_utc

from autograder.course.handed_in import TIMESTAMP, small_file

# What nbgrader writes, and what a person would; anything else is guessed at by its parser.
_FORM = re.compile(
    r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d([.]\d{1,6})?)?( ?[A-Za-z]{1,5}| ?[+-]\d\d:?\d\d)?"
)
# Near the ends of the calendar a time has no local time, and nbgrader's pages stop.
_YEARS = range(2000, 2101)


def read_time(text: str) -> datetime | None:
    """A time as nbgrader's exchange writes it (naive UTC); None for anything else."""
    if not _FORM.fullmatch(text):
        return None
    try:
        moment = parse_utc(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment.year in _YEARS else None


def submission_time(folder: Path) -> datetime | None:
    """When ``folder`` was handed in (naive UTC); None without a time that can be read."""
    told = small_file(folder / TIMESTAMP)
    return None if told is None else read_time(told.decode("utf-8", "replace").strip())


def set_aside_unreadable_time(folder: Path) -> bool:
    """Rename a time that cannot be read: nbgrader's pages of the whole course stop at it.

    Returns True when there is, or was before, such a time in ``folder``.
    """
    told = folder / TIMESTAMP
    names = (f"{TIMESTAMP}.unreadable{number or ''}" for number in itertools.count())
    aside = next(folder / name for name in names if not os.path.lexists(folder / name))
    if os.path.lexists(told) and submission_time(folder) is None:
        os.rename(told, aside)
        return True
    return os.path.lexists(folder / f"{TIMESTAMP}.unreadable")
