"""Grading a course: plan, run, record, show."""
