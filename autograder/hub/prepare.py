"""Getting a home ready for a start of the Hub: folder, roster, courses, accounts, settings.

Every step may be repeated: a first start that was cut off is simply finished by the next.
"""

import csv
import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from pathlib import Path

from jupyterhub.orm import DatabaseSchemaMismatch
from sqlalchemy.exc import SQLAlchemyError

from autograder import ports
from autograder.course.setup import prepare_course
from autograder.errors import CourseError
from autograder.hub import accounts, isolation, processes
from autograder.hub.config import database_url, proxy_pid_path
from autograder.hub.settings import HubSettings, Mode, read_settings, settings_path, write_settings
from autograder.paths import DEPLOY, TRACKS, Home
from autograder.roster import COLUMNS, Roster, read_roster
from autograder.tryout import units, walls
from autograder.tryout.settings import VISITORS, TrySettings

_DEMO_ROSTER = DEPLOY / "demo_roster.csv"
_OURS = {"hub", "courses", "exchange", "users", "roster.csv"}


@dataclass(frozen=True, kw_only=True)
class Ready:
    """What ``run`` needs to start, and what the people must be told."""

    settings: HubSettings
    roster: Roster
    passwords: dict[str, str]
    left_over: int


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
    passwords = accounts.first_passwords(home=home, roster=roster, shared=mode == "demo")
    try:
        accounts.register(
            database=database_url(settings),
            roster=roster,
            passwords=passwords,
            courses=list(TRACKS),
        )
        for course in TRACKS:
            prepare_course(home=home, course=course, roster=roster)
    except (SQLAlchemyError, DatabaseSchemaMismatch) as error:
        raise CourseError(
            f"{home.root}의 데이터베이스를 읽지 못했어요({type(error).__name__}). "
            "백업이 있으면 되돌려 놓고, 새로 시작해도 되면 이 폴더를 지워 주세요."
        ) from error
    if mode == "server":
        isolation.isolate(home=home, roster=roster)
    if tryout is not None:
        units.publish(units=units.chosen(tryout.units), folder=tryout.place)
        if mode == "server":
            isolation.service_user(VISITORS, tryout.place.parent)
    proxy_pid_path(settings).unlink(missing_ok=True)
    write_settings(settings)
    return Ready(settings=settings, roster=roster, passwords=passwords, left_over=left_over)


def _make(home: Home) -> None:
    root = home.root
    try:
        if root.is_dir() and (names := set(os.listdir(root))) and not names & _OURS:
            raise CourseError(
                f"{root}에는 다른 것이 들어 있어요. 빈 폴더나 새 폴더를 --home으로 정해 주세요."
            )
        home.hub.mkdir(parents=True, exist_ok=True)
        # Passwords, cookies and tokens are in there.
        home.hub.chmod(0o700)
        (home.hub / "logs").mkdir(exist_ok=True)
        home.users.mkdir(exist_ok=True)
    except OSError as error:
        raise CourseError(
            f"{root} 폴더를 쓸 수 없어요({error.strerror}). --home으로 다른 곳을 정해 주세요."
        ) from error


def _same_mode(home: Home, mode: Mode) -> None:
    if not settings_path(home).exists():
        return
    before = read_settings(home).mode
    if before != mode:
        raise CourseError(
            f"{home.root}은 {before} 방식으로 만든 폴더예요. --mode {before}로 켜거나 "
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
        with home.roster.open("w", encoding="utf-8", newline="") as file:
            os.fchmod(file.fileno(), 0o600)
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows(astuple(member) for member in roster.members)
    return roster
