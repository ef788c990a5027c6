"""The tree of commands, and the one place where a command's end is told."""

import sys
from pathlib import Path

import typer
from sqlalchemy.exc import SQLAlchemyError
from typer.exceptions import TyperException

from autograder.cli import course, data, hub, learner, notebooks, roster
from autograder.cli.printing import clean
from autograder.cli.words import App, wrong_words
from autograder.errors import CourseError, reason

_INTERRUPTED = 130

app = App(name="junggu", help="중구 AI 배움: 과정을 열고, 배포하고, 걷고, 채점하고, 돌려줘요.")
app.command("hub")(hub.hub)
app.command("password")(hub.password)
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
    """Run one command; return its exit code.

    0 is done, 1 a person must look, 2 wrong words, 130 stopped with Ctrl+C. What a person or the
    machine can be at fault for ends as one Korean sentence; a traceback is a fault of ours.
    """
    try:
        code = app(arguments, prog_name="junggu", standalone_mode=False)
    except (KeyboardInterrupt, typer.Abort):
        code = _INTERRUPTED
    except TyperException as error:
        return _say(wrong_words(error), code=2)
    except CourseError as error:
        return _say(f"멈추었어요: {error}")
    except OSError as error:
        place = f"{error.filename}: " if isinstance(error.filename, str | Path) else ""
        return _say(
            f"멈추었어요: {place}{reason(error)}. 그것을 고친 뒤 같은 명령을 다시 실행해 주세요."
        )
    except SQLAlchemyError as error:
        return _say(
            f"멈추었어요: 데이터베이스를 읽거나 쓰지 못했어요({type(error).__name__}). "
            "다른 프로그램이 쓰고 있지 않은지, 디스크가 가득 차지 않았는지 봐 주세요."
        )
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    if code == _INTERRUPTED:
        return _say("그만두었어요. 그때까지 적은 것은 그대로 있어요.", code=_INTERRUPTED)
    return code if isinstance(code, int) else 0


def _say(sentence: str, *, code: int = 1) -> int:
    print(clean(sentence), file=sys.stderr)
    return code
