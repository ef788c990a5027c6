"""The tree of commands."""

import sys

import typer

from autograder.cli import course, data, hub, learner, notebooks, roster
from autograder.errors import CourseError

app = typer.Typer(
    name="junggu",
    help="중구 AI 배움: 과정을 열고, 배포하고, 걷고, 채점하고, 돌려줘요.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("hub")(hub.hub)
app.command("release")(course.release)
app.command("collect")(course.collect)
app.command("grade")(course.grade)
app.command("feedback")(course.feedback)
app.command("lab")(learner.lab)
app.command("pack")(learner.pack)
app.command("verify")(notebooks.verify)
app.command("check-notebooks")(notebooks.check_notebooks)
app.command("doctor")(learner.doctor)
app.add_typer(roster.app, name="roster")
app.add_typer(data.app, name="data")


def run(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit code (0 done, 1 a person must look, 2 wrong words)."""
    try:
        app(arguments, standalone_mode=True)
    except CourseError as error:
        print(f"멈추었어요: {error}", file=sys.stderr)
        return 1
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    return 0
