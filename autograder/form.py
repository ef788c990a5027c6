"""Holding notebooks to their form: what ``junggu check-notebooks`` finds.

The budget is the course's own: 20–38 cells a notebook, markdown cells of at most 120 words,
code that a learner reads at most 15 lines, sentences of at most 60 characters (45 for seniors).
"""

import ast
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from nbformat import NotebookNode

from autograder.banks import read_bank
from autograder.errors import CourseError
from autograder.notebooks import (
    NOTEBOOKS,
    canonical,
    graded_cells,
    is_answer,
    is_test,
    nbgrader_of,
    read_by_learner,
    read_notebook,
)
from autograder.paths import CURRICULUM, DATASETS
from autograder.syllabus import Unit, read_syllabus

CELLS = range(20, 39)
MARKDOWN_WORDS = 120
CODE_LINES = 15
CODE_LINES_MEDIAN = 7
SENTENCE = {"senior": 45}
SENTENCE_DEFAULT = 60
CHECK_STARTS = "# 확인하기"  # all that JupyterLab shows of a folded cell is its first line
ACCEPTED_AT_LEAST = 4  # the reference and three other ways
REJECTED_AT_LEAST = 5  # untouched and four that people give
CONCEPT_QUESTIONS = 2

_POINTS = re.compile(r"\((\d+(?:\.\d+)?)점\)")
_DRAWS = re.compile(r"\bplt\.|\.plot[.(]|\.hist\(|\.scatter\(|\.barh?\(|\.imshow\(")
_SHOWN = re.compile(r"\bshow\(\s*alt=|\bpicture\(")
_IMAGE = re.compile(r"!\[(?P<alt>[^\]]*)\]\(")
_HTML_IMAGE = re.compile(r"<img\b(?P<rest>[^>]*)>", re.I)
_FENCE = re.compile(r"```.*?```", re.S)
_MARKUP = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|<[^>]+>|[*_`#>|]")
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+|\n")
_OUTSIDE = re.compile(r"https?://")
_MACHINE_PATH = re.compile(r"(?<![\w.])(/(?:home|Users|root|work)/|[A-Z]:\\)")


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing to mend: ``place`` is a file and a cell."""

    unit: str
    place: str
    says: str


def check_units(units: Iterable[Unit]) -> list[Fault]:
    """Every fault in the form of the units' notebooks, banks and pages."""
    return [fault for unit in units for fault in _check_unit(unit)]


def check_syllabus() -> list[Fault]:
    """Faults between the syllabus and what is in the repository."""
    faults = []
    known = {entry["id"] for entry in _entries("misconceptions.yaml")}
    frameworks = yaml.safe_load((CURRICULUM / "competencies.yaml").read_text(encoding="utf-8"))
    tables = _tables()
    for unit in read_syllabus().units:
        if unit.ready != unit.source.is_dir():
            says = "노트북이 없어요" if unit.ready else "노트북이 있는데 planned라고 적혀 있어요"
            faults.append(Fault(unit=unit.code, place="syllabus.yaml", says=f"{says}."))
        for code in set(unit.misconceptions) - known:
            faults.append(
                Fault(unit=unit.code, place="misconceptions.yaml", says=f"{code}가 없어요.")
            )
        for name in set(unit.datasets) - tables:
            faults.append(
                Fault(unit=unit.code, place="syllabus.yaml", says=f"자료 {name}이 없어요.")
            )
        for framework, codes in unit.competencies.model_dump().items():
            for code in set(codes) - set(frameworks[framework]["codes"]):
                says = f"{framework}에 {code}가 없어요."
                faults.append(Fault(unit=unit.code, place="competencies.yaml", says=says))
    return faults


def make_canonical(path: Path) -> bool:
    """Rewrite a notebook in its canonical form; returns whether it changed."""
    text = canonical(read_notebook(path))
    if path.read_text(encoding="utf-8") == text:
        return False
    path.write_text(text, encoding="utf-8")
    return True


def _tables() -> set[str]:
    package = json.loads((DATASETS / "datapackage.json").read_text(encoding="utf-8"))
    return {resource["name"] for resource in package["resources"]}


def _entries(name: str) -> list[dict]:
    return yaml.safe_load((CURRICULUM / name).read_text(encoding="utf-8"))


def _check_unit(unit: Unit) -> Iterator[Fault]:
    for name in NOTEBOOKS:
        path = unit.source / f"{name}.ipynb"
        try:
            notebook = read_notebook(path)
        except CourseError as error:
            yield Fault(unit=unit.code, place=path.name, says=str(error))
            continue
        rules = [
            (path.name, _canonical_faults(path, notebook)),
            (path.name, _size_faults(notebook)),
            (path.name, _data_faults(unit, notebook)),
        ]
        if name == "exercise":
            rules.append((path.name, _objective_faults(notebook)))
            rules.append((path.name, _points_faults(notebook)))
        for cell in notebook.cells:
            place = f"{path.name} {cell.id}"
            rules.append((place, _cell_faults(unit, name, cell)))
        for place, faults in rules:
            yield from (Fault(unit=unit.code, place=place, says=says) for says in faults)
    for place, says in _companion_faults(unit):
        yield Fault(unit=unit.code, place=place, says=says)


def _canonical_faults(path: Path, notebook: NotebookNode) -> Iterator[str]:
    if path.read_text(encoding="utf-8") != canonical(notebook):
        yield "정해진 꼴이 아니에요(출력이 있거나 순서가 달라요). --fix로 고쳐 주세요."
    ids = [cell.id for cell in notebook.cells]
    for cell_id in sorted({i for i in ids if ids.count(i) > 1}):
        yield f"칸 이름 {cell_id}가 두 번 있어요."


def _size_faults(notebook: NotebookNode) -> Iterator[str]:
    if len(notebook.cells) not in CELLS:
        yield f"칸이 {len(notebook.cells)}개예요. {CELLS.start}–{CELLS.stop - 1}개로 맞춰 주세요."
    lines = sorted(
        len(_code_lines(cell))
        for cell in notebook.cells
        if cell.cell_type == "code" and not is_test(cell)
    )
    if lines and lines[len(lines) // 2] > CODE_LINES_MEDIAN:
        yield f"코드 칸의 가운데 길이가 {lines[len(lines) // 2]}줄이에요."


def _cell_faults(unit: Unit, name: str, cell: NotebookNode) -> Iterator[str]:
    prefix = f"{unit.code.lower()}-{name}-"
    if not re.fullmatch(re.escape(prefix) + r"[a-z0-9]+(-[a-z0-9]+)*", cell.id):
        yield f"칸 이름을 {prefix}…로 알아볼 수 있게 적어 주세요."
    about = nbgrader_of(cell)
    if about and about.get("grade_id") != cell.id:
        yield f"grade_id({about.get('grade_id')})가 칸 이름과 달라요."
    if _MACHINE_PATH.search(cell.source):
        yield "어느 컴퓨터의 경로가 적혀 있어요."
    if cell.cell_type == "markdown":
        yield from _markdown_faults(unit, cell)
    if cell.cell_type == "code":
        yield from _code_faults(unit, cell)


def _markdown_faults(unit: Unit, cell: NotebookNode) -> Iterator[str]:
    text = _FENCE.sub("", cell.source)
    for image in _IMAGE.finditer(text):
        if not image["alt"].strip():
            yield "그림에 설명(대체 글)이 없어요."
    for image in _HTML_IMAGE.finditer(text):
        if not re.search(r'\balt="[^"]+"', image["rest"]):
            yield "그림에 설명(대체 글)이 없어요."
    if is_answer(cell):
        return
    words = len(_MARKUP.sub(" ", text).split())
    if words > MARKDOWN_WORDS:
        yield f"글이 {words}낱말이에요. {MARKDOWN_WORDS}낱말까지로 줄여 주세요."
    limit = SENTENCE.get(unit.audience, SENTENCE_DEFAULT)
    for sentence in sentences(text):
        if len(sentence) > limit:
            yield f"문장이 {len(sentence)}자예요({limit}자까지): {sentence}"


def sentences(markdown: str) -> list[str]:
    """The sentences of a markdown text, without mark-up; table rows are taken cell by cell."""
    found = []
    for line in markdown.splitlines():
        cells = line.strip("|").split("|") if line.lstrip().startswith("|") else [line]
        for cell in cells:
            plain = _MARKUP.sub(lambda m: m[1] or "", cell)
            plain = re.sub(r"^\s*(?:[-*+]|\d+\.)\s+", "", plain)
            found += [part.strip() for part in _SENTENCE_END.split(plain) if part.strip()]
    return found


def _code_lines(cell: NotebookNode) -> list[str]:
    return [line for line in read_by_learner(cell).splitlines() if line.strip()]


def _code_faults(unit: Unit, cell: NotebookNode) -> Iterator[str]:
    try:
        ast.parse(cell.source)
    except SyntaxError as error:
        yield f"{error.lineno}번째 줄이 파이썬으로 읽히지 않아요."
        return
    lines = _code_lines(cell)
    if not is_test(cell) and len(lines) > CODE_LINES:
        yield f"코드가 {len(lines)}줄이에요. {CODE_LINES}줄까지로 줄여 주세요."
    if _DRAWS.search(cell.source) and not _SHOWN.search(cell.source) and not is_test(cell):
        yield "그림을 show(alt=…)로 보여 주지 않아요."
    if unit.no_code and not cell.metadata.get("jupyter", {}).get("source_hidden"):
        yield "코드가 보이지 않는 단원인데 칸의 코드가 숨겨져 있지 않아요."
    if is_test(cell) and not cell.source.rstrip().endswith(".score()"):
        yield "확인 칸의 마지막 줄이 score()가 아니에요."
    if is_test(cell) and not unit.no_code and not cell.source.startswith(CHECK_STARTS):
        yield f"접힌 확인 칸이 무엇인지 보이게 첫 줄을 ‘{CHECK_STARTS}…’로 시작해 주세요."
    if _OUTSIDE.search(cell.source):
        yield "코드가 바깥 주소를 불러요."


def _data_faults(unit: Unit, notebook: NotebookNode) -> Iterator[str]:
    for name in sorted(_loaded(notebook) - set(unit.datasets)):
        yield f"실라버스에 적지 않은 자료 {name}을 읽어요."


def _loaded(notebook: NotebookNode) -> set[str]:
    """Names of the tables that the code reads by ``load("name")``."""
    names = set()
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        try:
            tree = ast.parse(cell.source)
        except SyntaxError:
            continue
        for node in ast.walk(tree):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Attribute | ast.Name):
                last = called.attr if isinstance(called, ast.Attribute) else called.id
                first = node.args[0] if node.args else None
                if last == "load" and isinstance(first, ast.Constant):
                    names.add(first.value)
    return names


def _objective_faults(notebook: NotebookNode) -> Iterator[str]:
    measured = set()
    for cell in graded_cells(notebook):
        objective = cell.metadata.get("junggu", {}).get("objective")
        if objective not in (1, 2, 3):
            yield f"{cell.id} 칸이 어느 목표(1–3)를 재는지 적혀 있지 않아요."
        measured.add(objective)
    for objective in sorted({1, 2, 3} - measured):
        yield f"목표 {objective}을 재는 과제가 없어요."


def _points_faults(notebook: NotebookNode) -> Iterator[str]:
    """Each graded cell's points must be the last ones named in the text above it."""
    told: float | None = None
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and (found := _POINTS.findall(cell.source)):
            told = float(found[-1])
        about = nbgrader_of(cell)
        if about.get("grade"):
            if told is None:
                yield f"{cell.id} 칸의 점수가 글에 적혀 있지 않아요."
            elif told != about["points"]:
                yield f"{cell.id} 칸은 {about['points']:g}점인데 글에는 {told:g}점이에요."
            told = None


def _companion_faults(unit: Unit) -> Iterator[tuple[str, str]]:
    """Faults of what stands beside the notebooks: bank, guide, questions, glossary."""
    known = {entry["id"]: entry for entry in _entries("misconceptions.yaml")}
    for code in unit.misconceptions:
        if not known.get(code, {}).get("truth"):
            yield "misconceptions.yaml", f"{code}를 무엇으로 바로잡는지(truth)가 없어요."
    try:
        bank = read_bank(unit.bank)
    except CourseError as error:
        yield unit.bank.name, str(error)
    else:
        for task, answers in bank.tasks.items():
            if len(answers.accept) < ACCEPTED_AT_LEAST or len(answers.reject) < REJECTED_AT_LEAST:
                yield (
                    f"{unit.bank.name} {task}",
                    f"맞는 답 {len(answers.accept)}개, 틀린 답 {len(answers.reject)}개예요. "
                    f"{ACCEPTED_AT_LEAST}개와 {REJECTED_AT_LEAST}개는 있어야 해요.",
                )
            for answer in answers.reject:
                if answer.misconception and answer.misconception not in known:
                    says = f"오개념 {answer.misconception}이 목록에 없어요."
                    yield f"{unit.bank.name} {task} {answer.id}", says
                if not (answer.untouched or answer.misconception or answer.slip):
                    says = "어떤 생각에서 나온 답인지(misconception 또는 slip) 적어 주세요."
                    yield f"{unit.bank.name} {task} {answer.id}", says
    if not (CURRICULUM / "instructor_guide" / f"{unit.code}.md").is_file():
        yield "instructor_guide", f"{unit.code}.md가 없어요."
    questions = CURRICULUM / "assessment" / f"{unit.code}.yaml"
    if not questions.is_file():
        yield "assessment", f"{unit.code}.yaml이 없어요."
    elif len(yaml.safe_load(questions.read_text(encoding="utf-8"))) != CONCEPT_QUESTIONS:
        yield "assessment", f"{unit.code}.yaml의 확인 문제가 {CONCEPT_QUESTIONS}개가 아니에요."
    if not any(unit.code in entry["units"] for entry in _entries("glossary.yaml")):
        yield "glossary.yaml", f"{unit.code}의 용어가 없어요."
