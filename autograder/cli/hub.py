"""``junggu hub``: the JupyterHub of both courses."""

import time
from pathlib import Path
from typing import Annotated, Literal

import typer

from autograder.cli import printing
from autograder.cli.options import HOME, HomeFolder
from autograder.errors import CourseError
from autograder.paths import Home
from autograder.syllabus import read_syllabus
from autograder.tryout.settings import PLACES, PREFIX, TrySettings

_ROLES = {"learner": "학습자", "instructor": "강사"}


def hub(
    home: HomeFolder = HOME,
    port: Annotated[
        int, typer.Option(metavar="<수>", help="웹 주소의 포트", min=1024, max=65535)
    ] = 8000,
    mode: Annotated[
        Literal["demo", "server"],
        typer.Option(help="demo: 한 컴퓨터에서 보기(격리 없음), server: 여럿이 쓰기(root 필요)"),
    ] = "demo",
    roster: Annotated[
        Path | None,
        typer.Option(
            metavar="<파일>", help="명단(CSV 또는 xlsx). 없으면 지난 명단, 처음이면 보기 명단"
        ),
    ] = None,
    tryout: Annotated[
        bool, typer.Option("--try", help="코드 없는 단원을 로그인 없이 /try/에서 체험하게 해요")
    ] = False,
    try_unit: Annotated[
        list[str] | None,
        typer.Option(
            metavar="<단원>",
            help="체험할 단원(예: SN2, 여러 번 적어요). 없으면 코드 없는 단원 모두",
        ),
    ] = None,
    try_visitors: Annotated[
        int,
        typer.Option(metavar="<수>", help="한꺼번에 체험할 수 있는 사람 수", min=1, max=200),
    ] = PLACES,
    try_sandbox: Annotated[
        str | None,
        typer.Option(metavar="<단계>", help="체험 울타리(A, B, C, none). 없으면 가장 좋은 것"),
    ] = None,
) -> None:
    """두 과정의 허브를 켜요. Ctrl+C를 누르면 모두 꺼져요."""
    # JupyterHub takes a second to import; ``junggu --help`` does without.
    from autograder.hub.accounts import accounts_path
    from autograder.hub.prepare import held, prepare
    from autograder.hub.release import release_command
    from autograder.hub.run import run
    from autograder.tryout.units import chosen

    started = time.monotonic()
    says = printing.remarks.print
    place = Home.at(home)
    visitors = None
    if tryout:
        visitors = TrySettings(
            units=tuple(unit.code for unit in chosen(try_unit or ())),
            folder=str(place.tryout),
            visitors=try_visitors,
            sandbox=try_sandbox,
        )
    with held(place):
        says("허브를 준비하고 있어요…")
        ready = prepare(home=place, mode=mode, port=port, roster_file=roster, tryout=visitors)
        for remark in ready.remarks:
            says(remark)
        demo = mode == "demo"

        def show() -> None:
            _print_accounts(ready, words=demo)
            if demo:
                says(
                    "보기(demo) 방식이에요. 사람 사이에 격리가 없어서 서로의 파일과 정답을 볼 수 "
                    "있어요. 실제 수업에는 --mode server를 써 주세요."
                )
            else:
                says(f"처음 비밀번호는 {accounts_path(place)} 파일에 있어요(root만 읽어요).")
            says("비밀번호를 잊은 사람에게는 ‘junggu password 아이디’로 새로 정해 줘요.")
            if visitors is not None:
                says(f"체험({', '.join(visitors.units)}): {ready.settings.url}{PREFIX}")
            seconds = time.monotonic() - started
            says(f"{seconds:.0f}초 만에 열렸어요: {ready.settings.url} (끄기: Ctrl+C)")

        jobs = (release_command(place),) if demo else ()
        code = run(ready.settings, says=says, on_ready=show, jobs=jobs)
    raise typer.Exit(code)


def password(
    person: Annotated[
        str, typer.Argument(help="누구의 비밀번호인가요(명단의 id)", metavar="아이디")
    ],
    home: HomeFolder = HOME,
) -> None:
    """한 사람의 비밀번호를 새로 정해요. 허브가 켜져 있어도 되고, 남의 것은 그대로예요."""
    from autograder.hub.accounts import reset_password
    from autograder.hub.config import database_path

    place = Home.at(home)
    database = database_path(place)
    if not database.is_file():
        raise CourseError(
            f"{place.root}에 허브가 없어요. 허브를 연 폴더에서 실행하거나 --home으로 그 폴더를 "
            "정해 주세요."
        )
    fresh = reset_password(home=place, database=f"sqlite:///{database}", person=person)
    printing.result.print(f"{person}의 새 비밀번호: {fresh}")
    printing.remarks.print("본인이 들어온 뒤 ‘비밀번호 바꾸기’에서 바꾸게 해 주세요.")


def _print_accounts(ready, *, words: bool) -> None:
    """Who may come in; with ``words`` also the first passwords, for a demonstration."""
    titles = {track.id: track.title for track in read_syllabus().tracks}
    rows = []
    for person in ready.roster.ids():
        courses = ready.roster.courses_of(person)
        places = [f"{titles[member.course]} {_ROLES[member.role]}" for member in courses]
        word = (ready.passwords.get(person, "기록 없음"),) if words else ()
        rows.append((person, *word, courses[0].name, ", ".join(places)))
    word = ("처음 비밀번호",) if words else ()
    printing.print_table("계정", ["아이디", *word, "이름", "과정과 역할"], rows)
