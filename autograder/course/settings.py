"""nbgrader's settings, in one place, for graders and for learners.

Called from ``nbgrader_config.py`` files, so that formgrader, the plain ``nbgrader`` command and
``junggu`` read the same values.
"""

from pathlib import Path

from traitlets.config import Config

# Where a person reads a time. In the exchange and the gradebook times are UTC: nbgrader reads
# the abbreviation KST as UTC and would put every submission nine hours late.
LOCAL_TIME = "Asia/Seoul"
LOCAL_FORMAT = "%Y-%m-%d %H:%M (한국 시각)"

CODE_STUB = "# 위의 ... 을 지우고 여기서 이어서 써 보세요."
TEXT_STUB = "여기를 지우고 답을 써 주세요."


def configure_exchange(c: Config, *, exchange: Path) -> None:
    """Set what graders and learners share: where work travels, and its clock."""
    c.Exchange.root = str(exchange)
    c.Exchange.path_includes_course = True
    c.Exchange.timezone = "UTC"


def configure_learner(c: Config, *, exchange: Path, learner: str) -> None:
    """Set a learner's server up; the student id is ``learner``, whatever the Unix user."""
    configure_exchange(c, exchange=exchange)
    c.CourseDirectory.student_id = learner


def configure_grader(c: Config, *, course: str, root: Path, exchange: Path) -> None:
    """Set a course folder up for grading: ``root`` holds source/, release/, gradebook.db…"""
    configure_exchange(c, exchange=exchange)
    c.CourseDirectory.course_id = course
    c.CourseDirectory.root = str(root)
    c.NbGraderAPI.timezone = LOCAL_TIME
    c.NbGraderAPI.timestamp_format = LOCAL_FORMAT
    c.ExchangeFactory.release_assignment = "autograder.course.releasing.ReleaseAndTell"
    c.ExchangeFactory.list = "autograder.course.releasing.ListAndTell"
    c.ExchangeFactory.collect = "autograder.course.collecting.CollectSafely"
    # The Unix owner of a submission is not the learner when servers share one user.
    c.ExchangeCollect.check_owner = _has_system_users(course, root)
    if not c.ExchangeCollect.check_owner:
        c.CollectSafely.roster = str(exchange.parent / "roster.csv")
    c.ClearSolutions.code_stub = {"python": CODE_STUB}
    c.ClearSolutions.text_stub = TEXT_STUB
    # Here, because a learner's server reads this module and needs none of the engine.
    from autograder.feedback import use_feedback
    from autograder.grading.preprocessors import use_engine

    use_engine(c)
    use_feedback(c)


def _has_system_users(course: str, root: Path) -> bool:
    """Whether each learner is a system user: then a course's folder has one, too."""
    try:
        # Here, because a learner's computer may have no such users, as Windows.
        import pwd

        from autograder.hub.isolation import grader
    except ImportError:
        return False
    try:
        return pwd.getpwnam(grader(course)).pw_uid == root.stat().st_uid
    except (KeyError, OSError):
        return False
