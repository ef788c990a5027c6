"""One set of pins: the lock, environment.yml and what is installed say the same."""

import ast
import re
from importlib.metadata import version

import pytest
import yaml

from autograder import environment
from autograder.paths import CURRICULUM, REPOSITORY


def test_the_environment_file_has_the_pins_of_the_lock():
    written = yaml.safe_load(environment.ENVIRONMENT.read_text(encoding="utf-8"))
    pins = next(d["pip"] for d in written["dependencies"] if isinstance(d, dict))
    locked = {entry.name: entry.version for entry in environment.read_lock()}
    named = [pin for pin in pins if "==" in pin]
    assert {pin.split("==")[0] for pin in named} == set(environment.learner_roots())
    for pin in named:
        name, pinned = pin.split("==")
        assert locked[name] == pinned


def test_the_lock_has_hashes_and_no_addresses():
    text = environment.LOCK.read_text(encoding="utf-8")
    assert "://" not in text
    for entry in environment.read_lock():
        assert any("--hash=sha256:" in line for line in entry.lines), entry.name


@pytest.mark.parametrize("name", ["jupyterhub", "nbgrader", "pandas", "scikit-learn"])
def test_the_core_is_installed_as_locked(name):
    locked = {entry.name: entry.version for entry in environment.read_lock()}
    assert version(name) == locked[name]


def test_a_learner_gets_neither_hub_nor_grading_packages():
    needed = {entry.name for entry in environment.learner_lock()}
    assert {"pandas", "jupyterlab", "ipywidgets", "voila"} <= needed
    assert not needed & {"jupyterhub", "nbgrader", "sqlalchemy", "alembic", "distributed", "typer"}


# Modules and names that exist on Unix alone.
_UNIX_MODULES = {"pwd", "grp", "fcntl", "resource", "termios", "pty", "tty", "syslog", "crypt"}
_UNIX_NAMES = {"fork", "getuid", "geteuid", "setuid", "chown", "mkfifo", "killpg", "SIGKILL"}


@pytest.mark.parametrize(
    "path",
    sorted([*(CURRICULUM / "junggu").rglob("*.py"), *(REPOSITORY / "deploy/pack").glob("*.py")]),
    ids=lambda path: path.name,
)
def test_what_a_learners_machine_runs_has_no_unix_only_call(path):
    source = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            assert not _UNIX_MODULES & {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            assert node.module not in _UNIX_MODULES
            assert not str(node.module).startswith("autograder")
        if isinstance(node, ast.Attribute):
            assert node.attr not in _UNIX_NAMES
    assert not re.search(r"""["'](/tmp|/home|/usr|~)/""", source)
