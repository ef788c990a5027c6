"""A few texts of a table, as they are, for a person to read."""

from dataclasses import dataclass
from pathlib import Path

from autograder.datasets.package import load_table, resource_of
from autograder.errors import CourseError
from autograder.paths import DATASETS


@dataclass(frozen=True)
class Sample:
    """Texts drawn from one column; the same seed draws the same texts."""

    title: str
    column: str
    seed: int
    texts: tuple[str, ...]


def sample_texts(*, name: str, rows: int = 20, seed: int = 0, folder: Path = DATASETS) -> Sample:
    """Draw ``rows`` texts (or all, if there are fewer) without replacement.

    The descriptor's ``x-text`` names the column of texts. CourseError for an unknown table and
    for one without texts.
    """
    resource = resource_of(name, folder)
    column = resource.get("x-text")
    if not column:
        raise CourseError(
            f"{name} 자료에는 읽어 볼 글이 없어요. junggu data card {name}로 봐 주세요."
        )
    texts = load_table(resource, folder)[column].dropna()
    drawn = texts.sample(min(rows, len(texts)), random_state=seed)
    return Sample(resource["title"], column, seed, tuple(drawn))
