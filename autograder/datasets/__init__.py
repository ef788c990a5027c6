"""The shared data package: what is in it, whether it is sound, and a picture of each table.

Everything said of a table comes from `datasets/datapackage.json`; no table is known by name.
"""

from autograder.datasets.checking import Fault, check_datasets
from autograder.datasets.drawing import Preview, draw_preview
from autograder.datasets.gallery import write_gallery
from autograder.datasets.package import KINDS, Dataset, list_datasets, read_card
from autograder.datasets.samples import Sample, sample_texts

__all__ = [
    "KINDS",
    "Dataset",
    "Fault",
    "Preview",
    "Sample",
    "check_datasets",
    "draw_preview",
    "list_datasets",
    "read_card",
    "sample_texts",
    "write_gallery",
]
