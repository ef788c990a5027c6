"""nbgrader's settings when this track itself is used as the course folder."""

from pathlib import Path

from autograder.course.settings import configure_grader

root = Path(__file__).resolve().parent
c = get_config()  # noqa: F821
configure_grader(c, course="residents", root=root, exchange=root.parent / ".junggu" / "exchange")
