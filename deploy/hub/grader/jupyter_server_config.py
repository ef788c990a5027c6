"""The formgrader service of a course."""

from autograder.hub.servers import configure_grader_server

configure_grader_server(get_config())  # noqa: F821
