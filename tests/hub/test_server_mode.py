"""Server mode: tested as root, by trying as a learner to read what is not theirs.

System users outlive a run that is killed, and two runs on one machine would share them: a run
waits for the other, and removes first what a killed one has left.
"""

import fcntl
import http.cookiejar
import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import httpx
import psutil
import pytest
from hubs import running_hub, wait_for
from visitors import Visitor

from autograder.hub import isolation, processes
from autograder.paths import REPOSITORY, TRACKS, Home
from autograder.sandbox.tiers import available
from autograder.tryout.settings import PREFIX, VISITORS

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0, reason="server mode makes system users: run as root to test it"
)

# Names that no machine has already.
OFFICIAL, SENIOR, TEACHER = "t-official.kim", "t-senior.park", "t-prof.han"
# Names that every Hub in server mode takes.
SERVICES = (*(isolation.grader(course) for course in TRACKS), VISITORS)
# Where system users can come, unlike pytest's own folders.
OPEN_PLACE = Path("/var/tmp")
PLACES = "junggu-server-mode-"
LOCK = Path("/run/junggu-server-mode.lock")
ROSTER = f"""id,name,course,role,audience,group
{OFFICIAL},김보라(가상),officials,learner,official,민원여권과
{SENIOR},박순자(가상),residents,learner,senior,문창동
{TEACHER},한지혜(가상),officials,instructor,,충남대학교
"""
PARTS = ("autograder", "curriculum", "datasets", "deploy", "officials_track", "residents_track")
FILES = ("pyproject.toml", "requirements.lock", "LICENSE", "README.md", "README.ko.md")


def link_or_copy(source: str, target: str) -> None:
    """Two names for one file where the disk allows it: a gigabyte less to write."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def accounts_made_here() -> list[str]:
    """The system users that this test has made, now or in a run that was killed.

    Skips where one of the names belongs to somebody else: a real Hub must not lose its users.
    """
    found = [
        user for user in pwd.getpwall() if user.pw_name in (OFFICIAL, SENIOR, TEACHER, *SERVICES)
    ]
    for user in found:
        if not user.pw_dir.startswith(str(OPEN_PLACE / PLACES)):
            pytest.skip(f"{user.pw_name} of {user.pw_dir} belongs to a Hub in server mode")
    return [user.pw_name for user in found]


def remove_what_is_left() -> None:
    """Remove processes, system users and folders of this test."""
    accounts = accounts_made_here()
    folders = list(OPEN_PLACE.glob(f"{PLACES}*/"))
    for folder in folders:
        processes.end(Home.at(folder / "home"), patience=3)
    for user in accounts:
        subprocess.run(["/usr/sbin/userdel", user], check=True, capture_output=True)
    for folder in folders:
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def alone():
    """No other run of this test on the machine, and no system users of one."""
    with LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        remove_what_is_left()
        yield
        remove_what_is_left()


@pytest.fixture(scope="module")
def place(alone):
    """A folder that system users can reach."""
    folder = Path(tempfile.mkdtemp(prefix=PLACES, dir=OPEN_PLACE))
    folder.chmod(0o755)
    return folder


@pytest.fixture(scope="module")
def checkout(place):
    """A closed copy of this checkout: the operator's."""
    folder = place / "checkout"
    folder.mkdir(mode=0o700)
    for part in PARTS:
        ignored = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
        shutil.copytree(REPOSITORY / part, folder / part, ignore=ignored)
    for name in FILES:
        if (REPOSITORY / name).exists():
            shutil.copy(REPOSITORY / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def home(place):
    """A home whose environment is the one that the tests run in, so that no network is needed."""
    home = Home.at(place / "home")
    public = home.root / "public"
    environment = public / "env"
    home.hub.mkdir(parents=True)
    subprocess.run([isolation.SYSTEM_PYTHON, "-m", "venv", environment], check=True)
    for part in (f"lib/python3.{sys.version_info.minor}/site-packages", "share", "etc"):
        shutil.copytree(
            Path(sys.prefix) / part,
            environment / part,
            copy_function=link_or_copy,
            dirs_exist_ok=True,
            symlinks=True,
        )
    (public / "lock.sha256").write_text(isolation.digest_of([isolation.LOCK]))
    return home


@pytest.fixture(scope="module")
def server(place, checkout, home):
    """A Hub in server mode."""
    roster = place / "roster.csv"
    roster.write_text(ROSTER, encoding="utf-8")
    roster.chmod(0o600)
    options = ["--mode", "server", "--roster", str(roster)]
    if available():
        options += ["--try", "--try-unit", "SN2"]
    with running_hub(home.root, place / "output.txt", *options, checkout=checkout) as hub:
        yield hub


def as_user(name: str, *command: str) -> subprocess.CompletedProcess:
    user = pwd.getpwnam(name)
    return subprocess.run(
        command,
        user=user.pw_uid,
        group=user.pw_gid,
        extra_groups=[],
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "HOME": user.pw_dir},
        capture_output=True,
        text=True,
    )


def can_read(name: str, path: Path) -> bool:
    """Whether the user can list the folder or read the file, which must be there."""
    assert path.exists(), f"nothing to protect at {path}"
    return as_user(name, "ls" if path.is_dir() else "cat", str(path)).returncode == 0


