"""Errors whose text is one Korean sentence for the person at the keyboard."""


class CourseError(Exception):
    """Something a person can mend: says what, where, and how. Shown without a traceback."""
