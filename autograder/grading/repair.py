"""Bringing a handed-in notebook back into the form that can be graded.

Everything that nbgrader must trust (test cells, points, cell kinds) comes from the instructor's
side; of the learner's file only the text of cells is kept. Each repair is said in Korean.
"""

import json
from collections import defaultdict
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook

from autograder.grading.model import CellPlan, NotebookPlan, Refused
from autograder.limits import DEFAULT

_KINDS = ("code", "markdown", "raw")
_ENCODINGS = ("utf-8-sig", "utf-16", "cp949")
_SAVE = "저장한 다음 한 번 더 내 주세요."
_AGAIN = f"노트북을 다시 열어 {_SAVE}"


def repair(content: bytes, *, plan: NotebookPlan) -> tuple[NotebookNode, list[str]]:
    """Return a clean notebook and what was mended. Raises Refused when nothing can be read."""
    says: list[str] = []
    raw = _parse(content, says)
    found = [_cell(cell) for cell in _raw_cells(raw)]
    cells = _match([cell for cell in found if cell is not None], plan, says)
    cells = _complete(cells, plan, says)
    return new_notebook(cells=cells, metadata=plan.metadata), says


def blank(*, plan: NotebookPlan, why: str = "") -> NotebookNode:
    """A notebook with nothing of the learner's, saying ``why`` it was refused, if it was."""
    note = [new_markdown_cell(f"**채점하지 못했어요.** {why}", id="junggu-refused")] if why else []
    planned = _named([(cell.grade_id, _from_plan(cell)) for cell in plan.cells])
    return new_notebook(cells=note + planned, metadata=plan.metadata)


def _parse(content: bytes, says: list[str]) -> dict:
    if not content.strip():
        raise Refused(f"노트북 파일이 비어 있어요. {_AGAIN}")
    # Small in a file, each is a hundred bytes when it is read.
    if sum(map(content.count, (b",", b"[", b"{"))) > DEFAULT.notebook_parts:
        raise Refused(f"노트북에 든 것이 너무 많아요. 화면에 나온 것을 지우고 {_SAVE}")
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeError:
            continue
        try:
            raw = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if not isinstance(raw, dict):
            break
        if encoding != "utf-8-sig":
            says.append(f"노트북의 글자 방식({encoding})을 바꾸어 읽었어요.")
        return raw
    raise Refused(f"노트북 파일이 깨져서 읽을 수 없어요. {_AGAIN}")


def _raw_cells(raw: dict) -> list:
    cells = raw.get("cells")
    if cells is None and isinstance(raw.get("worksheets"), list):  # nbformat 3
        sheets = [sheet for sheet in raw["worksheets"] if isinstance(sheet, dict)]
        found = [sheet["cells"] for sheet in sheets if isinstance(sheet.get("cells"), list)]
        cells = [cell for cells in found for cell in cells]
    if not isinstance(cells, list) or not cells:
        raise Refused(f"노트북에 칸이 하나도 없어요. {_AGAIN}")
    if len(cells) > DEFAULT.notebook_cells:
        raise Refused(f"노트북에 칸이 {len(cells)}개예요. 필요 없는 칸을 지우고 {_SAVE}")
    return cells


def _cell(raw: Any) -> NotebookNode | None:
    """The text, kind and names of a cell, whatever else it holds; None for what is no cell."""
    if not isinstance(raw, dict):
        return None
    source = raw.get("source", raw.get("input", ""))
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    if not isinstance(source, str):
        return None
    # A lone surrogate is valid JSON but can be neither run nor written.
    source = source.encode("utf-8", "replace").decode("utf-8")
    kind = raw.get("cell_type")
    cell = _new(kind if kind in _KINDS else "markdown", source)
    about = raw.get("metadata")
    about = about.get("nbgrader") if isinstance(about, dict) else None
    grade_id = about.get("grade_id") if isinstance(about, dict) else None
    named = raw.get("id")
    cell.metadata = {"grade_id": grade_id if isinstance(grade_id, str) else None}
    if isinstance(named, str) and 0 < len(named) <= 64:
        cell.metadata["id"] = named
    return cell