def spawned(hub, who: str) -> str:
    """Log in over HTTP and start the person's server; return its address."""
    browser = urllib.request.build_opener(
        urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    )
    page = browser.open(f"{hub.url}/hub/login").read().decode()
    token = re.search(r'name="_xsrf" value="([^"]+)"', page)[1]
    fields = {"_xsrf": token, "username": who, "password": hub.password(who)}
    browser.open(
        f"{hub.url}/hub/login?next=/hub/spawn", urllib.parse.urlencode(fields).encode()
    ).read()
    own = f"{hub.url}/user/{who}"

    def up():
        try:
            return browser.open(f"{own}/api").status == 200
        except urllib.error.HTTPError:
            return False

    wait_for(up, what=f"the server of {who}", seconds=60)
    return own


def test_a_learner_reads_nothing_that_is_not_theirs(server, checkout, home):
    """Root makes the things, the learner tries: each must be there and be closed."""
    (home.users / SENIOR / "diary.txt").write_text("mine")
    submission = home.exchange / "residents" / "inbound" / f"{SENIOR}+SN2+now+secret"
    submission.mkdir(parents=True, exist_ok=True)
    closed = [
        checkout,
        home.course("officials"),
        home.course("officials") / "source",
        home.course("officials") / "gradebook.db",
        home.course("residents") / "source",
        home.users / SENIOR,
        home.users / SENIOR / "diary.txt",
        home.exchange / "residents" / "inbound",
        home.exchange / "officials" / "inbound",
        home.exchange / "officials" / "feedback",
        home.hub,
        home.hub / "accounts.json",
        home.hub / "jupyterhub.sqlite",
        home.roster,
    ]
    assert [path for path in closed if can_read(OFFICIAL, path)] == []


def test_a_learner_can_work(server, home):
    """What must be open is: their own home, the released units, and the way in."""
    assert can_read(OFFICIAL, home.users / OFFICIAL)
    assert can_read(OFFICIAL, home.exchange / "officials" / "outbound")
    inbound = home.exchange / "officials" / "inbound"
    assert as_user(OFFICIAL, "mkdir", str(inbound / f"{OFFICIAL}+OA1+now")).returncode == 0
    python = str(home.root / "public" / "env" / "bin" / "python")
    loaded = as_user(
        OFFICIAL, python, "-c", "import junggu; print(len(junggu.load('departments')))"
    )
    assert loaded.returncode == 0 and int(loaded.stdout) > 0, loaded.stderr
    where = as_user(OFFICIAL, python, "-c", "import autograder; print(autograder.__file__)")
    assert where.stdout.startswith(str(home.root / "public")), where.stderr


def test_a_learner_cannot_take_a_courses_place_in_the_exchange(server, home):
    course = str(home.exchange / "residents")
    assert as_user(OFFICIAL, "mv", course, course + "-gone").returncode != 0
    assert as_user(OFFICIAL, "mkdir", f"{course}/outbound/FAKE").returncode != 0


def test_servers_run_as_their_people(server, home):
    spawned(server, OFFICIAL)
    owners = {
        process.username()
        for process in processes.running(home)
        if "jupyterhub.singleuser" in " ".join(process.cmdline())
    }
    assert owners == {OFFICIAL, "grader-officials", "grader-residents"}


def test_what_the_operator_is_told(server):
    """Passwords are in a file for root, not on the screen."""
    assert server.password(OFFICIAL) not in server.printed
    assert server.password(OFFICIAL) != server.password(SENIOR)
    assert "accounts.json" in server.printed


def test_an_open_checkout_is_refused(monkeypatch, place):
    open_checkout = place / "open"
    open_checkout.mkdir(mode=0o755)
    monkeypatch.setattr(isolation, "REPOSITORY", open_checkout)
    with pytest.raises(isolation.CourseError, match="chmod 700"):
        isolation.require_root_and_closed_sources()


def test_a_name_of_the_machines_own_is_refused(place):
    with pytest.raises(isolation.CourseError, match=r"이미 있는 다른 계정.*명단의 id"):
        isolation.person_user("daemon", place / "daemon")


def test_a_second_hub_of_the_machine_is_told_of_the_first(server, place):
    grader = isolation.grader("officials")
    with pytest.raises(isolation.CourseError, match=rf"먼저 쓰던 --home.*userdel {grader}"):
        isolation.service_user(grader, place / "second" / "officials")


@pytest.mark.skipif(not available(), reason="no sandbox tier on this machine")
def test_visitors_get_in_and_run_as_a_user_of_their_own(server):
    address = f"{server.url}{PREFIX}"
    wait_for(
        lambda: httpx.get(address).status_code == 200, what="the visitors' server", seconds=120
    )
    with Visitor(SimpleNamespace(origin=server.url, port=server.port)) as visitor:
        assert "문자" in visitor.press("lesson").text
        assert visitor.running()
        theirs = [
            process
            for process in psutil.Process(server.process.pid).children(recursive=True)
            if {"autograder.tryout", "autograder.kernels.zygote"} & set(process.cmdline())
        ]
        assert len(theirs) > 2
        assert {process.uids().real for process in theirs} == {pwd.getpwnam(VISITORS).pw_uid}
        visitor.leave()
