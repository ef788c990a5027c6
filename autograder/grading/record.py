"""Writing results: one writer, one transaction a submission, the folder put in place by rename.

Order: forget the state, commit the gradebook, swap the folder, remember the state. Killed at
any point, the next run finds no state for the submission and does it again with the same end.
"""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath

from nbgrader.api import (
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy.exc import SQLAlchemyError
from traitlets.config import Config

from autograder.course.handed_in import SECRET, TIMESTAMP, read_folder
from autograder.course.nbgrader_api import unusable, waiting_points
from autograder.course.timestamps import submission_time
from autograder.errors import CourseError, reason
from autograder.folders import remove
from autograder.grading.model import Files, NotebookResult, Result
from autograder.whole import put_whole, write_whole

_STATE = ".junggu-grading"
_READ_ONLY = 0o444
# Where nbgrader says "No response."; formgrader shows it to the instructor.
_UNANSWERED = "아직 답을 쓰지 않았어요."

# What nbgrader and an instructor may find beside the notebooks. formgrader serves all that lies
# there as part of itself, and nbgrader releases every page as feedback: nothing that could run.
_PLAIN = {".txt", ".csv", ".tsv", ".json", ".xlsx", ".png", ".jpg", ".jpeg", ".gif"}


@contextlib.contextmanager
def only_writer(course: Path) -> Iterator[None]:
    """Hold the course's grading lock. Raises CourseError when another run holds it."""
    with open(course / ".junggu-grading.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CourseError(
                "이 과정을 지금 다른 곳에서 채점하고 있어요. 끝난 뒤에 다시 해 주세요."
            ) from error
        yield


class Recorder:
    """The one writer of a course's gradebook and autograded folder."""

    def __init__(self, *, gradebook: Gradebook, coursedir: CourseDirectory, config: Config) -> None:
        self._gradebook = gradebook
        self._coursedir = coursedir
        # nbgrader's API commits at each step; a submission is to be one transaction.
        self._commit = gradebook.db.commit
        gradebook.db.commit = gradebook.db.flush
        self._late = AssignLatePenalties(config=config)
        self._late.init_plugin()
        self._root = Path(coursedir.format_path(coursedir.autograded_directory, ".", "."))
        self._root.mkdir(parents=True, exist_ok=True)
        for left in self._root.glob(".junggu-*"):
            remove(left)

    def close(self) -> None:
        """Give the gradebook back as it was."""
        self._gradebook.db.commit = self._commit

    def known(self, assignment: str, student: str) -> str:
        """The digest of what is recorded for a submission; empty when nothing (whole) is."""
        if not self._folder(assignment, student).is_dir():
            return ""
        try:
            state = json.loads(self._state(assignment, student).read_text("utf-8"))
            return str(state["digest"])
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    def record(self, result: Result, *, submitted: Path) -> tuple[float, float, float]:
        """Record one result; return points, full points, and those a person has yet to give.

        ``submitted`` is the folder that was handed in. Raises CourseError when the database or
        the disk refuses: the next run does it again.
        """
        try:
            return self._record(result, submitted)
        except SQLAlchemyError as error:
            raise CourseError(unusable(self._coursedir.db_url, error)) from error
        except OSError as error:
            place = error.filename or self._root
            raise CourseError(f"{place}에 적지 못했어요({reason(error)}).") from error

    def _record(self, result: Result, submitted: Path) -> tuple[float, float, float]:
        state = self._state(result.assignment, result.student)
        state.unlink(missing_ok=True)
        try:
            points = self._enter(result, submitted)
            self._commit()
        except BaseException:
            self._gradebook.db.rollback()
            raise
        self._put(result, submitted)
        state.parent.mkdir(parents=True, exist_ok=True)
        told = {
            "digest": result.digest,
            "tier": result.tier,
            "repairs": list(result.repairs),
            "stops": list(result.stops),
            "refused": result.refused,
        }
        write_whole(state, json.dumps(told, ensure_ascii=False, indent=1))
        return points

    def _enter(self, result: Result, submitted: Path) -> tuple[float, float, float]:
        gradebook = self._gradebook
        gradebook.update_or_create_student(result.student)
        # None for a time that is not known: nbgrader gives feedback where it is the folder's.
        moment = submission_time(submitted)
        same = moment is not None and moment == self._graded(result)
        submission = gradebook.update_or_create_submission(
            result.assignment, result.student, timestamp=moment
        )
        notebooks = {notebook.name: notebook for notebook in submission.notebooks}
        for graded in result.notebooks:
            self._enter_notebook(notebooks[graded.name], graded, same=same)
        gradebook.db.flush()
        for row in notebooks.values():
            self._penalize(row, submission, result.student)
        gradebook.db.flush()
        return float(submission.score), float(submission.max_score), waiting_points(submission)

    def _graded(self, result: Result) -> datetime | None:
        """When that was handed in which the gradebook has the points of."""
        try:
            return self._gradebook.find_submission(result.assignment, result.student).timestamp
        except MissingEntry:
            return None

    def _enter_notebook(
        self, row: SubmittedNotebook, graded: NotebookResult, *, same: bool
    ) -> None:
        """``same``: this very work was graded before, so that what a person read stays read."""
        grades: dict[str, Grade] = {grade.name: grade for grade in row.grades}
        comments: dict[str, Comment] = {comment.name: comment for comment in row.comments}
        for name, points in graded.scores.points.items():
            grade = grades[name]
            judged = grade.manual_score is not None
            read = same and judged and not grade.needs_manual_grade and grade.auto_score == points
            grade.auto_score = points
            grade.needs_manual_grade = graded.handed_in and not read and (judged or points is None)
        for name, unanswered in graded.scores.unanswered.items():
            comments[name].auto_comment = _UNANSWERED if unanswered else None

    def _penalize(
        self, row: SubmittedNotebook, submission: SubmittedAssignment, student: str
    ) -> None:
        """As nbgrader's AssignLatePenalties does."""
        row.late_submission_penalty = None
        late = submission.total_seconds_late
        if late > 0:
            penalty = self._late.plugin_inst.late_submission_penalty(student, row.score, late)
            if penalty is not None:
                row.late_submission_penalty = self._late._check_late_penalty(row, penalty)

    def _put(self, result: Result, submitted: Path) -> None:
        """Swap the autograded folder for a fresh one."""
        target = self._folder(result.assignment, result.student)
        fresh = self._root / f".junggu-new-{os.getpid()}"
        remove(fresh)
        fresh.mkdir()
        for graded in result.notebooks:
            (fresh / f"{graded.name}.ipynb").write_text(graded.notebook, encoding="utf-8")
        for name, content in _kept(submitted).items():
            copy = fresh / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(content)
        for path in fresh.rglob("*"):
            if path.is_file():
                path.chmod(_READ_ONLY)
        put_whole(fresh, target)

    def _folder(self, assignment: str, student: str) -> Path:
        coursedir = self._coursedir
        return Path(coursedir.format_path(coursedir.autograded_directory, student, assignment))

    def _state(self, assignment: str, student: str) -> Path:
        return Path(self._coursedir.root) / _STATE / assignment / f"{student}.json"


def _kept(submitted: Path) -> Files:
    """The learner's files that go to the autograded folder, time and secret always among them."""
    files = read_folder(submitted.resolve()).files
    kept = {
        path: content
        for path, content in files.items()
        if PurePosixPath(path).suffix.lower() in _PLAIN
        and not path.split("/")[0].endswith(".ipynb")
    }
    # Releasing feedback looks for both.
    return ({TIMESTAMP: b""} if SECRET in kept else {}) | kept
