"""The seeded generators of the data package. Run as `python -m make [TABLE…]` in `datasets/`."""
