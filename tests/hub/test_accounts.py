"""First passwords and the rows of the Hub's database."""

import pytest
from jupyterhub import orm
from nativeauthenticator.orm import UserInfo

from autograder.errors import CourseError
from autograder.hub.accounts import accounts_path, first_passwords, hub_groups, register
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
