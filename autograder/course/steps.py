"""The steps of a unit beside grading, on top of nbgrader's own: release, collect, feedback.

Each takes a prepared course folder and returns one :class:`Outcome` a unit or submission; what
goes wrong with one never keeps the others from being done.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from nbgrader.api import MissingEntry
from nbgrader.apps import NbGraderAPI
from nbgrader.utils import capture_log, temp_attrs

from autograder.course.handed_in import SECRET
from autograder.course.nbgrader_api import open_api, open_gradebook, waiting_points
from autograder.course.settings import LOCAL_TIME
from autograder.course.timestamps import set_aside_unreadable_time, submission_time
from autograder.errors import CourseError, reason

Progress = Callable[[str], None]

_YEARS = range(2000, 2101)
_DATE_ALONE = re.compile(r"\d{4}-?\d{2}-?\d{2}|\d{4}-?W\d{2}(-?\d)?")
# nbgrader's own exception only points back to the one before it.
_RAISED = re.compile(
    r"^ *(?:\w+\.)*(?!NbGraderException)(\w+(?:Error|Exception): .+)$", re.MULTILINE
)
_DATABASE = {
    "database is locked": "성적부를 다른 프로그램이 쓰고 있어요. 잠시 뒤에 다시 해 주세요.",
    "disk is full": "디스크가 가득 차서 성적부에 적지 못했어요. 비운 뒤 다시 해 주세요.",
}
_NOT_CURRENT = (
    "걷은 것이 채점한 것과 달라요(다시 냈거나 낸 시각이 바뀌었어요). "
    "‘junggu grade’를 한 뒤 다시 돌려주세요."
)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one unit, or of one learner's submission of it.

    ``done`` is False when a person has to look at it; ``says`` is a Korean sentence. Points
    are None where there are none.
    """

    unit: str
    learner: str = ""
    done: bool
    says: str
    points: float | None = None
    full: float | None = None


def _quiet(_: str) -> None:
    pass


def _reason(result: dict) -> str:
    """What kept nbgrader from a step, for the person who must mend it."""
    said = f"{result.get('log', '')}\n{result.get('error', '')}"
    if system := re.findall(r"\[Errno (\d+)\][^:\n]*(?:: '(.*)')?", said):
        number, place = system[-1]
        place = f"{place}: " if place else ""
        return f"{place}{reason(OSError(int(number), ''))}. 그것을 고친 뒤 다시 해 주세요."
    for words, says in _DATABASE.items():
        if words in said:
            return says
    told = _RAISED.findall(said) or re.findall(r"^\[ERROR\] (.+)$", said, re.M) or [said.strip()]
    return f"nbgrader가 멈추었어요: {told[-1]}"


def parse_due(text: str) -> datetime:
    """Read a Korean local time such as ``2026-12-01 18:00``; return naive UTC as nbgrader keeps it.

    A date alone means the end of that day. Raises CourseError for anything else.
    """
    try:
        local = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise CourseError(
            f"기한 ‘{text}’을(를) 읽지 못했어요. ‘2026-12-01 18:00’처럼 한국 시각으로 적어 주세요."
        ) from error
    if local.year not in _YEARS:
        raise CourseError(f"기한 ‘{text}’의 연도를 확인해 주세요.")
    if _DATE_ALONE.fullmatch(text.strip()):
        local = local.replace(hour=23, minute=59)
    if local.tzinfo is None:
        local = local.replace(tzinfo=ZoneInfo(LOCAL_TIME))
    return local.astimezone(UTC).replace(tzinfo=None)


def local_words(moment: datetime | None) -> str:
    """A naive UTC moment of nbgrader in Korean local time, as a person reads it."""
    if moment is None:
        return ""
    local = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(LOCAL_TIME))
    return f"{local:%Y-%m-%d %H:%M}"


def released(folder: Path) -> set[str]:
    """The units of the course ``folder`` that have been made for learners."""
    with open_gradebook(folder) as gradebook:
        return {assignment.name for assignment in gradebook.assignments}


def release(
    *,
    folder: Path,
    units: Iterable[str],
    due: datetime | None = None,
    remove_due: bool = False,
    progress: Progress = _quiet,
) -> list[Outcome]:
    """Make the learners' version of each unit and put it into the exchange.

    ``due`` (naive UTC) becomes the deadline of all of them; None leaves it as it is unless
    ``remove_due`` takes it away.
    """
    api = open_api(folder)
    # Releasing again is how a mended unit reaches learners.
    api.config.ExchangeReleaseAssignment.force = True
    outcomes = []
    for unit in units:
        progress(unit)
        result = api.generate_assignment(unit, force=True)
        if result["success"] and (due is not None or remove_due):
            with open_gradebook(folder) as gradebook:
                gradebook.update_or_create_assignment(unit, duedate=due)
        if result["success"]:
            result = api.release_assignment(unit)
        if not result["success"]:
            outcomes.append(Outcome(unit=unit, done=False, says=_reason(result)))
            continue
        deadline = _deadline(folder, unit)
        until = f" 기한: {local_words(deadline)}" if deadline else ""
        outcomes.append(Outcome(unit=unit, done=True, says=f"배포했어요.{until}"))
    return outcomes


