"""``junggu verify`` and ``junggu check-notebooks``: the course's own checks, checked."""

from pathlib import Path
from typing import Annotated

import typer

from autograder.cli import printing
from autograder.cli.options import AsJson
from autograder.errors import CourseError
from autograder.syllabus import Unit, read_syllabus

_What = Annotated[
    list[str] | None,
    typer.Argument(help="과정이나 단원(예: officials, OA1). 없으면 모두", metavar="[과정·단원]…"),
]


def _chosen(names: list[str] | None) -> list[Unit]:
    """The ready units of all that is named, a course or a unit; all of both courses by default."""
    syllabus = read_syllabus()
    tracks = {track.id for track in syllabus.tracks}
    home = {unit.code: unit.track for unit in syllabus.units}
    chosen: list[Unit] = []
    for name in names or sorted(tracks):
        track = home.get(name.upper())
        if name not in tracks and track is None:
            known = ", ".join([*sorted(tracks), *(u.code for u in syllabus.units if u.ready)])
            raise CourseError(f"‘{name}’ 과정이나 단원은 없어요. 쓸 수 있는 이름: {known}")
        chosen += syllabus.of(track, [name]) if track else syllabus.of(name)
    return list({unit.code: unit for unit in chosen}.values())


def verify(
    what: _What = None,
    bank: Annotated[
        list[Path] | None, typer.Option(help="더 채점해 볼 정답 모음 파일", metavar="<파일>")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """정답 모음의 모든 답을 채점해서 확인이 제대로 판단하는지 증명해요."""
    from autograder import verification

    chosen, banks = _chosen(what), bank or []
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
    what: _What = None,
    fix: Annotated[bool, typer.Option("--fix", help="정해진 꼴로 다시 적어요")] = False,
    as_json: AsJson = False,
) -> None:
    """노트북이 정해진 꼴(크기, 이름, 점수, 목표, 그림 설명)을 지키는지 보아요."""
    from autograder import form

    chosen = _chosen(what)
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
