"""The roster as instructors make it: Excel, CP949, Korean headers, slips."""

import pytest
from openpyxl import Workbook

from autograder.cli.app import run
from autograder.errors import CourseError
from autograder.paths import DEPLOY
from autograder.roster import check_roster, read_roster

HEADER = "id,name,course,role,audience,group"
GOOD = "kim,김하나,officials,learner,official,세정과"


def write(folder, *rows, encoding="utf-8", header=HEADER):
    path = folder / "명단.csv"
    path.write_text("\n".join([header, *rows]), encoding=encoding)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_every_encoding_that_excel_writes(tmp_path, encoding):
    (member,) = read_roster(write(tmp_path, GOOD, encoding=encoding)).members
    assert (member.id, member.name, member.group) == ("kim", "김하나", "세정과")


def test_a_workbook_with_korean_headers(tmp_path):
    book = Workbook()
    book.active.append(["아이디", "이름", "과정", "역할", "대상", "동"])
    book.active.append(["park", "박둘", "residents", "학습자", "senior", "목동"])
    path = tmp_path / "명단.xlsx"
    book.save(path)
    (member,) = read_roster(path).members
    assert (member.role, member.group) == ("learner", "목동")


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("Kim,김,officials,learner,official,과", "Kim"),
        ("../x,김,officials,learner,official,과", "../x"),
        ("grader-officials,김,officials,learner,official,과", "시스템이 쓰는"),
        (",김,officials,learner,official,과", "비어"),
        ("lee,,officials,learner,official,과", "name"),
        ("lee,이,officers,learner,official,과", "officers"),
        ("lee,이,officials,student,official,과", "student"),
        ("lee,이,residents,learner,official,과", "official"),
        ("kim,김하나,officials,learner,official,과", "두 번"),
        ("kim,김두나,residents,learner,senior,과", "이름이 둘"),
    ],
)
def test_each_slip_is_named_and_the_rest_is_kept(tmp_path, row, says):
    roster, faults = check_roster(write(tmp_path, GOOD, row))
    assert roster.members[0].id == "kim"
    assert says in " ".join(fault.says for fault in faults)
    with pytest.raises(CourseError, match="roster check"):
        read_roster(tmp_path / "명단.csv")


def test_rows_are_counted_as_a_spreadsheet_counts(tmp_path):
    _, (fault,) = check_roster(write(tmp_path, GOOD, "", "X,이,officials,learner,official,과"))
    assert fault.row == 4


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "비어"),
        (b"name,course\n", "id"),
        (b"id,id,name,course,role,audience,group\n", "두 번"),
        (b"\xff\xfe\x00\x81", "CSV UTF-8"),
    ],
)
def test_a_file_that_is_no_roster(tmp_path, content, says):
    path = tmp_path / "명단.csv"
    path.write_bytes(content)
    with pytest.raises(CourseError, match=says):
        check_roster(path)


def test_a_damaged_workbook(tmp_path):
    path = tmp_path / "명단.xlsx"
    path.write_bytes(b"PK not really")
    with pytest.raises(CourseError, match="엑셀"):
        check_roster(path)


def test_the_demo_roster_covers_both_courses_and_every_audience():
    roster = read_roster(DEPLOY / "demo_roster.csv")
    learners = [member for member in roster.members if member.role == "learner"]
    assert len({m.id for m in roster.members if m.role == "instructor"}) == 2
    assert len(learners) == 6
    assert {m.audience for m in learners} == {"official", "senior", "youth", "business"}


def test_the_command_says_the_row_and_fails(tmp_path, capsys):
    path = write(tmp_path, GOOD, "lee,이,officers,learner,official,과")
    assert run(["roster", "check", str(path)]) == 1
    shown = capsys.readouterr().out
    assert "3" in shown
    assert "officers" in shown
    assert run(["roster", "check", str(DEPLOY / "demo_roster.csv")]) == 0
