"""Our engine at nbgrader's own extension point, for ``nbgrader autograde``.

nbgrader goes on to repair, save scores and penalties; only the execution is replaced.
"""

from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import find_all_files
from traitlets.config import Config

from autograder.grading.engine import execute, of_process
from autograder.grading.origins import origin_of
from autograder.sandbox.selftest import candidates


def use_engine(c: Config) -> None:
    """Set nbgrader up to grade with our engine."""
    c.OverwriteCells.add_missing_cells = True
    c.Autograde.autograde_preprocessors = [
        "autograder.grading.preprocessors.JudgedExecute",
        "nbgrader.preprocessors.LimitOutput",
        "nbgrader.preprocessors.SaveAutoGrades",
        "nbgrader.preprocessors.AssignLatePenalties",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]


class JudgedExecute(NbGraderPreprocessor):
    """Runs answers in a confined kernel and test cells in a judge.

    The start-up test of the walls runs at the first notebook; without walls nothing is run.
    """

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        about = resources["nbgrader"]
        coursedir = self.parent.parent.coursedir
        source = Path(coursedir.format_path(coursedir.source_directory, ".", about["assignment"]))
        instructors = nbformat.read(source / f"{about['notebook']}.ipynb", as_version=4)
        stops = execute(
            nb,
            engine=of_process(candidates()[0]),
            origin=origin_of(instructors),
            learner_files=_files(Path(resources["metadata"]["path"]), coursedir.ignore),
            judge_files=_files(source, coursedir.ignore),
        )
        for why in stops:
            self.log.warning(why)
        return nb, resources


def _files(folder: Path, ignored: list[str]) -> dict[str, bytes]:
    found = map(Path, find_all_files(str(folder), [*ignored, "*.ipynb", "timestamp.txt"]))
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(found)
        if path.is_file() and not path.is_symlink()
    }
