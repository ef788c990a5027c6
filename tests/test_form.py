"""Notebooks are held to their form: each rule finds its fault in a copy of a good unit."""

import shutil

import nbformat
import pytest
import yaml
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from autograder import form, paths
from autograder.cli.app import run
from autograder.notebooks import canonical, is_answer, is_test, read_notebook
from autograder.syllabus import read_syllabus

UNIT = next(unit for unit in read_syllabus().units if unit.ready and unit.track == "officials")


@pytest.fixture
def track(tmp_path, monkeypatch):
    """A copy of the officials' track with one good unit."""
    copy = tmp_path / "track"
    shutil.copytree(UNIT.source, copy / "source" / UNIT.code)
    (copy / "answers").mkdir()
    shutil.copy(UNIT.bank, copy / "answers")
    monkeypatch.setitem(paths.TRACKS, "officials", copy)
    return copy


def faults():
    return " / ".join(f"{fault.place}: {fault.says}" for fault in form.check_units([UNIT]))


def change(track, name, how, *, keep_form=True):
    path = track / "source" / UNIT.code / f"{name}.ipynb"
    notebook = read_notebook(path)
    how(notebook)
    text = canonical(notebook) if keep_form else nbformat.writes(notebook)
    path.write_text(text, encoding="utf-8")


def first(notebook, wanted):
    return next(cell for cell in notebook.cells if wanted(cell))


def add_markdown(text):
    def how(notebook):
        cell = new_markdown_cell(text)
        cell.id = f"{UNIT.code.lower()}-exercise-added"
        notebook.cells[-1] = cell

    return how


def add_code(text):
    def how(notebook):
        cell = new_code_cell(text)
        cell.id = f"{UNIT.code.lower()}-exercise-added"
        notebook.cells[-1] = cell

    return how


def rename_cell(notebook):
    notebook.cells[0].id = "a1b2c3d4"


def raise_points(notebook):
    first(notebook, is_test).metadata["nbgrader"]["points"] += 1


def forget_objective(notebook):
    del first(notebook, is_test).metadata["junggu"]


def measure_two_objectives_alone(notebook):
    for cell in notebook.cells:
        if cell.metadata.get("junggu", {}).get("objective") == 3:
            cell.metadata["junggu"]["objective"] = 2


def drop_score(notebook):
    cell = first(notebook, is_test)
    cell.source = cell.source.replace("task.score()", "print(1)")


def drop_first_line(notebook):
    cell = first(notebook, is_test)
    cell.source = cell.source.split("\n", 1)[1]


def shorten(notebook):
    del notebook.cells[5:]


def lengthen_code(notebook):
    cell = first(notebook, lambda c: c.cell_type == "code" and not is_test(c) and not is_answer(c))
    cell.source = "\n".join(f"x{i} = {i}" for i in range(16))


FAULTS = {
    "cell id": (rename_cell, "칸 이름"),
    "points differ from the text": (raise_points, "글에는"),
    "no objective": (forget_objective, "어느 목표"),
    "objective not measured": (measure_two_objectives_alone, "목표 3"),
    "test cell without a score": (drop_score, "score()"),
    "test cell that does not say what it is": (drop_first_line, "첫 줄"),
    "too few cells": (shorten, "칸이 5개"),
    "code too long": (lengthen_code, "16줄"),
    "image without alt": (add_markdown("![](x.png)"), "대체 글"),
    "html image without alt": (add_markdown('<img src="x.png">'), "대체 글"),
    "long text": (add_markdown("가 " * 130), "낱말"),
    "long sentence": (add_markdown("가" * 59 + "요."), "61자"),
    "figure without words": (add_code("import pandas\npandas.Series([1]).plot()"), "show(alt"),
    "undeclared data": (add_code('from junggu import load\nload("shop_reviews")'), "shop_reviews"),
    "data from outside": (add_code('x = "https://example.com/a.csv"'), "바깥 주소"),
    "machine path": (add_code('x = "/home/kim/a.csv"'), "경로"),
    "no Python": (add_code("x = = 1"), "읽히지 않아요"),
}


def test_the_units_of_the_course_are_in_form(capsys):
    code = run(["check-notebooks"])
    assert code == 0, capsys.readouterr().out


@pytest.mark.parametrize(("how", "says"), FAULTS.values(), ids=FAULTS.keys())
def test_each_fault_is_found(track, how, says):
    assert faults() == ""
    change(track, "exercise", how)
    assert says in faults()


def test_outputs_in_a_notebook_are_found_and_mended(track):
    def with_output(notebook):
        cell = first(notebook, lambda cell: cell.cell_type == "code")
        cell.outputs = [new_output("stream", text="결과")]
        cell.execution_count = 3

    change(track, "lesson", with_output, keep_form=False)
    assert "--fix" in faults()
    form.make_canonical(track / "source" / UNIT.code / "lesson.ipynb")
    assert faults() == ""


def test_a_broken_notebook_is_named(track):
    (track / "source" / UNIT.code / "lesson.ipynb").write_text("{", encoding="utf-8")
    assert "읽을 수 없어요" in faults()


def test_a_thin_answer_bank_is_named(track):
    path = track / "answers" / f"{UNIT.code}.yaml"
    bank = yaml.safe_load(path.read_text(encoding="utf-8"))
    task = next(iter(bank["tasks"]))
    bank["tasks"][task]["reject"] = bank["tasks"][task]["reject"][:2]
    path.write_text(yaml.safe_dump(bank, allow_unicode=True), encoding="utf-8")
    assert "틀린 답 2개" in faults()


def test_the_syllabus_holds_all_27_units_and_says_which_are_ready():
    units = read_syllabus().units
    assert len(units) == 27
    assert len([unit for unit in units if unit.track == "officials"]) == 12
    assert form.check_syllabus() == []
