"""nbgrader on a person's own server."""

from autograder.hub.servers import configure_learner_nbgrader

configure_learner_nbgrader(get_config())  # noqa: F821
