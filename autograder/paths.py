"""Where everything is: the repository's courses, and the one folder that a running course writes.

The only module that knows folder names.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import CourseError, reason

REPOSITORY = Path(__file__).resolve().parent.parent
# An installed wheel has no repository around it; the Hub's server mode names a copy.
CURRICULUM = Path(os.environ.get("JUNGGU_CURRICULUM", REPOSITORY / "curriculum"))
DATASETS = REPOSITORY / "datasets"
DEPLOY = REPOSITORY / "deploy"

# Course id → the folder of its track in the repository.
TRACKS = {
    "officials": REPOSITORY / "officials_track",
    "residents": REPOSITORY / "residents_track",
}

DEFAULT_HOME = ".junggu"
# What a home holds, to tell it from any other folder.
_OURS = {"hub", "courses", "exchange", "users", "lab", "roster.csv"}


@dataclass(frozen=True)
class Home:
    """The one folder that holds a running course; removing it resets everything."""

    root: Path

    @classmethod
    def at(cls, folder: str | Path = DEFAULT_HOME) -> "Home":
        return cls(Path(folder).expanduser().resolve())

    def require_ours(self) -> None:
        """Raise CourseError when the folder holds somebody's other things."""
        try:
            names = set(os.listdir(self.root))
        except FileNotFoundError:
            return
        except OSError as error:
            raise CourseError(
                f"{self.root} 폴더를 쓸 수 없어요({reason(error)}). "
                "--home으로 다른 곳을 정해 주세요."
            ) from error
        if names and not names & _OURS:
            raise CourseError(
                f"{self.root} 폴더에는 다른 것이 들어 있어요. "
                "빈 폴더나 새 폴더를 --home으로 정해 주세요."
            )

    def course(self, course: str) -> Path:
        """The nbgrader course folder of ``course``."""
        return self.root / "courses" / course

    @property
    def exchange(self) -> Path:
        return self.root / "exchange"

    @property
    def roster(self) -> Path:
        return self.root / "roster.csv"

    @property
    def hub(self) -> Path:
        """What the Hub itself keeps: database, cookie secret, accounts, logs, pids."""
        return self.root / "hub"

    @property
    def tryout(self) -> Path:
        """The units that visitors without an account may try."""
        return self.root / "try" / "units"

    @property
    def public(self) -> Path:
        """What the system users of server mode may read; there is none in demo mode."""
        return self.root / "public"

    @property
    def users(self) -> Path:
        """Home folders of the learners and instructors in demo mode."""
        return self.root / "users"
