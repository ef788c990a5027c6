"""The zip that a learner takes home."""

import zipfile

import pytest

from autograder.cli.app import run
from autograder.paths import TRACKS
from autograder.syllabus import read_syllabus


@pytest.mark.parametrize("course", TRACKS)
def test_a_learner_gets_everything_but_the_solutions(tmp_path, course):
    assert run(["pack", course, "--to", str(tmp_path)]) == 0
    with zipfile.ZipFile(tmp_path / f"junggu-{course}.zip") as packed:
        names = packed.namelist()
        notebooks = {n: packed.read(n).decode() for n in names if n.endswith(".ipynb")}
        requirements = packed.read(f"junggu-{course}/software/requirements.txt").decode()
    for unit in read_syllabus().of(course):
        assert f"junggu-{course}/units/{unit.code}/exercise.ipynb" in notebooks
        for table in unit.datasets:
            assert f"junggu-{course}/data/{table}.csv" in names
    for name, text in notebooks.items():
        assert "HIDDEN TESTS" not in text, name
        assert "BEGIN SOLUTION" not in text, name
    assert not [name for name in names if "answers/" in name]
    assert any(name.endswith(".whl") for name in names)
    assert "--hash=sha256:" in requirements
    assert "jupyterhub==" not in requirements
    starts = {name.rsplit("/", 1)[-1] for name in names}
    assert {"start-windows.bat", "start-mac.command", "start-linux.sh", "README.txt"} <= starts
