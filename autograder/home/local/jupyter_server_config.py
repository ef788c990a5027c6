"""A learner's own server without a Hub."""

from autograder.home.server import configure_local_server

configure_local_server(get_config())  # noqa: F821
