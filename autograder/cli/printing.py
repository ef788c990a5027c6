"""Tables, progress and JSON for the command line."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from autograder.errors import CourseError
from autograder.printable import printable

# Progress and remarks go to stderr, so that stdout is the result alone. No markup: names of files
# and people are in the texts.
remarks = Console(stderr=True, highlight=False, markup=False)
result = Console(highlight=False, markup=False)


def clean(text: str) -> str:
    """``text``, line by line, without what a terminal would obey; file names may hold that."""
    return "\n".join(map(printable, text.split("\n")))


def print_json(value: object) -> None:
    """Print dataclasses, lists and dicts as JSON on stdout."""
    text = json.dumps(value, ensure_ascii=False, indent=1, default=_plain)
    # What a terminal would obey is written as JSON's own escapes.
    print("".join(char if clean(char) == char else json.dumps(char)[1:-1] for char in text))


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return str(value)


def print_table(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    to: Console | None = None,
) -> None:
    """Print one table, on stdout unless told otherwise."""
    table = Table(title=Text(title), title_justify="left", header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if cell is None else clean(str(cell))) for cell in row))
    (to or result).print(table)


class Bar:
    """A live bar on stderr; call it with what has just been done."""

    def __init__(self, progress: Progress, words: str, total: int | None) -> None:
        self._progress = progress
        self._words = words
        self._total = total
        self._task = progress.add_task(words, total=total)

    def __call__(self, now: str, *, of: int | None = None) -> None:
        self._progress.update(
            self._task,
            advance=1,
            total=self._total if of is None else of,
            description=clean(f"{self._words} {now}"),
        )

    def end(self) -> None:
        """Take the bar away, so that a question stays to be seen."""
        self._progress.stop()


@contextmanager
def progress_bar(words: str, *, total: int | None) -> Iterator[Bar]:
    """Show a bar with an estimate, which is gone at the end."""
    with Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=remarks,
        transient=True,
    ) as progress:
        yield Bar(progress, words, total)


def agreed(question: str) -> bool:
    """Ask on the terminal; only a clear yes is one. Raises CourseError when nobody can answer."""
    if not sys.stdin.isatty():
        raise CourseError(
            f"{question} 물어볼 사람이 없어서 멈췄어요. 그래도 하려면 --yes를 붙이세요."
        )
    remarks.print(f"{question} (네: y, 아니요: n) ", end="")
    return input().strip().lower() in {"y", "yes", "네", "예", "ㅛ"}
