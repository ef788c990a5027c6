"""A running nbgrader course: its settings, its folder, and the four steps of a unit."""
