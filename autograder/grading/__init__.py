"""Grading a course: plan, run, record, show."""

from autograder.grading.engine import Engine, engine
from autograder.grading.report import Change, GradingReport, Line
from autograder.grading.run import grade, run_notebook

__all__ = ["Change", "Engine", "GradingReport", "Line", "engine", "grade", "run_notebook"]
