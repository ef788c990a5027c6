"""A learner at work without a browser: fetches, answers and submits through nbgrader itself."""

import json
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory
from traitlets.config import Config

from autograder.banks import read_bank
from autograder.course.settings import configure_learner
from autograder.notebooks import is_answer, read_notebook
from autograder.paths import TRACKS


@dataclass(frozen=True, kw_only=True)
class Learner:
    """One learner of ``course``; ``desk`` is a folder of their own."""

    id: str
    course: str
    exchange: Path
    desk: Path

    def folder(self, unit: str) -> Path:
        return self.desk / self.course / unit

    def fetch(self, unit: str) -> Path:
        self._exchange("FetchAssignment", unit)
        return self.folder(unit)

    def submit(self, unit: str) -> None:
        self._exchange("Submit", unit)

    def answer(self, unit: str, *, cells: dict[str, str], saved: dict | None = None) -> None:
        """Replace answer cells by id, and the answers file."""
        path = self.folder(unit) / "exercise.ipynb"
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            if cell.id in cells:
                cell.source = cells[cell.id]
        nbformat.write(notebook, path)
        if saved is not None:
            text = json.dumps(saved, ensure_ascii=False)
            (self.folder(unit) / "answers.json").write_text(text, encoding="utf-8")

    def answer_all(self, unit: str) -> None:
        """Give the reference answer to every task."""
        track = TRACKS[self.course]
        source = read_notebook(track / "source" / unit / "exercise.ipynb")
        bank = read_bank(track / "answers" / f"{unit}.yaml")
        cells = {cell.id: cell.source for cell in source.cells if is_answer(cell)}
        self.answer(unit, cells=cells, saved=bank.reference_answers or None)

    def _exchange(self, step: str, unit: str) -> None:
        config = Config()
        configure_learner(config, exchange=self.exchange, learner=self.id)
        config.CourseDirectory.course_id = self.course
        config.CourseDirectory.assignment_id = unit
        config.Exchange.assignment_dir = str(self.desk)
        self.desk.mkdir(parents=True, exist_ok=True)
        # nbgrader's exchange works in the current folder.
        with chdir(self.desk):
            command = getattr(ExchangeFactory(config=config), step)(
                coursedir=CourseDirectory(config=config),
                authenticator=Authenticator(config=config),
                config=config,
            )
            command.start()
