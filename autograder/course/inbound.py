"""The folders of the exchange's inbound folder, told by their names.

Learners choose the names, and what lies there may be anything and may move at any time.
"""

import os
import re
import stat
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from autograder.course.timestamps import read_time

_LEARNER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")
_AHEAD = timedelta(days=1)  # how far clocks may differ


class NotTaken(ValueError):
    """Why a folder is no submission: Korean, for the instructor."""


@dataclass(frozen=True, kw_only=True)
class Name:
    """What a folder's name says; ``moment`` is naive UTC, ``time`` the same as it is written."""

    learner: str
    unit: str
    moment: datetime
    time: str


def read_name(name: str) -> Name:
    """Read the name that nbgrader gives a submission. Raises NotTaken for any other."""
    learner, unit, *rest = (*name.rsplit("+", 3), "", "")[:4]
    if not _LEARNER.fullmatch(learner) or not unit:
        raise NotTaken("‘아이디+단원+시각+암호’ 모양의 이름이 아니라서 걷지 않았어요.")
    moment = read_time(rest[0])
    if moment is None:
        raise NotTaken("이름에 적힌 낸 시각을 읽을 수 없어서 걷지 않았어요.")
    if moment > datetime.now(UTC).replace(tzinfo=None) + _AHEAD:
        raise NotTaken("이름에 적힌 낸 시각이 아직 오지 않은 때라서 걷지 않았어요.")
    return Name(learner=learner, unit=unit, moment=moment, time=rest[0])


def newest(inbound: Path) -> dict[str, dict[str, tuple[datetime, Path]]]:
    """By unit and learner when (naive UTC) and in which folder something was handed in last.

    What is no submission is passed over. Raises OSError when ``inbound`` cannot be read.
    """
    found: dict[str, dict[str, tuple[datetime, Path]]] = {}
    for place in sorted(inbound.iterdir()) if inbound.exists() else ():
        try:
            name = read_name(place.name)
            if not stat.S_ISDIR(os.lstat(place).st_mode):
                continue
        except (NotTaken, OSError):
            continue
        learners = found.setdefault(name.unit, {})
        last = learners.get(name.learner, (name.moment, place))
        learners[name.learner] = max(last, (name.moment, place))
    return found
