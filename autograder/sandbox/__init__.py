"""Keeps learner code away from everything but its own working folder."""
