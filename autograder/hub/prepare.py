"""Getting a home ready for a start of the Hub: folder, roster, courses, accounts, settings.

Every step may be repeated: a first start that was cut off is simply finished by the next.
"""

import csv
import fcntl
import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from pathlib import Path

from jupyterhub.orm import DatabaseSchemaMismatch
from sqlalchemy.exc import SQLAlchemyError

from autograder import ports
from autograder.course.setup import prepare_course
from autograder.errors import CourseError, reason
from autograder.hub import accounts, isolation, processes
from autograder.hub.config import (
    cookie_secret_path,
    database_path,
    database_url,
    proxy_pid_path,
)
from autograder.hub.settings import HubSettings, Mode, settings_path, write_settings
from autograder.paths import DEPLOY, TRACKS, Home
from autograder.roster import COLUMNS, Roster, read_roster
from autograder.tryout import units, walls
from autograder.tryout.settings import VISITORS, TrySettings
from autograder.whole import write_whole

_DEMO_ROSTER = DEPLOY / "demo_roster.csv"


@dataclass(frozen=True, kw_only=True)
class Ready:
    """What ``run`` needs to start, and what the people must be told.

    ``passwords`` are the first ones that are known, by id; ``remarks`` are Korean sentences.
    """

    settings: HubSettings
    roster: Roster
    passwords: dict[str, str]
    remarks: tuple[str, ...]


@contextmanager
def held(home: Home) -> Iterator[None]:
    """Hold ``home`` for one Hub; raises CourseError when it is no place for one or has one."""
    _make(home)
    with (home.hub / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CourseError(
                f"{home.root} 폴더로 켠 허브가 이미 있어요. 그 허브를 쓰거나 먼저 꺼 주세요."
            ) from error
        yield


def prepare(
    *,
    home: Home,
    mode: Mode,
    port: int,
    roster_file: Path | None,
    tryout: TrySettings | None = None,
) -> Ready:
    """Get ``home`` (which is ``held``) ready for one start, with ``tryout`` for visitors too.

    Raises CourseError, with nothing left running, when something stands in the way.
    """
    _same_mode(home, mode)
    if mode == "server":
        isolation.require_root_and_closed_sources()
    left_over = processes.end(home, patience=3)
    ports.require_free(port)
    if tryout is not None:
        walls.tiers(tryout.sandbox)
    roster = _roster(home, mode, roster_file)
    hub_port, api_port, try_port, *service_ports = ports.free_ports(3 + len(TRACKS))
    public = isolation.publish(home) if mode == "server" else None
    settings = HubSettings(
        home=str(home.root),
        mode=mode,
        port=port,
        hub_port=hub_port,
        proxy_api_port=api_port,
        service_ports=dict(zip(TRACKS, service_ports, strict=True)),
        python=str(public.python if public else sys.executable),
        deploy=str(public.deploy if public else DEPLOY),
        tryout=tryout and replace(tryout, port=try_port),
    )
    remarks = [f"지난번에 꺼지지 않은 프로그램 {left_over}개를 정리했어요."] if left_over else []
    if _drop_damaged_secret(home):
        remarks.append(
            "로그인 열쇠(cookie_secret)가 깨져서 새로 만들어요. 모두 다시 로그인해 주세요."
        )
    passwords = _accounts(home, database=database_url(settings), roster=roster, mode=mode)
    for course in TRACKS:
        prepare_course(home=home, course=course, roster=roster)
    if mode == "server":
        isolation.isolate(home=home, roster=roster)
    if tryout is not None:
        units.publish(units=units.chosen(tryout.units), folder=tryout.place)
        if mode == "server":
            isolation.service_user(VISITORS, tryout.place.parent)
    proxy_pid_path(settings).unlink(missing_ok=True)
    write_settings(settings)
    return Ready(settings=settings, roster=roster, passwords=passwords, remarks=tuple(remarks))


def _accounts(home: Home, *, database: str, roster: Roster, mode: Mode) -> dict[str, str]:
    try:
        passwords = accounts.first_passwords(
            home=home,
            roster=roster,
            shared=mode == "demo",
            known=accounts.with_login(database=database),
        )
        accounts.register(
            database=database, roster=roster, passwords=passwords, courses=list(TRACKS)
        )
    except (SQLAlchemyError, DatabaseSchemaMismatch) as error:
        raise CourseError(
            f"계정 데이터베이스 {database_path(home)} 파일을 읽거나 쓰지 못했어요"
            f"({type(error).__name__}). 디스크와 권한을 먼저 봐 주세요. 깨졌으면 백업을 "
            "되돌리거나, 이 파일만 다른 이름으로 옮기고 다시 시작해요. 한 일과 점수는 그대로이고, "
            "바꾼 비밀번호만 처음 것으로 돌아가요."
        ) from error
    return passwords


def _drop_damaged_secret(home: Home) -> bool:
    """Remove a cookie secret that the Hub would end at; return whether there was one."""
    path = cookie_secret_path(home)
    try:
        path.chmod(0o600)
        if re.fullmatch(rb"([0-9a-fA-F]{2}){32}\s*", path.read_bytes()):
            return False
    except FileNotFoundError:
        return False
    path.unlink()
    return True


def _make(home: Home) -> None:
    root = home.root
    home.require_ours()
    try:
        home.hub.mkdir(parents=True, exist_ok=True)
        # Passwords, cookies and tokens are in there.
        home.hub.chmod(0o700)
        (home.hub / "logs").mkdir(exist_ok=True)
        home.users.mkdir(exist_ok=True)
    except OSError as error:
        raise CourseError(
            f"{root} 폴더를 쓸 수 없어요({reason(error)}). --home으로 다른 곳을 정해 주세요."
        ) from error


def _same_mode(home: Home, mode: Mode) -> None:
    if not home.public.is_dir() and not settings_path(home).exists():
        return
    before = "server" if home.public.is_dir() else "demo"
    if before != mode:
        raise CourseError(
            f"{home.root} 폴더는 {before} 방식으로 만들었어요. --mode {before}로 켜거나 "
            "--home으로 다른 폴더를 정해 주세요."
        )


def _roster(home: Home, mode: Mode, given: Path | None) -> Roster:
    """The roster of this start, kept in the home as CSV in UTF-8."""
    if given is None and not home.roster.exists():
        if mode == "server":
            raise CourseError("누가 배우는지 명단이 필요해요. --roster 명단.csv로 정해 주세요.")
        given = _DEMO_ROSTER
    roster = read_roster(given or home.roster)
    if given is not None:
        text = io.StringIO()
        rows = [COLUMNS, *(astuple(member) for member in roster.members)]
        csv.writer(text).writerows(rows)
        write_whole(home.roster, text.getvalue(), mode=0o600)
    return roster
