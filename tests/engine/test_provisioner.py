"""`junggu-warm` works for nbclient and nbgrader as any kernel does, warm and confined."""

import json
from importlib.metadata import entry_points
from pathlib import Path

import nbformat
import pytest
from engine_units import hand_in
from jupyter_client.kernelspec import KernelSpecManager
from nbclient import NotebookClient

from autograder.kernels.provisioner import KERNEL_NAME, WarmProvisioner, install_kernel_spec

registered = {
    entry.name: entry for entry in entry_points(group="jupyter_client.kernel_provisioners")
}


@pytest.fixture
def kernelspec(tmp_path, monkeypatch):
    install_kernel_spec(prefix=str(tmp_path))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "share" / "jupyter"))


def test_the_entry_point_is_ours():
    assert registered[KERNEL_NAME].load() is WarmProvisioner


def test_the_kernelspec_is_found(kernelspec):
    spec = KernelSpecManager().get_kernel_spec(KERNEL_NAME)
    assert spec.metadata["kernel_provisioner"]["provisioner_name"] == KERNEL_NAME


def test_nbclient_runs_a_notebook_in_it(kernelspec, tmp_path):
    (tmp_path / "data.txt").write_text("자료")
    sources = [
        "print(open('data.txt').read())",
        "!echo 셸",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2]);",
        "1 / 0",
        "open('/etc/passwd')",
        "input()",
        "'끝'",
    ]
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    notebook = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(
        notebook,
        kernel_name=KERNEL_NAME,
        allow_errors=True,
        timeout=30,
        resources={"metadata": {"path": str(tmp_path)}},
    ).execute()
    shown = [json.dumps(cell.outputs, ensure_ascii=False) for cell in notebook.cells]
    expected = ["자료", "셸", "image/png", "ZeroDivisionError", "Error", "StdinNot", "끝"]
    for words, text in zip(expected, shown, strict=True):
        assert words in text


def test_stock_nbgrader_grades_with_it(kernelspec, course):
    from autograder.course.nbgrader_api import open_api

    hand_in(course, "a", "T1")
    api = open_api(course)
    api.config.Execute.kernel_name = KERNEL_NAME
    api.config.Execute.shutdown_kernel = "immediate"
    done = api.autograde("T1", "a")
    assert done["success"], done
    assert api.get_submissions("T1")[0]["score"] == 4.0
    assert Path(course, "autograded", "a", "T1", "exercise.ipynb").exists()
