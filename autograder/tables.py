"""Reading small tables that people make in Excel or a text editor."""

import csv
import io
from pathlib import Path

from openpyxl import load_workbook

from autograder.errors import CourseError, reason

# UTF-8 first: CP949 would read most UTF-8 bytes as nonsense without complaint, not the reverse.
_ENCODINGS = ("utf-8-sig", "cp949")


def read_rows(path: Path) -> list[list[str]]:
    """Return the cells of a CSV (UTF-8 or CP949) or xlsx file as stripped text, row by row.

    Raises CourseError for a file that is missing, is neither kind, or cannot be decoded.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CourseError(f"{path} 파일을 열 수 없어요({reason(error)}).") from error
    if path.suffix.lower() in {".xlsx", ".xlsm"}:
        return _read_workbook(path, data)
    if path.suffix.lower() == ".xls":
        raise CourseError(f"{path} 파일은 옛 엑셀 형식이에요. xlsx나 CSV로 다시 저장해 주세요.")
    try:
        rows = list(csv.reader(io.StringIO(_decode(path, data), newline="")))
    except csv.Error as error:
        raise CourseError(
            f"{path} 파일을 CSV로 읽을 수 없어요. 엑셀에서 ‘CSV UTF-8’ 형식으로 다시 저장해 주세요."
        ) from error
    return [[cell.strip() for cell in row] for row in rows]


def _decode(path: Path, data: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CourseError(
        f"{path} 파일의 글자를 읽지 못했어요. ‘CSV UTF-8’ 형식으로 다시 저장해 주세요."
    )


def _read_workbook(path: Path, data: bytes) -> list[list[str]]:
    try:
        sheet = load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
        rows = list(sheet.iter_rows(values_only=True))
    except Exception as error:  # openpyxl raises many kinds for a damaged file
        raise CourseError(
            f"{path} 파일을 엑셀 파일로 열 수 없어요. 파일이 깨졌는지 보고 다시 저장해 주세요."
        ) from error
    return [["" if cell is None else str(cell).strip() for cell in row] for row in rows]
