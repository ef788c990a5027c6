"""Server mode: every person a system user, course folders closed, one environment for all.

The Hub runs as root from a closed checkout. Learners' servers run as themselves from an
environment under ``public/`` of the home, which holds this project as an installed wheel: no
sources of units, no answer banks. Graders' folders belong to one system user a course.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from autograder.environment import LOCK
from autograder.errors import CourseError
from autograder.paths import CURRICULUM, DEPLOY, REPOSITORY, TRACKS, Home
from autograder.roster import Roster

# A virtual environment made from a Python in somebody's home would be closed to the others.
SYSTEM_PYTHON = Path("/usr/bin/python3")
# Not every root shell looks into the folders of the administrator's programs.
_SEARCHED = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin"
_USERADD = shutil.which("useradd", path=_SEARCHED) or "useradd"
_WHEEL_PARTS = ("pyproject.toml", "autograder", "curriculum", "datasets")

# What nbgrader itself gives these folders; made ahead so that no learner can make them first.
_EXCHANGE_FOLDERS = {"inbound": 0o2733, "outbound": 0o755, "feedback": 0o711}


@dataclass(frozen=True, kw_only=True)
class Public:
    """What every system user may read: the Python of the servers, and their configuration."""

    python: Path
    deploy: Path


def grader(course: str) -> str:
    """The system user who owns the course folder."""
    return f"grader-{course}"


def require_root_and_closed_sources() -> None:
    """Raise CourseError unless this is root and learners cannot read the checkout."""
    if os.geteuid() != 0:
        raise CourseError("server 방식은 root로 켜야 해요. 앞에 sudo를 붙여 다시 시작해 주세요.")
    if _others_can_enter(REPOSITORY):
        raise CourseError(
            f"학습자가 {REPOSITORY}에 든 정답을 읽을 수 있어요. "
            f"‘chmod 700 {REPOSITORY}’를 한 뒤 다시 시작해 주세요."
        )


def publish(home: Home) -> Public:
    """Make or renew the environment and the configuration that everybody's server uses.

    Needs the package index when the lock has changed. Raises CourseError when a step fails.
    """
    if not _others_can_enter(home.root.parent):
        raise CourseError(
            f"학습자가 {home.root.parent} 폴더를 지나갈 수 없어요. "
            "‘--home /srv/junggu’처럼 열린 곳에 있는 폴더를 정해 주세요."
        )
    folder = home.public
    folder.mkdir(mode=0o755, exist_ok=True)
    environment = folder / "env"
    _renew(folder / "lock.sha256", digest_of([LOCK]), lambda: _install_lock(environment))
    parts = [REPOSITORY / part for part in _WHEEL_PARTS]
    _renew(folder / "wheel.sha256", digest_of(parts), lambda: _install_wheel(environment))
    deploy = folder / "deploy"
    shutil.rmtree(deploy, ignore_errors=True)
    shutil.copytree(DEPLOY, deploy, ignore=shutil.ignore_patterns("__pycache__", "*.csv"))
    # Feedback names a unit's objectives; nothing else of the curriculum is needed there.
    (deploy / "curriculum").mkdir()
    shutil.copy(CURRICULUM / "syllabus.yaml", deploy / "curriculum")
    _run(["chmod", "-R", "u=rwX,go=rX", str(deploy)], "설정 폴더를 열지 못했어요")
    return Public(python=environment / "bin" / "python", deploy=deploy)


def isolate(*, home: Home, roster: Roster) -> None:
    """Give every person and every course a system user, and close what is not theirs."""
    for folder, mode in (
        (home.root, 0o711),
        (home.hub, 0o700),
        (home.users, 0o711),
        (home.root / "courses", 0o711),
        (home.roster, 0o600),
        # Sticky: whoever hands in cannot move the courses' folders away.
        (home.exchange, 0o1777),
    ):
        folder.chmod(mode)
    for person in roster.ids():
        person_user(person, home.users / person)
    for course in TRACKS:
        folder = home.course(course)
        user = service_user(grader(course), folder)
        _run(["chown", "-R", f"{user.pw_uid}:{user.pw_gid}", str(folder)], "주인을 바꾸지 못했어요")
        _exchange_of(home, course, user)


def _exchange_of(home: Home, course: str, user: pwd.struct_passwd) -> None:
    root = home.exchange / course
    for folder, mode in ((root, 0o755), *((root / n, m) for n, m in _EXCHANGE_FOLDERS.items())):
        folder.mkdir(exist_ok=True)
        os.chown(folder, user.pw_uid, user.pw_gid)
        # After chown, which would take the set-group bit away.
        folder.chmod(mode)


def person_user(name: str, folder: Path) -> pwd.struct_passwd:
    """The system user of somebody in the roster, as ``_system_user`` makes it."""
    return _system_user(name, folder, mend="명단의 id를 바꾸어 주세요.")


def service_user(name: str, folder: Path) -> pwd.struct_passwd:
    """The system user of a part of the Hub, as ``_system_user`` makes it."""
    mend = (
        "한 컴퓨터에 server 방식의 허브는 하나예요. 먼저 쓰던 --home으로 켜 주세요. "
        f"그 허브를 더 쓰지 않으면 ‘userdel {name}’을 한 뒤 다시 시작해 주세요."
    )
    return _system_user(name, folder, mend=mend)


def _system_user(name: str, folder: Path, *, mend: str) -> pwd.struct_passwd:
    """The system user ``name`` whose closed home is ``folder``; made when there is none.

    Raises CourseError, which ends with ``mend``, when the name has another home.
    """
    try:
        user = pwd.getpwnam(name)
    except KeyError:
        _run(
            [_USERADD, "--home-dir", str(folder), "--user-group", "--shell", "/bin/bash", name],
            f"시스템 사용자 {name}을 만들지 못했어요",
        )
        user = pwd.getpwnam(name)
    if Path(user.pw_dir) != folder:
        raise CourseError(
            f"‘{name}’은 이 컴퓨터에 이미 있는 다른 계정이에요(집: {user.pw_dir}). {mend}"
        )
    folder.mkdir(parents=True, exist_ok=True)
    os.chown(folder, user.pw_uid, user.pw_gid)
    folder.chmod(0o700)
    return user


def _others_can_enter(folder: Path) -> bool:
    return all(place.stat().st_mode & 0o001 for place in (folder, *folder.parents))


def _renew(stamp: Path, digest: str, make) -> None:
    """Call ``make`` unless it has been done for ``digest``."""
    if stamp.exists() and stamp.read_text() == digest:
        return
    stamp.unlink(missing_ok=True)
    make()
    stamp.write_text(digest)


def _install_lock(environment: Path) -> None:
    _run([str(SYSTEM_PYTHON), "-m", "venv", "--clear", str(environment)], "환경을 만들지 못했어요")
    pip = [str(environment / "bin" / "python"), "-m", "pip", "--quiet", "install"]
    _run([*pip, "--require-hashes", "-r", str(LOCK)], "꾸러미를 설치하지 못했어요")


def _install_wheel(environment: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        build = [sys.executable, "-m", "pip", "--quiet", "wheel", "--no-deps"]
        build += ["--no-build-isolation", "--wheel-dir", folder, str(REPOSITORY)]
        _run(build, "이 프로젝트의 꾸러미를 만들지 못했어요")
        (wheel,) = Path(folder).glob("*.whl")
        pip = [str(environment / "bin" / "python"), "-m", "pip", "--quiet", "install"]
        _run(
            [*pip, "--no-deps", "--no-index", "--force-reinstall", str(wheel)],
            "이 프로젝트의 꾸러미를 설치하지 못했어요",
        )


def digest_of(paths: list[Path]) -> str:
    sha = hashlib.sha256()
    for path in paths:
        files = [path] if path.is_file() else sorted(path.rglob("*"))
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                sha.update(str(file.relative_to(REPOSITORY)).encode())
                sha.update(file.read_bytes())
    return sha.hexdigest()


def _run(command: list[str], failed: str) -> None:
    # World-readable whatever root's umask is.
    try:
        done = subprocess.run(command, capture_output=True, text=True, umask=0o022)
    except OSError as error:
        raise CourseError(f"{failed}({command[0]} 프로그램을 쓸 수 없어요).") from error
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["까닭을 말하지 않았어요"])[-1]
        raise CourseError(f"{failed}({last}).")
