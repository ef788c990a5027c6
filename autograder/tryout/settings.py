"""What one start of the visitors' server is: decided by the Hub, read by the server's process."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from autograder.errors import CourseError

# Under the Hub's own address.
PREFIX = "/try/"
# The service of the Hub, and in server mode the system user that it runs as.
VISITORS = "junggu-visitors"

PLACES = 20
IDLE_SECONDS = 20 * 60

_VARIABLE = "JUNGGU_TRY"


@dataclass(frozen=True, kw_only=True)
class TrySettings:
    """``units`` are codes of units without code, ``folder`` holds their learner's versions.

    ``visitors`` have a place at one time; a place is free again after ``idle_seconds`` without a
    click. ``sandbox`` names a tier, None takes the best one of the machine. ``port`` is on
    127.0.0.1.
    """

    units: tuple[str, ...]
    folder: str
    port: int = 0
    visitors: int = PLACES
    idle_seconds: float = IDLE_SECONDS
    sandbox: str | None = None

    @property
    def place(self) -> Path:
        return Path(self.folder)

    @classmethod
    def of(cls, data: dict) -> "TrySettings":
        """The settings from plain JSON; raises TypeError for an unknown or missing field."""
        return cls(**(data | {"units": tuple(data["units"])}))

    def environment(self) -> dict[str, str]:
        """The variable that tells them to the server."""
        return {_VARIABLE: json.dumps(asdict(self))}


def read_environment() -> TrySettings:
    """The settings of this process; raises CourseError when the Hub has not given any."""
    try:
        return TrySettings.of(json.loads(os.environ[_VARIABLE]))
    except (KeyError, ValueError, TypeError) as error:
        raise CourseError("체험 설정을 읽지 못했어요. ‘junggu hub --try’로 켜 주세요.") from error
