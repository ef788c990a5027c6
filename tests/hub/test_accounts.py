"""First passwords and the rows of the Hub's database."""

import json
from contextlib import closing

import pytest
from jupyterhub import orm
from nativeauthenticator.orm import UserInfo

from autograder.cli.app import run
from autograder.errors import CourseError
from autograder.hub.accounts import (
    accounts_path,
    first_passwords,
    hub_groups,
    register,
    with_login,
)
from autograder.hub.config import database_path
from autograder.paths import DEPLOY, TRACKS, Home
from autograder.roster import Roster, read_roster


@pytest.fixture
def home(tmp_path):
    home = Home.at(tmp_path)
    home.hub.mkdir()
    return home


@pytest.fixture
def roster():
    return read_roster(DEPLOY / "demo_roster.csv")


def without(roster, person):
    return Roster(members=tuple(m for m in roster.members if m.id != person))


def test_passwords_are_kept_and_only_the_owner_can_read_them(home, roster):
    first = first_passwords(home=home, roster=without(roster, "choi.youth"), shared=False)
    assert len(set(first.values())) == len(first) == 7
    again = first_passwords(home=home, roster=roster, shared=False)
    assert again == first | {"choi.youth": again["choi.youth"]}
    assert accounts_path(home).stat().st_mode & 0o777 == 0o600


def test_a_demonstration_has_one_password_also_for_those_who_come_later(home, roster):
    first_passwords(home=home, roster=without(roster, "choi.youth"), shared=True)
    assert len(set(first_passwords(home=home, roster=roster, shared=True).values())) == 1


def test_a_damaged_file_is_named(home, roster):
    accounts_path(home).write_text("[]")
    with pytest.raises(CourseError, match=r"accounts\.json"):
        first_passwords(home=home, roster=roster, shared=True)


def test_the_database_follows_the_roster(home, roster):
    """Who left loses login, user and group; who changed the password keeps the new one."""
    database = f"sqlite:///{home.hub / 'jupyterhub.sqlite'}"
    passwords = first_passwords(home=home, roster=roster, shared=True)

    def bring(people):
        register(database=database, roster=people, passwords=passwords, courses=list(TRACKS))

    bring(roster)
    session = orm.new_session_factory(database)()
    for name, people in hub_groups(roster, courses=list(TRACKS)).items():
        session.add(orm.Group(name=name, users=[_user(session, person) for person in people]))
    kept = UserInfo.find(session, "kim.official")
    assert kept.is_authorized and kept.is_valid_password(passwords["kim.official"])
    kept.password = b"changed"
    session.commit()

    bring(without(roster, "lee.official"))
    session.expire_all()
    assert UserInfo.find(session, "kim.official").password == b"changed"
    assert UserInfo.find(session, "lee.official").is_authorized is False
    assert orm.User.find(session, "lee.official") is None
    learners = orm.Group.find(session, "nbgrader-officials").users
    assert {user.name for user in learners} == {"kim.official"}

    bring(roster)
    session.expire_all()
    assert UserInfo.find(session, "lee.official").is_authorized is True


def test_one_persons_password_is_reset_and_nobody_elses(home, roster, capsys):
    database = f"sqlite:///{database_path(home)}"
    passwords = first_passwords(home=home, roster=roster, shared=True)
    register(database=database, roster=roster, passwords=passwords, courses=list(TRACKS))
    assert run(["password", "kim.official", "--home", str(home.root)]) == 0
    fresh = capsys.readouterr().out.split()[-1]
    with closing(orm.new_session_factory(database)()) as session:
        assert UserInfo.find(session, "kim.official").is_valid_password(fresh)
        assert not UserInfo.find(session, "kim.official").is_valid_password(
            passwords["kim.official"]
        )
        assert UserInfo.find(session, "lee.official").is_valid_password(passwords["lee.official"])
    kept = json.loads(accounts_path(home).read_text())
    assert kept == passwords | {"kim.official": fresh}

    assert run(["password", "nobody", "--home", str(home.root)]) == 1
    assert "nobody" in capsys.readouterr().err
    assert json.loads(accounts_path(home).read_text()) == kept


def test_a_lost_file_gives_nobody_a_password_that_does_not_open(home, roster):
    database = f"sqlite:///{database_path(home)}"
    some = without(roster, "choi.youth")
    passwords = first_passwords(home=home, roster=some, shared=False)
    register(database=database, roster=some, passwords=passwords, courses=list(TRACKS))
    accounts_path(home).unlink()
    known = with_login(database=database)
    assert first_passwords(home=home, roster=roster, shared=False, known=known).keys() == {
        "choi.youth"
    }


def test_a_person_may_teach_two_courses(roster):
    groups = hub_groups(roster, courses=list(TRACKS))
    assert "prof.han" in groups["formgrade-officials"]
    assert "prof.han" in groups["formgrade-residents"]
    assert "prof.han" not in groups["nbgrader-officials"] + groups["nbgrader-residents"]


def _user(session, name):
    found = orm.User.find(session, name)
    if found is None:
        found = orm.User(name=name)
        session.add(found)
    return found