def _match(
    cells: list[NotebookNode], plan: NotebookPlan, says: list[str]
) -> list[tuple[str, NotebookNode]]:
    """Pair cells with the plan by grade id, else by cell id; return (grade id or "", cell)."""
    planned = {cell.grade_id: cell for cell in plan.cells}
    places: dict[str, list[int]] = defaultdict(list)
    for place, cell in enumerate(cells):
        if cell.metadata.grade_id in planned:
            places[cell.metadata.grade_id].append(place)
    for place, cell in enumerate(cells):
        name = cell.metadata.get("id")
        if name in planned and name not in places:
            places[name].append(place)
            says.append(f"‘{name}’ 칸의 잃어버린 표시를 되살렸어요.")
    chosen = {_choose(cells, at, planned[name]): name for name, at in places.items()}
    for name, at in places.items():
        if len(at) > 1:
            says.append(f"‘{name}’ 칸이 {len(at)}개 있어서 하나만 채점했어요.")
    matched = []
    for place, cell in enumerate(cells):
        name = chosen.get(place, "")
        if name:
            cell = _restore(cell, planned[name], says)
        else:
            cell.metadata = {}
        matched.append((name, cell))
    return matched


def _choose(cells: list[NotebookNode], places: list[int], plan: CellPlan) -> int:
    """Of copies of one cell the last that the learner worked in, else the last."""
    worked = [p for p in places if cells[p].source.strip() != plan.source.strip()]
    answered = bool(plan.metadata.get("solution")) and worked
    return (worked if answered else places)[-1]


def _restore(cell: NotebookNode, plan: CellPlan, says: list[str]) -> NotebookNode:
    if cell.cell_type != plan.cell_type:
        says.append(f"‘{plan.grade_id}’ 칸의 종류를 되돌렸어요.")
    locked = bool(plan.metadata.get("locked")) and not plan.metadata.get("solution")
    return _from_plan(plan) if locked else _from_plan(plan, source=cell.source)


def _from_plan(plan: CellPlan, *, source: str | None = None) -> NotebookNode:
    cell = _new(plan.cell_type, plan.source if source is None else source)
    cell.metadata = plan.about | {"nbgrader": dict(plan.metadata)}
    return cell


def _new(kind: str, source: str) -> NotebookNode:
    """A cell without an id. nbformat's own makers validate each; here the whole is, at the end."""
    cell = NotebookNode(cell_type=kind, source=source, metadata=NotebookNode())
    if kind == "code":
        cell.update(execution_count=None, outputs=[])
    return cell


def _complete(
    cells: list[tuple[str, NotebookNode]], plan: NotebookPlan, says: list[str]
) -> list[NotebookNode]:
    """Put planned cells that are missing where they belong: after the one planned before them."""
    names = [name for name, _ in cells]
    for place, planned in enumerate(plan.cells):
        if planned.grade_id in names:
            continue
        before = [names.index(c.grade_id) for c in plan.cells[:place] if c.grade_id in names]
        at = max(before) + 1 if before else 0
        cells.insert(at, (planned.grade_id, _from_plan(planned)))
        names.insert(at, planned.grade_id)
        says.append(f"지워진 ‘{planned.grade_id}’ 칸을 다시 넣었어요.")
    return _named(cells)


def _named(cells: list[tuple[str, NotebookNode]]) -> list[NotebookNode]:
    """Give every cell an id that no other has: its grade id where it has one."""
    taken: set[str] = set()
    for number, (name, cell) in enumerate(cells):
        wanted = name or f"learner-{number}"
        cell.id = wanted if len(wanted) <= 64 and wanted not in taken else f"cell-{number}"
        taken.add(cell.id)
    return [cell for _, cell in cells]
