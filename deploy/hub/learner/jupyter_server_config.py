"""A person's own server."""

from autograder.hub.servers import configure_learner_server

configure_learner_server(get_config())  # noqa: F821
