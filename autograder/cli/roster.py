"""``junggu roster``: who is in which course."""

from pathlib import Path
from typing import Annotated

import typer

from autograder.cli import printing
from autograder.cli.options import AsJson
from autograder.cli.words import App
from autograder.roster import check_roster
from autograder.syllabus import read_syllabus

app = App(help="명단을 살펴봐요.")


@app.callback()
def _group() -> None:
    """Keep ``check`` a sub-command even while it is the only one."""


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="명단(CSV 또는 xlsx)", metavar="파일")],
    as_json: AsJson = False,
) -> None:
    """명단에서 고칠 곳을 줄마다 말해 줘요."""
    roster, faults = check_roster(file)
    if as_json:
        printing.print_json({"members": roster.members, "faults": faults})
    elif faults:
        rows = [(fault.row or "전체", fault.says) for fault in faults]
        printing.print_table(f"고칠 곳 {len(faults)}군데", ["줄", "무엇을"], rows)
    else:
        rows = [
            (
                track.title,
                len(roster.of(track.id, "learner")),
                len(roster.of(track.id, "instructor")),
            )
            for track in read_syllabus().tracks
        ]
        printing.print_table("명단에 고칠 곳이 없어요", ["과정", "학습자", "강사"], rows)
    raise typer.Exit(1 if faults else 0)
