"""Whether ``junggu grade`` gives the scores of stock nbgrader, on every answer of the banks.

    python benchmarks/equal_scores.py [--units OA1,SN2]

An answer changes the cells of one task and leaves the rest as the reference has it. One
submission therefore carries the n-th answer of every task at once, and one more nothing but the
untouched notebook, so that each answer of a bank is graded in both ways. Prints, for each unit,
how many answers were compared and every cell in which the two gradebooks differ; the last line is
``differences: N``. Ends with an error when there is any.
"""

import argparse
import itertools
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
from arguments import ready_units
from grading import make_course, scores, stock

from autograder.banks import Answer, read_bank
from autograder.grading import grade
from autograder.notebooks import read_by_learner, read_notebook
from autograder.verification import released_answers


def mixed(unit) -> Iterator[tuple[list[Answer], nbformat.NotebookNode, dict]]:
    """Submissions that together carry every answer: (answers, notebook, answers file)."""
    bank = read_bank(unit.bank)
    source = read_notebook(unit.source / f"{bank.notebook}.ipynb")
    left = {
        name: [answer for answer in (*task.accept, *task.reject) if not answer.untouched]
        for name, task in bank.tasks.items()
    }
    untouched = [a for task in bank.tasks.values() for a in task.reject if a.untouched]
    yield untouched, _filled(source, released_answers(source)), {}
    while any(left.values()):
        taken: list[Answer] = []
        cells: dict[str, str] = {}
        saved = dict(bank.reference_answers)
        for waiting in left.values():
            # Two tasks may share a cell; the second one's answer waits for the next submission.
            if waiting and not cells.keys() & waiting[0].cells.keys():
                taken.append(waiting.pop(0))
                cells |= taken[-1].cells
                saved |= taken[-1].answers
        yield taken, _filled(source, cells), saved


def _filled(source: nbformat.NotebookNode, cells: dict[str, str]) -> nbformat.NotebookNode:
    notebook = nbformat.from_dict(json.loads(json.dumps(source)))
    for cell in notebook.cells:
        cell.source = cells.get(cell.id, read_by_learner(cell))
    return notebook


def hand_in_all(folder: Path, unit) -> tuple[int, list[tuple[str, str]]]:
    """Hand in every mixed submission of ``unit``; return how many answers, and the work."""
    count, work = 0, []
    for number, (carried, notebook, saved) in zip(itertools.count(), mixed(unit), strict=False):
        learner = f"learner{number:04}"
        target = folder / "submitted" / learner / unit.code
        target.mkdir(parents=True)
        nbformat.write(notebook, target / "exercise.ipynb")
        (target / "timestamp.txt").write_text("2026-03-02 01:00:00.000000 UTC")
        if saved:
            (target / "answers.json").write_text(json.dumps(saved), encoding="utf-8")
        count += len(carried)
        work.append((unit.code, learner))
    return count, work


def main() -> None:
    """Compare, print, and fail when a score differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--units", type=ready_units, default=ready_units(None))
    given = parser.parse_args()
    found = 0
    for unit in given.units:
        with tempfile.TemporaryDirectory(prefix="junggu-equal-") as scratch:
            ours, theirs = Path(scratch, "ours"), Path(scratch, "stock")
            make_course(ours, [unit])
            count, work = hand_in_all(ours, unit)
            shutil.copytree(ours, theirs)
            grade(course_dir=ours)
            stock(theirs, work)
            mine, others = scores(ours), scores(theirs)
            different = sorted(key for key in mine | others if mine.get(key) != others.get(key))
            found += len(different)
            print(
                f"{unit.code}: {count} answers in {len(work)} submissions, "
                f"{len(mine)} cells, {len(different)} scored otherwise",
                flush=True,
            )
            for _, learner, cell in different:
                key = (unit.code, learner, cell)
                print(f"  {learner} {cell}: stock {others.get(key)}, ours {mine.get(key)}")
    print(f"differences: {found}")
    sys.exit(found > 0)


if __name__ == "__main__":
    main()
