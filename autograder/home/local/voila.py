"""Voilà on a learner's own server without a Hub: units without code."""

from autograder.home.voila import configure_voila

configure_voila(get_config())  # noqa: F821
