"""A learner's desk on the Hub: all through nbgrader's own exchange."""

import filecmp
import logging
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from jupyter_core.paths import jupyter_config_path
from nbgrader.apps import NbGrader
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeError, ExchangeFactory
from nbgrader.utils import parse_utc
from traitlets.config import Config

from autograder.home.catalogue import (
    Catalogue,
    CatalogueMissing,
    UnitCard,
    read_catalogue,
    write_catalogue,
)
from autograder.home.desk import ANSWERS, Desk, DeskError, last_change, read_feedback
from autograder.home.work import Work

_log = logging.getLogger(__name__)
_exchange_log = logging.getLogger(f"{__name__}.exchange")
_exchange_log.setLevel(logging.ERROR)
_NOT_THERE = (
    "과제를 주고받는 곳에 이어지지 않아요. 한 것은 그대로 있어요. "
    "잠시 뒤에 다시 해 보고, 그래도 안 되면 강사에게 알려 주세요."
)
_NOT_BEGUN = "아직 시작하지 않은 단원이에요. 내 학습에서 ‘시작하기’를 먼저 눌러 주세요."
# In the learner's files: the course as it was last seen, for when the exchange is away.
_KEPT = ".junggu"


class HubDesk(Desk):
    """Fetches, submits and takes feedback as nbgrader's own panels in Lab do."""

    def __init__(self, *, course: str, audience: str, files: Path) -> None:
        super().__init__(course=course, files=files)
        self._audience = audience
        self._seen: Catalogue | None = None
        self._copy = files / _KEPT / course
        self.large = audience == "senior"
        app = NbGrader()
        app.config_file_paths.append(jupyter_config_path())
        app.load_config_file()
        self._config = app.config

    @property
    def _exchange(self) -> Path:
        return Path(self._config.Exchange.root)

    @property
    def _away(self) -> bool:
        return not self._exchange.is_dir()

    @property
    def trouble(self) -> str:
        return _NOT_THERE if self._away else ""

    def catalogue(self) -> Catalogue:
        away = self._away
        try:
            whole = read_catalogue(self._copy if away else self._exchange / self.course)
        except CatalogueMissing as error:
            raise DeskError(_NOT_THERE if away else str(error)) from error
        if not away and whole != self._seen:
            self._keep(whole)
        mine = tuple(u for u in whole.units if self._audience in ("", u.audience))
        return Catalogue(course=whole.course, title=whole.title, units=mine)

    def _keep(self, whole: Catalogue) -> None:
        self._seen = whole
        try:
            self._copy.mkdir(parents=True, exist_ok=True)
            write_catalogue(whole, folder=self._copy)
        except OSError as error:
            _log.warning("the course is not remembered: %s", error)

    def folder(self, unit: UnitCard) -> Path:
        return self.files / self.course / unit.code

    def works(self) -> list[Work]:
        """Every unit; while the exchange is away those that were fetched before."""
        catalogue = self.catalogue()
        submitted = {entry["assignment_id"]: entry["submissions"] for entry in self._submitted()}
        works = [self._work(unit, submitted.get(unit.code, [])) for unit in catalogue.units]
        return [work for work in works if work.fetched] if self._away else works

    def fetch(self, unit: UnitCard) -> None:
        if not _fetched(self.folder(unit)):
            step = self._step("FetchAssignment", unit.code)
            # Feedback, or what else is left of a unit, may be there without its notebooks.
            step.replace_missing_files = True
            with _explained():
                step.start()

    def begun(self, unit: UnitCard) -> bool:
        mine = self.folder(unit) / "exercise.ipynb"
        handed_out = self._exchange / self.course / "outbound" / unit.code / mine.name
        if (self.folder(unit) / ANSWERS).exists() or not handed_out.is_file():
            return True
        return not (mine.is_file() and filecmp.cmp(mine, handed_out, shallow=False))

    def submit(self, unit: UnitCard) -> datetime:
        if not _fetched(self.folder(unit)):
            raise DeskError(_NOT_BEGUN)
        step = self._step("Submit", unit.code)
        with _explained():
            step.start()
        return parse_utc(step.timestamp)

    def _work(self, unit: UnitCard, submissions: list[dict]) -> Work:
        folder = self.folder(unit)
        moments = tuple(parse_utc(entry["timestamp"]) for entry in submissions)
        if any(map(_new_feedback, submissions)):
            with _explained():
                self._step("FetchFeedback", unit.code).start()
        pages = {
            moment: folder / "feedback" / entry["timestamp"] / "exercise.html"
            for moment, entry in zip(moments, submissions, strict=True)
        }
        returned = max((moment for moment, page in pages.items() if page.is_file()), default=None)
        feedback = read_feedback(pages[returned], of=returned) if returned else None
        return Work(
            unit=unit,
            folder=folder,
            fetched=_fetched(folder),
            submissions=moments,
            changed=last_change(folder),
            feedback=feedback,
        )

    def _submitted(self) -> list[dict]:
        step = self._step("List", "")
        step.cached = True
        if self._away:
            # What was handed in is listed from the learner's own files; nbgrader only wants some
            # folder in which to look for feedback.
            step.root = str(self.files)
        with _explained():
            return step.start()

    def _step(self, name: str, unit: str):
        """One of nbgrader's exchange steps on this learner's files."""
        config = Config(self._config)
        config.CourseDirectory.course_id = self.course
        config.CourseDirectory.assignment_id = unit
        config.Exchange.assignment_dir = str(self.files)
        step = getattr(ExchangeFactory(config=config), name)(
            coursedir=CourseDirectory(config=config),
            authenticator=Authenticator(config=config),
            config=config,
        )
        # Else what nbgrader says of each step fills the server's log.
        step.log = _exchange_log
        return step


def _fetched(folder: Path) -> bool:
    return (folder / "exercise.ipynb").is_file()


def _new_feedback(submission: dict) -> bool:
    """Whether the exchange has feedback for a submission that is not in the learner's folder."""
    here = submission["has_local_feedback"] and not submission["feedback_updated"]
    return submission["has_exchange_feedback"] and not here


@contextmanager
def _explained():
    """Turn what nbgrader and the file system say into one sentence for the learner."""
    try:
        yield
    except (ExchangeError, OSError) as error:
        _log.warning("exchange step failed: %s", error)
        raise DeskError(_NOT_THERE) from error
