"""Accounts of the Hub: first passwords, and the rows that NativeAuthenticator reads.

First passwords are made once and kept, readable by the owner alone, in ``hub/accounts.json``.
Somebody who changes a password keeps the new one: rows are added and closed, never rewritten.
"""

import json
import logging
import secrets
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import mode

import bcrypt
from jupyterhub import orm
from nativeauthenticator.orm import UserInfo
from sqlalchemy.orm import Session

from autograder.errors import CourseError
from autograder.paths import Home
from autograder.roster import Roster
from autograder.whole import write_whole

# Without letters and digits that people mix up when they read a password aloud.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_PASSWORD_LENGTH = 10

LEARNERS = "nbgrader-{course}"
GRADERS = "formgrade-{course}"


def accounts_path(home: Home) -> Path:
    return home.hub / "accounts.json"


def first_passwords(
    *, home: Home, roster: Roster, shared: bool, known: Collection[str] = ()
) -> dict[str, str]:
    """Return ``{id: first password}`` for the roster; new people get one now.

    ``shared`` gives all the same (a demonstration: one word to read out), else each their own.
    Somebody ``known`` has a login: when the file has lost theirs, none is made up that would not
    open it. Raises CourseError when the kept file is damaged.
    """
    path = accounts_path(home)
    kept = _read(path)
    # The word of most: one person's may have been reset.
    common = (mode(kept.values()) if kept else _password()) if shared else None
    passwords = {
        person: kept.get(person) or common or _password()
        for person in roster.ids()
        if person in kept or person not in known
    }
    if passwords.keys() - kept.keys():
        _write(path, kept | passwords)
    return passwords


def with_login(*, database: str) -> set[str]:
    """Everybody whom the Hub's database has a password of."""
    with _session(database) as session:
        return {info.username for info in UserInfo.all_users(session)}


def reset_password(*, home: Home, database: str, person: str) -> str:
    """Give one person a new first password, and return it; nobody else's account is touched.

    May be called while the Hub runs. Raises CourseError for somebody without an account.
    """
    with _session(database) as session:
        info = UserInfo.find(session, person)
        if info is None:
            known = ", ".join(sorted(info.username for info in UserInfo.all_users(session)))
            raise CourseError(f"‘{person}’ 계정이 없어요. 있는 계정: {known}")
        password = _password()
        info.password = bcrypt.hashpw(password.encode(), bcrypt.gensalt())
        # Kept first: a password in the database alone would be known to nobody.
        _write(accounts_path(home), _read(accounts_path(home)) | {person: password})
        session.commit()
    return password


def hub_groups(roster: Roster, *, courses: list[str]) -> dict[str, list[str]]:
    """Return ``{group: ids}`` as nbgrader expects them; groups without people included."""
    groups = {}
    for course in courses:
        groups[LEARNERS.format(course=course)] = [m.id for m in roster.of(course, "learner")]
        groups[GRADERS.format(course=course)] = [m.id for m in roster.of(course, "instructor")]
    return groups


def register(
    *, database: str, roster: Roster, passwords: dict[str, str], courses: list[str]
) -> None:
    """Bring the Hub's database in line with the roster, before the Hub starts.

    Adds a login for everybody who has none; closes the login, the sessions and the groups of
    people who are no longer in the roster (the Hub itself only ever adds).
    """
    with _session(database) as session:
        known = {info.username: info for info in UserInfo.all_users(session)}
        hashed: dict[str, bytes] = {}
        for person in roster.ids():
            if person in known:
                known[person].is_authorized = True
                continue
            password = passwords[person]
            if password not in hashed:
                hashed[password] = bcrypt.hashpw(password.encode(), bcrypt.gensalt())
            session.add(UserInfo(username=person, password=hashed[password], is_authorized=True))
        members = set(roster.ids())
        for name, info in known.items():
            if name not in members:
                info.is_authorized = False
        for user in session.query(orm.User):
            if user.name not in members:
                session.delete(user)
        for name, people in hub_groups(roster, courses=courses).items():
            group = orm.Group.find(session, name)
            if group is not None:
                group.users = [user for user in group.users if user.name in people]
        session.commit()


@contextmanager
def _session(database: str) -> Iterator[Session]:
    # The migration tool would tell the operator of every table that it looks at.
    logging.disable(logging.INFO)
    try:
        session: Session = orm.new_session_factory(database)()
    finally:
        logging.disable(logging.NOTSET)
    try:
        yield session
    finally:
        session.close()
        session.get_bind().dispose()


def _password() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(_PASSWORD_LENGTH))


def _read(path: Path) -> dict[str, str]:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise CourseError(_damaged(path)) from error
    if not isinstance(kept, dict) or not all(isinstance(word, str) for word in kept.values()):
        raise CourseError(_damaged(path))
    return kept


def _damaged(path: Path) -> str:
    return (
        f"비밀번호 기록 {path} 파일을 읽지 못했어요. 이름을 바꾼 뒤 다시 해 주세요. "
        "쓰던 비밀번호는 모두 그대로예요. 모르는 사람에게는 ‘junggu password 아이디’로 새로 정해 "
        "줄 수 있어요."
    )


def _write(path: Path, passwords: dict[str, str]) -> None:
    text = json.dumps(passwords, ensure_ascii=False, indent=1, sort_keys=True)
    write_whole(path, text + "\n", mode=0o600)
