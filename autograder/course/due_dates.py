"""A due date that formgrader saves reaches learners at once.

A server extension of an instructor's server, in front of formgrader's own route as
``autograder.grading.button`` is.
"""

from pathlib import Path

from jupyter_server.utils import url_path_join
from nbgrader.server_extensions.formgrader.apihandlers import AssignmentHandler

from autograder.course.catalogue import publish

_ROUTE = r"/formgrader/api/assignment/([^/]+)"


class TellingHandler(AssignmentHandler):
    """Saves what formgrader's page sends, as it does itself, and tells learners."""

    def put(self, assignment: str) -> None:
        super().put(assignment)
        publish(Path(self.coursedir.root))


def _jupyter_server_extension_points() -> list[dict]:
    return [{"module": "autograder.course.due_dates"}]


def _load_jupyter_server_extension(server) -> None:
    application = server.web_app
    route = url_path_join(application.settings["base_url"], _ROUTE)
    application.add_handlers(".*$", [(route, TellingHandler)])
