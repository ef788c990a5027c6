"""A learner's desk on the Hub: all through nbgrader's own exchange."""

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

from autograder.home.catalogue import Catalogue, CatalogueMissing, UnitCard, read_catalogue
from autograder.home.desk import Desk, DeskError, last_change, read_feedback
from autograder.home.work import Work

_log = logging.getLogger(__name__)
_NOT_THERE = (
    "과제를 주고받는 곳에 이어지지 않아요. 한 것은 그대로 있어요. "
    "잠시 뒤에 다시 눌러 보고, 그래도 안 되면 강사에게 알려 주세요."
)


class HubDesk(Desk):
    """Fetches, submits and takes feedback as nbgrader's own panels in Lab do."""

    def __init__(self, *, course: str, audience: str, files: Path) -> None:
        super().__init__(course=course, files=files)
        self._audience = audience
        self.large = audience == "senior"
        app = NbGrader()
        app.config_file_paths.append(jupyter_config_path())
        app.load_config_file()
        self._config = app.config

    @property
    def _exchange(self) -> Path:
        return Path(self._config.Exchange.root)

    def catalogue(self) -> Catalogue:
        if not self._exchange.is_dir():
            raise DeskError(_NOT_THERE)
        try:
            whole = read_catalogue(self._exchange / self.course)
        except CatalogueMissing as error:
            raise DeskError(str(error)) from error
        mine = tuple(u for u in whole.units if self._audience in ("", u.audience))
        return Catalogue(course=whole.course, title=whole.title, units=mine)

    def folder(self, unit: UnitCard) -> Path:
        return self.files / self.course / unit.code

    def works(self) -> list[Work]:
        catalogue = self.catalogue()
        submitted = {entry["assignment_id"]: entry["submissions"] for entry in self._submitted()}
        return [self._work(unit, submitted.get(unit.code, [])) for unit in catalogue.units]

    def fetch(self, unit: UnitCard) -> None:
        if not self.folder(unit).exists():
            with _explained():
                self._step("FetchAssignment", unit.code).start()

    def submit(self, unit: UnitCard) -> datetime:
        step = self._step("Submit", unit.code)
        with _explained():
            step.start()
        return parse_utc(step.timestamp)

    def _work(self, unit: UnitCard, submissions: list[dict]) -> Work:
        folder = self.folder(unit)
        moments = tuple(parse_utc(entry["timestamp"]) for entry in submissions)
        newest = submissions[-1] if submissions else None
        feedback = None
        if newest and newest["has_exchange_feedback"]:
            if not newest["has_local_feedback"] or newest["feedback_updated"]:
                with _explained():
                    self._step("FetchFeedback", unit.code).start()
            page = folder / "feedback" / newest["timestamp"] / "exercise.html"
            feedback = read_feedback(page) if page.is_file() else None
        return Work(
            unit=unit,
            folder=folder,
            fetched=folder.is_dir(),
            submissions=moments,
            changed=last_change(folder),
            feedback=feedback,
        )

    def _submitted(self) -> list[dict]:
        step = self._step("List", "")
        step.cached = True
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
        step.log.setLevel(logging.ERROR)
        return step


@contextmanager
def _explained():
    """Turn what nbgrader and the file system say into one sentence for the learner."""
    try:
        yield
    except (ExchangeError, OSError) as error:
        _log.warning("exchange step failed: %s", error)
        raise DeskError(_NOT_THERE) from error
