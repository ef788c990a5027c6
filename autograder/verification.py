"""Proving the checks: every answer of the banks is graded, and every verdict must be right."""

import ast
import copy
import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.preprocessors import ClearSolutions
from nbgrader.utils import determine_grade
from traitlets.config import Config

from autograder.banks import Answer, Bank, Rejected, read_bank
from autograder.course.settings import CODE_STUB, TEXT_STUB
from autograder.errors import CourseError
from autograder.grading.engine import engine
from autograder.grading.run import run_notebook
from autograder.judge.names import read_names, stored_names
from autograder.notebooks import is_answer, is_test, nbgrader_of, read_notebook
from autograder.sandbox.tiers import NoSandbox, Tier
from autograder.syllabus import Unit
from junggu.answers import NAME as ANSWERS_FILE
from junggu.check import MIME

# Runs a notebook beside files (name → text) and returns it with its outputs.
Runner = Callable[[NotebookNode, dict[str, str]], NotebookNode]


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """How one answer of a bank was judged. ``says`` tells what is wrong with the judgement."""

    unit: str
    task: str
    answer: str
    accept: bool
    points: float
    full: float
    right: bool
    says: str = ""


@dataclass(frozen=True, kw_only=True)
class _Case:
    unit: Unit
    bank: Bank
    task: str
    answer: Answer
    notebook: NotebookNode
    files: dict[str, str]


@contextmanager
def warm_runner() -> Iterator[Runner]:
    """The grading engine as a runner: what a bank proves is what submissions meet.

    The answers of the banks are our own, so that a machine without a sandbox may prove them too.
    """
    with ExitStack() as stack:
        try:
            warm = stack.enter_context(engine())
        except NoSandbox:
            warm = stack.enter_context(engine(sandbox=Tier.NONE))
        yield lambda notebook, files: run_notebook(notebook=notebook, files=files, engine=warm)


def verify(
    *,
    units: Iterable[Unit],
    runner: Runner,
    more_banks: Iterable[Path] = (),
    workers: int = 2,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Verdict]:
    """Grade every answer of the units' banks and of ``more_banks`` (for these units only).

    Raises CourseError when a bank does not fit its notebook.
    """
    cases = []
    extra = [read_bank(path) for path in more_banks]
    for unit in units:
        cases += _cases(unit, read_bank(unit.bank), complete=True)
        for bank in extra:
            if bank.unit == unit.code:
                cases += _cases(unit, bank, complete=False)

    def judge(case: _Case) -> Verdict:
        verdict = _judge(case, runner(case.notebook, case.files))
        progress(f"{case.unit.code} {case.answer.id}")
        return verdict

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(judge, cases))


def count_answers(*, units: Iterable[Unit], more_banks: Iterable[Path] = ()) -> int:
    """How many answers :func:`verify` would grade."""
    units = list(units)
    banks = [read_bank(unit.bank) for unit in units]
    codes = {unit.code for unit in units}
    banks += [bank for bank in map(read_bank, more_banks) if bank.unit in codes]
    return sum(len(t.accept) + len(t.reject) for bank in banks for t in bank.tasks.values())


def _cases(unit: Unit, bank: Bank, *, complete: bool) -> list[_Case]:
    source = read_notebook(unit.source / f"{bank.notebook}.ipynb")
    tests = {cell.id for cell in source.cells if is_test(cell)}
    unknown = set(bank.tasks) - tests
    if unknown:
        raise CourseError(
            f"{unit.code}의 정답 모음에 있는 과제 {', '.join(sorted(unknown))}가 노트북에 없어요."
        )
    missing = tests - set(bank.tasks)
    if complete and missing:
        raise CourseError(f"{unit.code}의 과제 {', '.join(sorted(missing))}에 정답 모음이 없어요.")
    empty = released_answers(source)
    cases = []
    for task, answers in bank.tasks.items():
        for answer in [*answers.accept, *answers.reject]:
            notebook = copy.deepcopy(source)
            cells = empty if answer.untouched else answer.cells
            saved = {} if answer.untouched else bank.reference_answers | answer.answers
            _fill(notebook, cells, where=f"{unit.code} {answer.id}")
            if not answer.reference:
                _cut(notebook, task=task)
            files = {ANSWERS_FILE: json.dumps(saved, ensure_ascii=False)} if saved else {}
            cases.append(
                _Case(
                    unit=unit,
                    bank=bank,
                    task=task,
                    answer=answer,
                    notebook=notebook,
                    files=files,
                )
            )
    return cases


