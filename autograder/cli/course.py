"""``junggu release|collect|grade|feedback``: the four steps of a unit."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from autograder.cli import printing
from autograder.cli.options import HOME, AsJson, Course, HomeFolder, Units
from autograder.errors import CourseError
from autograder.paths import Home
from autograder.syllabus import read_syllabus

_Yes = Annotated[bool, typer.Option("--yes", help="묻지 않고 해요")]


def _open(home: Path, course: str, units: list[str] | None) -> tuple[Path, list[str]]:
    """Bring a course that has begun up to date; return its folder and the released units.

    Those that were asked for must be released; without names it is all that are.
    """
    place = Home.at(home)
    asked = [unit.code for unit in read_syllabus().of(course, units or ())]
    _require_no_server(place)
    if not place.course(course).is_dir():
        raise CourseError(
            f"{place.root}에 {course} 과정이 없어요. 과정을 연 폴더에서 실행하거나 --home으로 그 "
            f"폴더를 정해 주세요. 처음이면 ‘junggu release {course}’부터 해요."
        )
    from autograder.course import steps

    folder = _prepare(place, course)
    released = steps.released(folder)
    waiting = [code for code in asked if code not in released]
    if len(waiting) == len(asked) or (units and waiting):
        which = ", ".join(waiting) if units else "이 과정의"
        names = " ".join(waiting) if units else ""
        raise CourseError(
            f"{which} 단원은 아직 배포하지 않았어요. "
            f"먼저 ‘{f'junggu release {course} {names}'.strip()}’부터 해 주세요."
        )
    if waiting:
        printing.remarks.print(f"아직 배포하지 않아서 건너뛰었어요: {', '.join(waiting)}")
    return folder, [code for code in asked if code in released]


def _require_no_server(place: Home) -> None:
    """Raise CourseError for a home of the Hub's server mode.

    Its folders belong to system users there; commands at a terminal would open them to others.
    """
    if place.public.is_dir():
        raise CourseError(
            f"{place.root} 폴더는 server 방식의 허브가 쓰고 있어요. 채점실(formgrader)에서 "
            "배포하고, 걷고, 채점하고, 돌려주세요."
        )


def _prepare(place: Home, course: str) -> Path:
    from autograder.course.setup import prepare_course

    prepared = prepare_course(home=place, course=course)
    if prepared.kept:
        printing.remarks.print(
            f"이 과정에서 고친 단원은 그대로 두었어요: {', '.join(prepared.kept)}"
        )
    return prepared.folder


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
    due: Annotated[
        str | None,
        typer.Option(
            metavar="<때>", help="기한(한국 시각), ‘2026-12-01 18:00’. 날짜만 쓰면 그날 23:59까지"
        ),
    ] = None,
    no_due: Annotated[bool, typer.Option("--no-due", help="전에 정한 기한을 없애요")] = False,
    home: HomeFolder = HOME,
    yes: _Yes = False,
    as_json: AsJson = False,
) -> None:
    """단원을 학습자에게 배포해요(정답과 숨은 확인은 빼고요)."""
    from autograder.course import steps

    if due and no_due:
        raise CourseError("--due와 --no-due 가운데 하나만 적어 주세요.")
    deadline = steps.parse_due(due) if due else None
    place = Home.at(home)
    codes = [unit.code for unit in read_syllabus().of(course, units or ())]
    _require_no_server(place)
    if deadline and deadline < datetime.now(UTC).replace(tzinfo=None) and not yes:
        question = f"기한({steps.local_words(deadline)})이 이미 지났어요. 이대로 배포할까요?"
        if not printing.agreed(question):
            raise CourseError("배포하지 않았어요.")
    if not place.course(course).is_dir():
        printing.remarks.print(f"{place.root} 폴더에 과정을 만들어요.")
    folder = _prepare(place, course)
    with printing.progress_bar("배포", total=len(codes)) as progress:
        outcomes = steps.release(
            folder=folder, units=codes, due=deadline, remove_due=no_due, progress=progress
        )
    _finish("배포", outcomes, as_json)


def collect(
    course: Course, units: Units = None, home: HomeFolder = HOME, as_json: AsJson = False
) -> None:
    """학습자가 낸 것을 걷어요."""
    folder, codes = _open(home, course, units)
    from autograder.course import steps

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
    yes: _Yes = False,
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="<주소>", help="Dask 스케줄러(예: tcp://10.0.0.2:8786). 없으면 이 컴퓨터에서"
        ),
    ] = None,
    sandbox: Annotated[
        str | None,
        typer.Option(metavar="<단계>", help="울타리(A, B, C, none). 없으면 가장 튼튼한 것"),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            metavar="<수>", help="한꺼번에 채점할 수. 없으면 코어마다 하나", min=1, max=256
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """걷은 것을 울타리 안에서 채점해요. 이미 채점한 점수는 --regrade 없이는 바뀌지 않아요."""
    folder, codes = _open(home, course, units)
    from autograder.grading import run

    with printing.progress_bar("채점", total=None) as bar:

        def before_writing(changes) -> bool:
            bar.end()
            if as_json:
                return yes
            if not changes:
                printing.remarks.print("달라지는 점수가 없어요.")
                return True
            rows = [
                (c.student, c.assignment, c.cell, c.before, c.after, " ".join(c.why))
                for c in changes
            ]
            columns = ["학습자", "단원", "과제", "전", "뒤", "까닭"]
            printing.print_table("점수가 달라져요", columns, rows, to=printing.remarks)
            return yes or printing.agreed("이대로 적을까요?")

        report = run.grade(
            course_dir=folder,
            assignments=codes,
            regrade=regrade,
            before_writing=before_writing,
            scheduler=scheduler,
            sandbox=sandbox,
            workers=workers,
            progress=lambda line, done, of: bar(f"{line.assignment} {line.student}", of=of),
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
        if rows and report.written:
            printing.print_table("채점", ["단원", "학습자", "점수", "내용"], rows)
        if not rows and not report.skipped:
            printing.result.print("걷은 것이 없어요. 먼저 ‘junggu collect’를 해 주세요.")
        printing.result.print(report.summary())
    # A refused submission has been told to its learner, and a person should know of it.
    to_see = report.troubled or report.refused
    raise typer.Exit(0 if report.written and not to_see else 1)


def feedback(
    course: Course, units: Units = None, home: HomeFolder = HOME, as_json: AsJson = False
) -> None:
    """채점한 의견을 학습자에게 돌려줘요."""
    folder, codes = _open(home, course, units)
    from autograder.course import steps

    with printing.progress_bar("의견", total=None) as progress:
        outcomes = steps.feedback(folder=folder, units=codes, progress=progress)
    _finish("의견 돌려주기", outcomes, as_json)
