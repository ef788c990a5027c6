"""``junggu verify`` and ``junggu check-notebooks``: the course's own checks, checked."""

from pathlib import Path
from typing import Annotated

import typer

from autograder.cli import printing
from autograder.cli.options import AsJson
from autograder.syllabus import Unit, read_syllabus

_Course = Annotated[str | None, typer.Argument(help="과정. 없으면 모두", metavar="[과정]")]
_Units = Annotated[list[str] | None, typer.Argument(help="단원(예: OA1)", metavar="[단원]…")]


def _chosen(course: str | None, codes: list[str] | None) -> list[Unit]:
    syllabus = read_syllabus()
    courses = [course] if course else [track.id for track in syllabus.tracks]
    return [unit for name in courses for unit in syllabus.of(name, codes or ())]


def verify(
    course: _Course = None,
    units: _Units = None,
    bank: Annotated[
        list[Path] | None, typer.Option(help="더 채점해 볼 정답 모음 파일", metavar="파일")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """정답 모음의 모든 답을 채점해서 확인이 제대로 판단하는지 증명해요."""
    from autograder import verification

    chosen, banks = _chosen(course, units), bank or []
    total = verification.count_answers(units=chosen, more_banks=banks)
    with (
        verification.warm_runner() as runner,
        printing.progress_bar("증명", total=total) as progress,
    ):
        verdicts = verification.verify(
            units=chosen, runner=runner, more_banks=banks, progress=progress
        )
    wrong = [verdict for verdict in verdicts if not verdict.right]
    if as_json:
        printing.print_json(verdicts)
    else:
        rows = []
        for unit in chosen:
            mine = [v for v in verdicts if v.unit == unit.code]
            bad = sum(not v.right for v in mine)
            accepted = sum(v.accept for v in mine)
            rows.append((unit.code, accepted, len(mine) - accepted, bad or "없음"))
        printing.print_table(
            f"답 {len(verdicts)}개를 채점했어요",
            ["단원", "받아야 할 답", "받지 않아야 할 답", "잘못 판단"],
            rows,
        )
        for verdict in wrong:
            printing.result.print(f"✗ {verdict.task} · {verdict.answer}: {verdict.says}")
    raise typer.Exit(1 if wrong else 0)


def check_notebooks(
    course: _Course = None,
    units: _Units = None,
    fix: Annotated[bool, typer.Option("--fix", help="정해진 꼴로 다시 적어요")] = False,
    as_json: AsJson = False,
) -> None:
    """노트북이 정해진 꼴(크기, 이름, 점수, 목표, 그림 설명)을 지키는지 보아요."""
    from autograder import form

    chosen = _chosen(course, units)
    if fix:
        paths = [path for unit in chosen for path in sorted(unit.source.glob("*.ipynb"))]
        for path in paths:
            if form.make_canonical(path):
                printing.remarks.print(f"다시 적었어요: {path.name} ({path.parent.name})")
    faults = form.check_units(chosen) + form.check_syllabus()
    if as_json:
        printing.print_json(faults)
    elif faults:
        rows = [(fault.unit, fault.place, fault.says) for fault in faults]
        printing.print_table(f"고칠 곳 {len(faults)}군데", ["단원", "어디", "무엇을"], rows)
    else:
        printing.result.print(f"단원 {len(chosen)}개의 노트북이 모두 정해진 꼴이에요.")
    raise typer.Exit(1 if faults else 0)
