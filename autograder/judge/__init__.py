"""Runs test cells in a process that never ran learner code."""
