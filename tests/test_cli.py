"""What every command has in common: its words are Korean, and nothing ends as a traceback."""

import errno
import json
import re

import pytest
import typer
from sqlalchemy.exc import OperationalError

from autograder.cli import data, printing
from autograder.cli.app import app, run

ENGLISH = re.compile(r"Usage|Options|Arguments|Commands|Show this|default:|required|Error|Try '")


def commands(group, path=()):
    yield [*path]
    for name, command in getattr(group, "commands", {}).items():
        yield from commands(command, (*path, name))


@pytest.mark.parametrize("words", list(commands(typer.main.get_command(app))), ids=" ".join)
def test_every_help_page_is_korean(words, capsys):
    assert run([*words, "--help"]) == 0
    page = capsys.readouterr().out
    assert page.startswith(f"쓰는 법: junggu {' '.join(words)}".strip())
    assert not ENGLISH.search(page)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["grade"], "과정"),
        (["hub", "--port", "abc"], "1024부터 65535까지"),
        (["hub", "--mode", "x"], "demo, server"),
        (["grade", "officials", "--workers", "-3"], "--workers"),
        (["release", "officials", "--duu"], "--due"),
        (["hub", "--port"], "--port"),
        (["gradee"], "gradee"),
        (["doctor", "more"], "more"),
    ],
)
def test_wrong_words_are_named_in_korean(words, says, capsys):
    assert run(words) == 2
    shown = capsys.readouterr().err
    assert says in shown
    assert "--help" in shown
    assert not ENGLISH.search(shown)


@pytest.mark.parametrize(
    ("fault", "code", "says"),
    [
        (
            OSError(errno.ENOSPC, "No space left on device", "/자료/가"),
            1,
            "/자료/가: 디스크가 가득",
        ),
        (PermissionError(errno.EACCES, "Permission denied", "/b"), 1, "/b: 권한이 없어요"),
        (OperationalError("select", {}, Exception("locked")), 1, "데이터베이스"),
        (KeyboardInterrupt(), 130, "그만두었어요"),
    ],
)
def test_what_the_machine_does_is_one_sentence(fault, code, says, capsys, monkeypatch):
    def fail():
        raise fault

    monkeypatch.setattr(data, "list_datasets", fail)
    assert run(["data", "list"]) == code
    shown = capsys.readouterr().err
    assert says in shown
    assert len(shown.splitlines()) == 1
    assert not re.search(r"space|denied", shown)


def test_names_of_files_command_nothing(capsys, monkeypatch):
    """Rich's markup, a terminal's escapes and broken bytes are what a file may be called."""
    odd = "[/b]\x1b[2J\udcff\u202e.ipynb"
    printing.print_json({"name": odd})
    shown = capsys.readouterr().out
    assert json.loads(shown) == {"name": odd}
    assert "\x1b" not in shown
    printing.print_table("[red]표", ["이름"], [[odd]])
    shown = capsys.readouterr().out
    assert "[/b]" in shown and "[red]표" in shown
    assert not {"\x1b", "\udcff", "\u202e"} & set(shown)
