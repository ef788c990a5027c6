"""Voilà on a person's own server: units without code."""

from autograder.home.voila import configure_voila

configure_voila(get_config())  # noqa: F821