def _cut(notebook: NotebookNode, *, task: str) -> None:
    """Leave out what cannot change the verdict of ``task``: all after it, other tasks' checks.

    A check whose names this one reads stays. The reference answers run the notebook whole.
    """
    place = next(at for at, cell in enumerate(notebook.cells) if cell.id == task)
    check = ast.parse(notebook.cells[place].source)
    needed = read_names(check) - stored_names(check)
    notebook.cells = [
        cell
        for cell in notebook.cells[: place + 1]
        if cell.id == task or not is_test(cell) or needed & stored_names(ast.parse(cell.source))
    ]


def released_answers(source: NotebookNode) -> dict[str, str]:
    """The answer cells as a learner gets them, by cell id."""
    stubs = Config()
    stubs.ClearSolutions.code_stub = {"python": CODE_STUB}
    stubs.ClearSolutions.text_stub = TEXT_STUB
    released, _ = ClearSolutions(config=stubs).preprocess(copy.deepcopy(source), {})
    return {cell.id: cell.source for cell in released.cells if is_answer(cell)}


def _fill(notebook: NotebookNode, cells: dict[str, str], *, where: str) -> None:
    by_id = {cell.id: cell for cell in notebook.cells}
    for cell_id, source in cells.items():
        if cell_id not in by_id or not is_answer(by_id[cell_id]):
            raise CourseError(f"{where}: 노트북에 ‘{cell_id}’라는 답 칸이 없어요.")
        by_id[cell_id].source = source


def _judge(case: _Case, executed: NotebookNode) -> Verdict:
    cell = next(cell for cell in executed.cells if cell.id == case.task)
    points, full = determine_grade(cell)
    message = message_of(cell)
    rejected = isinstance(case.answer, Rejected)
    faults = []
    if not rejected and points != full:
        faults.append(f"맞는 답인데 {full:g}점 가운데 {points:g}점이에요. 알림: {message}")
    if rejected:
        if points != case.answer.points:
            faults.append(f"{case.answer.points:g}점이어야 하는데 {points:g}점이에요.")
        if points >= full:
            faults.append("틀린 답인데 만점이에요.")
        absent = [words for words in case.answer.says if words not in message]
        if absent:
            faults.append(f"알림에 {absent} 말이 없어요. 알림: {message}")
    if case.answer.reference and (total := _declared_total(cell)) != full:
        faults.append(f"확인들의 점수를 더하면 {total:g}점인데 칸의 점수는 {full:g}점이에요.")
    return Verdict(
        unit=case.unit.code,
        task=case.task,
        answer=case.answer.id,
        accept=not rejected,
        points=points,
        full=full,
        right=not faults,
        says=" ".join(faults),
    )


def _score_data(cell: NotebookNode) -> dict | None:
    for output in cell.outputs:
        if MIME in output.get("data", {}):
            return output["data"][MIME]
    return None


def _declared_total(cell: NotebookNode) -> float:
    data = _score_data(cell)
    if data is None:
        return nbgrader_of(cell).get("points", 0)
    return sum(result["points"] for result in data["results"])


def message_of(cell: NotebookNode) -> str:
    """Every word that a test cell told the learner."""
    words = []
    data = _score_data(cell)
    if data is not None:
        words.append(data["say"])
        words += [f"{r['looked_for']} {r['say']}" for r in data["results"]]
        words.append({"not_attempted": "아직 풀지 않았어요"}.get(data["state"], ""))
    for output in cell.outputs:
        if output.output_type == "stream":
            words.append(output.text)
        elif output.output_type == "error":
            words.append(f"{output.ename}: {output.evalue}")
    return " ".join(word for word in words if word)
