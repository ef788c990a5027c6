"""``junggu release|collect|grade|feedback``: the four steps of a unit."""

from typing import Annotated

import typer

from autograder.cli import printing
from autograder.cli.options import HOME, AsJson, Course, HomeFolder, Units
from autograder.paths import Home
from autograder.syllabus import read_syllabus


def _open(home, course, units):
    """Prepare the course folder; return it and the unit codes that were asked for."""
    from autograder.course.setup import prepare_course

    codes = [unit.code for unit in read_syllabus().of(course, units or ())]
    prepared = prepare_course(home=Home.at(home), course=course)
    if prepared.kept:
        printing.remarks.print(
            f"이 과정에서 고친 단원은 그대로 두었어요: {', '.join(prepared.kept)}"
        )
    return prepared.folder, codes


def _finish(title: str, outcomes: list, as_json: bool) -> None:
    if as_json:
        printing.print_json(outcomes)
    else:
        rows = [
            (
                outcome.unit,
                outcome.learner,
                "됨" if outcome.done else "살펴보기",
                "" if outcome.points is None else f"{outcome.points:g}/{outcome.full:g}",
                outcome.says,
            )
            for outcome in outcomes
        ]
        printing.print_table(title, ["단원", "학습자", "상태", "점수", "내용"], rows)
    raise typer.Exit(0 if all(outcome.done for outcome in outcomes) else 1)


def release(
    course: Course,
    units: Units = None,
    due: Annotated[str | None, typer.Option(help="기한(한국 시각), 예: ‘2026-12-01 18:00’")] = None,
    home: HomeFolder = HOME,
    as_json: AsJson = False,
) -> None:
    """단원을 학습자에게 배포해요(정답과 숨은 확인은 빼고요)."""
    from autograder.course import steps

    deadline = steps.parse_due(due) if due else None
    folder, codes = _open(home, course, units)
    with printing.progress_bar("배포", total=len(codes)) as progress:
        outcomes = steps.release(folder=folder, units=codes, due=deadline, progress=progress)
    _finish("배포", outcomes, as_json)


def collect(
    course: Course, units: Units = None, home: HomeFolder = HOME, as_json: AsJson = False
) -> None:
    """학습자가 낸 것을 걷어요."""
    from autograder.course import steps

    folder, codes = _open(home, course, units)
    with printing.progress_bar("걷기", total=len(codes)) as progress:
        outcomes = steps.collect(folder=folder, units=codes, progress=progress)
    _finish("걷기", outcomes, as_json)


def grade(
    course: Course,
    units: Units = None,
    home: HomeFolder = HOME,
    regrade: Annotated[
        bool,
        typer.Option(
            "--regrade", help="확인을 고친 뒤 모두 다시 채점해요(손으로 준 점수는 그대로)"
        ),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="다시 채점할 때 묻지 않고 적어요")] = False,
    scheduler: Annotated[
        str | None, typer.Option(help="Dask 스케줄러 주소. 없으면 이 컴퓨터에서 해요")
    ] = None,
    sandbox: Annotated[
        str | None, typer.Option(help="울타리 단계(A, B, C, none). 없으면 가장 튼튼한 것")
    ] = None,
    workers: Annotated[int | None, typer.Option(help="함께 돌릴 일꾼 수")] = None,
    as_json: AsJson = False,
) -> None:
    """걷은 것을 울타리 안에서 채점해요."""
    from autograder.grading import run

    folder, codes = _open(home, course, units)

    def before_writing(changes) -> bool:
        if not changes:
            printing.remarks.print("달라지는 점수가 없어요.")
            return True
        rows = [
            (c.student, c.assignment, c.cell, c.before, c.after, " ".join(c.why)) for c in changes
        ]
        columns = ["학습자", "단원", "과제", "전", "뒤", "까닭"]
        printing.print_table("점수가 달라져요", columns, rows, to=printing.remarks)
        return yes or as_json or typer.confirm("이대로 적을까요?")

    with printing.progress_bar("채점", total=None) as advance:
        report = run.grade(
            course_dir=folder,
            assignments=codes,
            regrade=regrade,
            before_writing=before_writing,
            scheduler=scheduler,
            sandbox=sandbox,
            workers=workers,
            progress=lambda line, done, of: advance(f"{line.assignment} {line.student}", of=of),
        )
    if as_json:
        printing.print_json(report)
    else:
        rows = [
            (
                line.assignment,
                line.student,
                "" if line.points is None else f"{line.points:g}/{line.full:g}",
                line.says,
            )
            for line in report.lines
        ]
        printing.print_table("채점", ["단원", "학습자", "점수", "내용"], rows)
        printing.result.print(report.summary())
    raise typer.Exit(1 if report.troubled else 0)


def feedback(
    course: Course, units: Units = None, home: HomeFolder = HOME, as_json: AsJson = False
) -> None:
    """채점한 의견을 학습자에게 돌려줘요."""
    from autograder.course import steps

    folder, codes = _open(home, course, units)
    with printing.progress_bar("의견", total=None) as progress:
        outcomes = steps.feedback(folder=folder, units=codes, progress=progress)
    _finish("의견 돌려주기", outcomes, as_json)
