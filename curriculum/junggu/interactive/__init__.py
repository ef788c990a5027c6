"""Interactives of the lessons, and the parts that they are made of."""
