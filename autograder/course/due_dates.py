"""A due date that formgrader saves reaches learners at once.

A server extension of an instructor's server, in front of formgrader's own route as
``autograder.grading.button`` is.
"""

from pathlib import Path

from nbgrader.server_extensions.formgrader.apihandlers import AssignmentHandler

from autograder.course.catalogue import publish
from autograder.routes import put_in_front

_ROUTE = r"/formgrader/api/assignment/([^/]+)"


class TellingHandler(AssignmentHandler):
    """Saves what formgrader's page sends, as it does itself, and tells learners."""

    def put(self, assignment: str) -> None:
        super().put(assignment)
        publish(Path(self.coursedir.root))


def _jupyter_server_extension_points() -> list[dict]:
    return [{"module": "autograder.course.due_dates"}]


def _load_jupyter_server_extension(server) -> None:
    put_in_front(server, route=_ROUTE, handler=TellingHandler)
