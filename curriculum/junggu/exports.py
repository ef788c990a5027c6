"""The cells of a downloaded file, whatever it was saved as, under the headings that prove it.

Encodings, workbooks, titles above the headings, thousands commas and units end here; what the
columns mean is for `junggu.readers`.
"""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

HEADER_SEARCH = 15  # rows above the headings that a re-saved file may carry
SHEETS = (".xlsx", ".xlsm")


class NotThisExport(ValueError):
    """A file that is not the export asked for; the message says so in Korean and what to do."""


@dataclass(frozen=True)
class Export:
    """What a reader looks for: the Korean name of the export, and columns that prove it."""

    title: str
    needed: tuple[str, ...]
    mend: str


def table_of(
    path: str | Path,
    export: Export,
    *,
    rename: Callable[[str], str] | None = None,
    prepare: Callable[[list[list[str]], Path], list[list[str]]] | None = None,
) -> pd.DataFrame:
    """All cells as text under the export's headings, empty cells missing, empty rows gone.

    Args:
        rename: gives each heading the spelling that `export.needed` uses.
        prepare: brings the raw cells into the layout that this reader knows.

    Raises:
        NotThisExport: the file cannot be read, or needed columns are missing.
    """
    path = Path(path)
    if not path.is_file():
        raise NotThisExport(f"{path.name} 파일을 찾지 못했어요. 파일 이름과 폴더를 확인해 주세요.")
    return table_in(path.read_bytes(), path.name, export, rename=rename, prepare=prepare)


def table_in(
    data: bytes,
    name: str,
    export: Export,
    *,
    rename: Callable[[str], str] | None = None,
    prepare: Callable[[list[list[str]], Path], list[list[str]]] | None = None,
) -> pd.DataFrame:
    """The same as `table_of` for the content of a file that was handed over in memory."""
    path = Path(name)
    cells = _cells(data, path, export)
    if prepare:
        cells = prepare(cells, path)
    rename = rename or (lambda name: name)
    best: list[str] = list(export.needed)
    for position in range(min(HEADER_SEARCH, len(cells))):
        names = [rename(heading_text(name)) for name in cells[position]]
        lacking = [name for name in export.needed if name not in names]
        if not lacking:
            table = pd.DataFrame(cells[position + 1 :], columns=names, dtype="str")
            table = table.loc[:, [bool(name) for name in names]]
            table = table.loc[:, ~table.columns.duplicated()]
            table = table.apply(lambda column: column.str.strip()).replace("", None)
            return table.dropna(how="all").reset_index(drop=True)
        best = min(best, lacking, key=len)
    columns = ", ".join(f"'{name}'" for name in best)
    raise refusal(path, export, f"{columns} 열이 없어요")


def to_numbers(column: pd.Series, path: str | Path, export: Export) -> pd.Series:
    """Numbers without thousands commas and units; `-` is missing."""
    bare = column.str.replace(r"[,\s]|만원|명|개|%|원|건|회|점", "", regex=True)
    bare = bare.mask(bare.isin(["-", ""]))
    numbers = pd.to_numeric(bare, errors="coerce")
    wrong = numbers.isna() & bare.notna()
    if wrong.any():
        row = int(wrong.to_numpy().nonzero()[0][0]) + 1
        raise refusal(
            path,
            export,
            f"'{column.name}' 열 {row}번째 자료가 숫자가 아니에요: '{column[wrong].iloc[0]}'",
        )
    return numbers


def to_dates(column: pd.Series, path: str | Path, export: Export) -> pd.Series:
    """Dates (and times) written with `-`, `/`, `.` or a last `.`, or as eight digits."""
    bare = column.str.replace(r"\.(?=\s|$)", "", regex=True)
    bare = bare.str.replace(r"[./]", "-", regex=True)
    try:
        return pd.to_datetime(bare, format="mixed")
    except ValueError as error:
        raise refusal(path, export, f"'{column.name}' 열에 날짜가 아닌 값이 있어요") from error


def refusal(path: str | Path, export: Export, what: str) -> NotThisExport:
    """The error that says which file, what is wrong with it, and what to do."""
    return NotThisExport(
        f"{Path(path).name}: {export.title} 파일로 읽지 못했어요({what}). {export.mend}."
    )


def _cells(data: bytes, path: Path, export: Export) -> list[list[str]]:
    if path.suffix.lower() in SHEETS:
        return _sheet_cells(data, path, export)
    if not data.strip():
        raise refusal(path, export, "파일이 비어 있어요")
    for encoding in ("utf-8-sig", "cp949"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise refusal(path, export, "한글 csv로 읽히지 않아요(CP949도 UTF-8도 아님)")
    return _csv_cells(text, path, export)


def _csv_cells(text: str, path: Path, export: Export) -> list[list[str]]:
    heading = text.split("\n", 1)[0]
    delimiter = "\t" if heading.count("\t") > heading.count(",") else ","
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise refusal(path, export, "csv 줄을 나눌 수 없어요") from error
    return _even(rows)


def _sheet_cells(data: bytes, path: Path, export: Export) -> list[list[str]]:
    try:
        sheet = pd.read_excel(io.BytesIO(data), header=None, dtype=object)
    except Exception as error:  # openpyxl raises many kinds for files that are no workbook
        raise refusal(path, export, "엑셀 파일로 열리지 않아요") from error
    return [[_sheet_text(cell) for cell in row] for row in sheet.itertuples(index=False)]


def _sheet_text(cell: object) -> str:
    if pd.isna(cell):
        return ""
    if isinstance(cell, pd.Timestamp) or hasattr(cell, "isoformat"):
        moment = pd.Timestamp(cell)
        return moment.strftime("%Y-%m-%d" if moment == moment.normalize() else "%Y-%m-%d %H:%M")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _even(rows: Iterable[list[str]]) -> list[list[str]]:
    rows = list(rows)
    width = max((len(row) for row in rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def heading_text(name: str) -> str:
    """A heading without blanks at its ends and without a stray byte-order mark."""
    return name.replace("\ufeff", "").strip()
