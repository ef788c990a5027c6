"""Tables, progress and JSON for the command line."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

# Progress and remarks go to stderr, so that stdout is the result alone.
remarks = Console(stderr=True, highlight=False)
result = Console(highlight=False)


def print_json(value: object) -> None:
    """Print dataclasses, lists and dicts as JSON on stdout."""
    print(json.dumps(value, ensure_ascii=False, indent=1, default=_plain))


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
    table = Table(title=title, title_justify="left", header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    (to or result).print(table)


@contextmanager
def progress_bar(words: str, *, total: int | None) -> Iterator:
    """Show a bar with an estimate on stderr; yields ``advance(words, of=total)``."""
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=remarks,
        transient=True,
    ) as progress:
        task = progress.add_task(words, total=total)

        def advance(now: str, *, of: int | None = total) -> None:
            progress.update(task, advance=1, total=of, description=f"{words} {now}")

        yield advance
