"""내 학습 of those who teach: how far a course is, served by the course's own grading server.

An extension of that server alone: only it may read the gradebook and what was handed in. All
through nbgrader's API; grading itself is done in formgrader, to which the page links.
"""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jupyter_server.utils import url_path_join
from nbgrader.apps import NbGraderAPI
from nbgrader.utils import notebook_hash, parse_utc
from tornado import web

from autograder.course import inbound
from autograder.course.handed_in import SECRET, small_file
from autograder.course.nbgrader_api import open_api
from autograder.errors import CourseError, reason
from autograder.home import STATIC
from autograder.home.desk import DeskError
from autograder.home.handlers import Page, Static
from autograder.syllabus import read_syllabus


@dataclass(frozen=True, kw_only=True)
class UnitProgress:
    """How far the learners and graders of one unit are; numbers are learners.

    Of those who ``handed_in``, ``graded`` have points for their newest submission, ``by_hand``
    wait for a person's points too, and ``returned`` can read their feedback; of these ``unread``
    were given it before a person had read all.
    """

    code: str
    title: str
    released: bool
    due: datetime | None
    handed_in: int
    graded: int
    by_hand: int
    returned: int
    unread: int

    @property
    def waiting(self) -> int:
        return self.handed_in - self.graded - self.by_hand


@dataclass(frozen=True, kw_only=True)
class CourseProgress:
    title: str
    learners: int
    units: tuple[UnitProgress, ...]


def course_progress(folder: Path) -> CourseProgress:
    """Read the state of the course ``folder``; raises CourseError when it cannot be read."""
    api = open_api(folder)
    course = api.coursedir.course_id
    handed_in = _handed_in(api)
    syllabus = read_syllabus()
    known = {assignment["name"]: assignment for assignment in api.get_assignments()}
    units = tuple(
        _unit(api, unit.title, known[unit.code], handed_in.get(unit.code, {}))
        for unit in syllabus.of(course)
        if unit.code in known
    )
    return CourseProgress(
        title=syllabus.track(course).title, learners=len(api.get_students()), units=units
    )


@dataclass(frozen=True, kw_only=True)
class _HandedIn:
    moment: datetime  # naive UTC
    returned: bool  # its feedback is there to be fetched


def _handed_in(api: NbGraderAPI) -> dict[str, dict[str, _HandedIn]]:
    """The newest submission of each unit and learner in the exchange.

    Not by nbgrader's own list, which any folder that a learner puts there would stop.
    """
    exchange = Path(api.config.Exchange.root)
    course = exchange / api.coursedir.course_id
    try:
        exchange.stat()
        found = inbound.newest(course / "inbound")
    except OSError as error:
        raise CourseError(
            f"과제를 주고받는 곳을 읽지 못했어요({reason(error)}): {exchange}"
        ) from error
    return {
        unit: {
            learner: _HandedIn(moment=moment, returned=_returned(folder, course / "feedback"))
            for learner, (moment, folder) in learners.items()
        }
        for unit, learners in found.items()
    }


def _returned(folder: Path, feedback: Path) -> bool:
    """Whether the feedback of a submission is where nbgrader puts it, by the folder's secret."""
    secret = (small_file(folder / SECRET) or b"").decode("utf-8", "replace")
    if not secret:
        return False
    page = notebook_hash(secret=secret, notebook_id="exercise")
    return (feedback / f"{page}.html").is_file()


def _unit(
    api: NbGraderAPI, title: str, assignment: dict, handed_in: dict[str, _HandedIn]
) -> UnitProgress:
    code = assignment["name"]
    graded = {entry["student"]: entry for entry in api.get_submissions(code) if entry["autograded"]}
    up_to_date = [
        entry
        for learner, entry in graded.items()
        if learner not in handed_in or not _newer(handed_in[learner], entry)
    ]
    open_texts = {entry["student"] for entry in up_to_date if entry["needs_manual_grade"]}
    returned = {who for who, entry in handed_in.items() if entry.returned}
    by_hand = len(open_texts)
    due = assignment["duedate"]
    return UnitProgress(
        code=code,
        title=title,
        released=assignment["status"] == "released",
        due=datetime.fromisoformat(due) if isinstance(due, str) else due,
        handed_in=len(handed_in.keys() | graded.keys()),
        graded=len(up_to_date) - by_hand,
        by_hand=by_hand,
        returned=len(returned),
        unread=len(returned & open_texts),
    )


def _newer(submission: _HandedIn, graded: dict) -> bool:
    """Whether something was handed in after what was graded."""
    if not graded["timestamp"]:
        return False
    return submission.moment > parse_utc(graded["timestamp"])


class Teaching(Page):
    @web.authenticated
    def get(self) -> None:
        try:
            course = course_progress(self.settings["junggu_files"])
        except CourseError as error:
            raise DeskError(str(error)) from error
        self.show(
            "teaching.html",
            course=course,
            formgrader=self.way("lab?formgrader=true"),
            of_unit=lambda code: self.way("formgrader/manage_submissions", code),
        )


def _jupyter_server_extension_points() -> list[dict]:
    return [{"module": "autograder.home.teaching"}]


def _load_jupyter_server_extension(server) -> None:
    """Serve the page under ``/junggu`` of the course's grading server."""
    settings = server.web_app.settings
    settings["junggu_files"] = Path(server.root_dir)
    settings["junggu_desks"] = {}
    hub = os.environ.get("JUPYTERHUB_BASE_URL")
    settings["junggu_hub_home"] = f"{hub}hub/home" if hub else ""
    base = settings["base_url"]
    routes = [
        (url_path_join(base, "junggu/?"), Teaching, {}),
        (url_path_join(base, "junggu/static/(.*)"), Static, {"path": str(STATIC)}),
    ]
    server.web_app.add_handlers(".*$", routes)