def collect(*, folder: Path, units: Iterable[str], progress: Progress = _quiet) -> list[Outcome]:
    """Take the newest submission of every learner out of the exchange.

    What could not be taken, and what was taken with parts left out, has an outcome of its own.
    """
    api = open_api(folder)
    outcomes = []
    for unit in units:
        progress(unit)
        before = _submitted(api, unit)
        result, remarks = _collect(api, unit)
        if not result["success"]:
            outcomes.append(Outcome(unit=unit, done=False, says=_reason(result)))
            continue
        after = _submitted(api, unit)
        deadline = _deadline(folder, unit)
        outcomes += [
            Outcome(unit=unit, learner=remark.learner, done=False, says=remark.says)
            for remark in remarks
        ]
        for learner, moment in sorted(after.items()):
            says = "새로 걷었어요." if learner not in before else "고쳐 낸 것을 걷었어요."
            if before.get(learner) == moment and learner in before:
                says = "이미 걷은 것과 같아요."
            if deadline and moment and moment > deadline:
                says += " 기한이 지나서 냈어요."
            when = f" ({local_words(moment)})" if moment else ""
            outcomes.append(Outcome(unit=unit, learner=learner, done=True, says=says + when))
        if not after:
            outcomes.append(Outcome(unit=unit, done=True, says="아직 낸 사람이 없어요."))
    return outcomes


def _collect(api: NbGraderAPI, unit: str) -> tuple[dict, list]:
    """Collect as nbgrader's API does; return its answer and what was remarked on the way."""
    with temp_attrs(api.coursedir, assignment_id=unit):
        app = api.exchange.Collect(
            coursedir=api.coursedir, authenticator=api.authenticator, parent=api
        )
        app.update = True
        result = capture_log(app)
    # An exchange that a site put in the place of ours has none.
    return result, getattr(app, "remarks", [])


def feedback(*, folder: Path, units: Iterable[str], progress: Progress = _quiet) -> list[Outcome]:
    """Write each graded submission's feedback and give it back through the exchange.

    Who has been graded and cannot be given feedback now has an outcome that says why.
    """
    api = open_api(folder)
    outcomes = []
    for unit in units:
        learners = _graded(folder, unit)
        current = api.get_autograded_students(unit)
        if not learners:
            outcomes.append(
                Outcome(unit=unit, done=True, says="채점한 것이 없어서 돌려줄 것이 없어요.")
            )
        for learner in learners:
            progress(f"{unit} {learner}")
            says = "" if learner in current else _NOT_CURRENT
            says = says or _give_back(api, unit, learner)
            done = not says
            says = says or "의견을 돌려주었어요."
            points, full, waiting = score_of(folder=folder, unit=unit, learner=learner)
            if done and waiting:
                says += f" {waiting:g}점은 채점 중이라고 적었어요(사람이 볼 것)."
            outcomes.append(
                Outcome(
                    unit=unit,
                    learner=learner,
                    done=done,
                    says=says,
                    points=points,
                    full=full,
                )
            )
    return outcomes


def _give_back(api: NbGraderAPI, unit: str, learner: str) -> str:
    """Write and release one learner's feedback; return what stands in the way, in Korean."""
    result = api.generate_feedback(unit, learner, force=True)
    if not result["success"]:
        return _reason(result)
    pages = Path(api.coursedir.format_path(api.coursedir.feedback_directory, learner, unit))
    if not (pages / SECRET).is_file():
        return (
            "제출함으로 낸 것이 아니라서 돌려줄 곳이 없어요. 이 폴더의 의견을 직접 건네주세요: "
            f"{pages}"
        )
    result = api.release_feedback(unit, learner)
    return "" if result["success"] else _reason(result)


def _graded(folder: Path, unit: str) -> list[str]:
    """Whose submission of ``unit`` the gradebook has, in alphabetical order."""
    with open_gradebook(folder) as gradebook:
        try:
            submissions = gradebook.find_assignment(unit).submissions
        except MissingEntry:
            return []
        return sorted(submission.student.id for submission in submissions)


def score_of(*, folder: Path, unit: str, learner: str) -> tuple[float | None, float | None, float]:
    """Points and full points of one submission in the gradebook, None where there is none.

    The last are the points of what a person has yet to read.
    """
    with open_gradebook(folder) as gradebook:
        try:
            submission = gradebook.find_submission(unit, learner)
            return submission.score, submission.max_score, waiting_points(submission)
        except MissingEntry:
            return None, None, 0


def _submitted(api: NbGraderAPI, unit: str) -> dict[str, datetime | None]:
    """Who handed ``unit`` in, and when (naive UTC; None when the time is not known)."""
    moments = {}
    for learner in api.get_submitted_students(unit):
        path = api.coursedir.format_path(api.coursedir.submitted_directory, learner, unit)
        set_aside_unreadable_time(Path(path))
        moments[learner] = submission_time(Path(path))
    return moments


def _deadline(folder: Path, unit: str) -> datetime | None:
    with open_gradebook(folder) as gradebook:
        try:
            return gradebook.find_assignment(unit).duedate
        except MissingEntry:
            return None
