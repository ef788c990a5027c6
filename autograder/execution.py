"""Running one notebook in a kernel of its own, in a folder of its own."""

import copy
import tempfile
from pathlib import Path

from nbclient import NotebookClient
from nbformat import NotebookNode


def run_notebook(
    notebook: NotebookNode, files: dict[str, str] | None = None, *, seconds: int = 120
) -> NotebookNode:
    """Execute a copy of ``notebook`` beside ``files`` (name → text); return it with outputs.

    ``seconds`` bounds each cell. An error in a cell is an output of it and stops nothing.
    """
    executed = copy.deepcopy(notebook)
    with tempfile.TemporaryDirectory(prefix="junggu-run-") as folder:
        for name, text in (files or {}).items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        client = NotebookClient(
            executed,
            timeout=seconds,
            allow_errors=True,
            resources={"metadata": {"path": folder}},
            shutdown_kernel="immediate",
        )
        client.execute()
    return executed
