"""The one place that talks to nbgrader: its API objects and its gradebook."""

import logging
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import CalledProcessError

from nbgrader.api import Gradebook, SubmittedAssignment
from nbgrader.apps import NbGraderAPI
from sqlalchemy import make_url
from sqlalchemy.exc import SAWarning, SQLAlchemyError
from traitlets import default
from traitlets.config import Config, PyFileConfigLoader

from autograder.errors import CourseError

# nbgrader under SQLAlchemy 2.1 says this on every submission; the gradebook comes out right
# (a test reads it back).
warnings.filterwarnings("ignore", message=".*not in session.*", category=SAWarning)


_unread = logging.getLogger("autograder.nbgrader")
_unread.setLevel(logging.INFO)
_unread.propagate = False
_unread.addHandler(logging.NullHandler())


def course_config(folder: Path) -> Config:
    """The settings of the course folder, as nbgrader itself would load them.

    Raises CourseError when ``folder`` is no course folder or its settings cannot be read.
    """
    path = folder / "nbgrader_config.py"
    if not path.is_file():
        raise CourseError(
            f"{folder} 폴더는 과정 폴더가 아니에요(nbgrader_config.py가 없어요). "
            "먼저 ‘junggu release’나 ‘make hub’로 과정을 만들어 주세요."
        )
    try:
        return PyFileConfigLoader(path.name, path=str(folder)).load_config()
    except Exception as error:  # a settings file is Python: anything can go wrong in it
        raise CourseError(f"{path} 파일에 오류가 있어요: {error}") from error


def put_tools_on_path() -> None:
    """nbgrader calls the ``alembic`` command of this environment when it makes a gradebook."""
    tools = str(Path(sys.executable).parent)
    if tools not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([tools, os.environ.get("PATH", "")])


class _QuietAPI(NbGraderAPI):
    """Has a log of its own from the start: nbgrader lists the exchange in English while it is made,
    in the log of whatever program runs it."""

    @default("log")
    def _nobody_reads(self) -> logging.Logger:
        return _unread


def open_api(folder: Path, *, config: Config | None = None) -> NbGraderAPI:
    """nbgrader's high-level API on a course folder, quiet: it reports by return values.

    ``config`` stands in for the folder's own settings.
    """
    put_tools_on_path()
    return _QuietAPI(config=config or course_config(folder))


def gradebook_url(folder: Path) -> str:
    """The database of the course: SQLite in the folder unless its settings say another."""
    config = course_config(folder)
    return config.CourseDirectory.get("db_url") or f"sqlite:///{folder / 'gradebook.db'}"


@contextmanager
def open_gradebook(folder: Path) -> Iterator[Gradebook]:
    """The course's gradebook, closed at the end; made when there is none.

    Raises CourseError when the database is damaged, held by another program or cannot be written.
    """
    put_tools_on_path()
    config = course_config(folder)
    url = gradebook_url(folder)
    try:
        with Gradebook(url, config.CourseDirectory.course_id) as gradebook:
            yield gradebook
    except (SQLAlchemyError, CalledProcessError) as error:
        raise CourseError(unusable(url, error)) from error


def unusable(url: str, error: Exception) -> str:
    """Why the gradebook at ``url`` could not be read or written, and what to do; Korean."""
    place = make_url(url)
    where = place.database if place.get_backend_name() == "sqlite" else place.render_as_string()
    if "locked" in str(error):
        return f"성적부 {where} 파일을 다른 프로그램이 쓰고 있어요. 잠시 뒤에 다시 해 주세요."
    if "disk is full" in str(error) or "No space left" in str(error):
        return f"성적부 {where} 파일을 쓸 디스크가 가득 찼어요. 비운 뒤 다시 해 주세요."
    return (
        f"성적부 {where} 파일을 읽거나 쓰지 못했어요({type(error).__name__}). 디스크와 권한을 먼저 "
        "봐 주세요. 파일이 깨졌으면 백업을 되돌려 놓아요. 백업이 없으면 이 파일만 다른 이름으로 "
        "옮기고 다시 배포하고 채점해요. 낸 것은 남아 있지만 손으로 준 점수는 없어져요."
    )


def waiting_points(submission: SubmittedAssignment) -> float:
    """Full points of what a person has yet to read in a submission, so far counted as 0."""
    return float(
        sum(
            grade.max_score
            for notebook in submission.notebooks
            for grade in notebook.grades
            if grade.needs_manual_grade
        )
    )
