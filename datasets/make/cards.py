"""Data cards: the descriptor's facts joined with a person's words.

`cards/notes/<table>.md` holds what no descriptor can say (what for, how made, what it cannot
tell, planted flaws, ethics); everything else comes from the descriptor, so that the two
cannot disagree.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

KINDS = {
    "fact": "사실표(공표된 수치를 옮겨 적음)",
    "synthetic": "합성 자료(실제 사건·사람·가게가 아님)",
}
TYPES = {
    "string": "글자",
    "integer": "정수",
    "number": "실수",
    "boolean": "참·거짓",
    "date": "날짜",
    "datetime": "날짜·시각",
    "yearmonth": "연월",
}


def write(package: dict[str, Any], *, names: Iterable[str], root: Path) -> None:
    """Write `cards/<name>.md` for the named resources."""
    wanted = set(names)
    for resource in package["resources"]:
        if resource["name"] in wanted:
            note = root / "cards" / "notes" / f"{resource['name']}.md"
            text = note.read_text("utf-8") if note.exists() else ""
            card = root / "cards" / f"{resource['name']}.md"
            card.write_text(card_text(resource, note=text, package=package), "utf-8")


def card_text(resource: dict[str, Any], *, note: str, package: dict[str, Any]) -> str:
    """One data card in Markdown (Korean)."""
    schema = resource["schema"]
    sources = resource.get("sources") or package.get("sources", [])
    licenses = ", ".join(item["name"] for item in resource.get("licenses", package["licenses"]))
    key = schema.get("primaryKey", [])
    lines = [
        f"# {resource['title']}",
        "",
        f"`{resource['name']}` · {resource.get('x-title-en', '')}",
        "",
        resource.get("description", ""),
        "",
        "| 항목 | 내용 |",
        "|---|---|",
        f"| 종류 | {KINDS[resource['x-kind']]} |",
        f"| 파일 | `{resource['path']}` ({resource.get('encoding', 'utf-8')},"
        f" {resource.get('bytes', 0):,}바이트) |",
        f"| 행 수 | {resource.get('x-rows', 0):,} |",
        f"| 열 수 | {len(schema['fields'])} |",
        f"| 기본키 | {', '.join([key] if isinstance(key, str) else key) or '없음'} |",
        *(f"| 외래키 | {_foreign_key(item)} |" for item in schema.get("foreignKeys", [])),
        f"| 이용 조건 | {licenses} |",
        f"| 지문 | `{resource.get('hash', '')}` |",
        "",
        note.strip(),
        "",
        "## 열 설명",
        "",
        "| 열 | 형식 | 단위 | 뜻 | 조건 |",
        "|---|---|---|---|---|",
        *(_field_row(field) for field in schema["fields"]),
        "",
        "## 출처",
        "",
        *(f"- {_source(item)}" for item in sources),
    ]
    flaws = resource.get("x-planted-flaws", [])
    if flaws:
        lines += ["", "## 일부러 넣은 흠(목록)", "", *(f"- {flaw}" for flaw in flaws)]
    return "\n".join(lines) + "\n"


def _foreign_key(item: dict[str, Any]) -> str:
    columns = item["fields"]
    columns = columns if isinstance(columns, str) else ", ".join(columns)
    return f"{columns} → {item['reference']['resource'] or '같은 표'}"


def _source(item: dict[str, str]) -> str:
    return f"[{item['title']}]({item['path']})" if item.get("path") else item["title"]


def _field_row(field: dict[str, Any]) -> str:
    title = field.get("title", field["name"])
    meaning = field.get("description") or title
    if title not in (field["name"], meaning):
        meaning = f"{title}: {meaning}"
    cells = (
        field["name"],
        TYPES.get(field["type"], field["type"]),
        field.get("x-unit", ""),
        meaning,
        _conditions(field.get("constraints", {})),
    )
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _conditions(constraints: dict[str, Any]) -> str:
    said = []
    if constraints.get("required"):
        said.append("빈칸 없음")
    if constraints.get("unique"):
        said.append("겹침 없음")
    if "enum" in constraints:
        values = [str(value) for value in constraints["enum"]]
        shown = ", ".join(values[:8]) + (f" 등 {len(values)}가지" if len(values) > 8 else "")
        said.append(shown)
    low, high = constraints.get("minimum"), constraints.get("maximum")
    if low is not None or high is not None:
        said.append(f"{'' if low is None else low}~{'' if high is None else high}")
    if "pattern" in constraints:
        said.append(f"`{constraints['pattern']}`")
    return " · ".join(said)
