"""JupyterHub's configuration, from the settings of one start."""

import json
import os
import sys
from pathlib import Path

from jupyterhub.app import JupyterHub
from traitlets.config import Config

from autograder.home import MEMBER, STATIC, TEACHES
from autograder.hub import servers
from autograder.hub.accounts import GRADERS, hub_groups
from autograder.hub.settings import HubSettings
from autograder.paths import TRACKS, Home
from autograder.ports import ADDRESS
from autograder.roster import Roster, read_roster
from autograder.syllabus import read_syllabus
from autograder.tryout.settings import PREFIX, VISITORS, TrySettings

# Where a person's own server opens.
LEARNER_PAGE = "/junggu"
GRADER_PAGE = "/services/{course}/lab?formgrader=true"
TEACHING_PAGE = "/services/{course}/junggu"

# Milliseconds. Grading and the first page of a unit take longer than the 20 s it would give.
_PROXY_WAITS = "--proxy-timeout=600000"

# So many in a row keep a person out for a minute.
_WRONG_PASSWORDS = 10

# Seconds that a server is given to stop by itself; everything must be gone within 10.
_STOP_GENTLY = 3
_STOP_FIRMLY = 1


def configure(c: Config, *, settings: HubSettings) -> None:
    """Fill ``c`` for one Hub with both courses. Raises CourseError for a bad roster."""
    roster = read_roster(settings.folder.roster)
    _network(c, settings)
    _people(c, settings, roster)
    _servers(c, settings, roster)
    _courses(c, settings, roster)
    if settings.tryout is not None:
        _visitors(c, settings, settings.tryout)
    _pages(c, settings, roster)


def database_path(home: Home) -> Path:
    """The file with accounts, sessions and groups."""
    return home.hub / "jupyterhub.sqlite"


def database_url(settings: HubSettings) -> str:
    return f"sqlite:///{database_path(settings.folder)}"


def cookie_secret_path(home: Home) -> Path:
    return home.hub / "cookie_secret"


def proxy_pid_path(settings: HubSettings) -> Path:
    return settings.folder.hub / "proxy.pid"


def _network(c: Config, settings: HubSettings) -> None:
    c.JupyterHub.bind_url = settings.url
    c.JupyterHub.hub_bind_url = f"http://{ADDRESS}:{settings.hub_port}"
    c.ConfigurableHTTPProxy.api_url = f"http://{ADDRESS}:{settings.proxy_api_port}"
    c.ConfigurableHTTPProxy.command = [sys.executable, "-m", "autograder.hub.proxy", _PROXY_WAITS]
    c.ConfigurableHTTPProxy.pid_file = str(proxy_pid_path(settings))
    c.JupyterHub.db_url = database_url(settings)
    c.JupyterHub.cookie_secret_file = str(cookie_secret_path(settings.folder))
    # A server of before would not find this Hub: its ports are new at each start.
    c.JupyterHub.cleanup_servers = True
    c.JupyterHub.cleanup_proxy = True


def _people(c: Config, settings: HubSettings, roster: Roster) -> None:
    c.JupyterHub.authenticator_class = "native"
    c.NativeAuthenticator.enable_signup = False
    c.NativeAuthenticator.allowed_failed_logins = _WRONG_PASSWORDS
    c.NativeAuthenticator.seconds_before_next_try = 60
    c.NativeAuthenticator.minimum_password_length = 8
    c.Authenticator.allowed_users = set(roster.ids())


def _servers(c: Config, settings: HubSettings, roster: Roster) -> None:
    if settings.mode == "server":
        c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"
    else:
        c.JupyterHub.spawner_class = "jupyterhub.spawner.SimpleLocalProcessSpawner"
        c.SimpleLocalProcessSpawner.home_dir_template = str(settings.folder.users / "{username}")
    c.Spawner.cmd = [settings.python, "-m", "jupyterhub.singleuser"]
    c.Spawner.default_url = LEARNER_PAGE
    c.Spawner.env_keep = []
    c.Spawner.environment = {
        **servers.environment(settings, role="learner"),
        # The Hub calls this with the spawner: each learner's own courses.
        MEMBER: lambda spawner: _member(roster, spawner.user.name),
        TEACHES: lambda spawner: json.dumps(_teaches(roster, spawner.user.name)),
    }
    c.Spawner.start_timeout = 60
    c.Spawner.http_timeout = 60
    c.LocalProcessSpawner.interrupt_timeout = _STOP_GENTLY
    c.LocalProcessSpawner.term_timeout = _STOP_FIRMLY
    c.LocalProcessSpawner.kill_timeout = _STOP_FIRMLY


def _member(roster: Roster, person: str) -> str:
    """The courses that a person learns in, for the home page of their server."""
    return json.dumps(
        [
            {"course": m.course, "audience": m.audience}
            for m in roster.courses_of(person)
            if m.role == "learner"
        ]
    )


def _teaches(roster: Roster, person: str) -> list[dict[str, str]]:
    """The courses that a person teaches: title, the course's state, and where it is graded."""
    syllabus = read_syllabus()
    return [
        {
            "title": syllabus.track(m.course).title,
            "url": TEACHING_PAGE.format(course=m.course),
            "grading": GRADER_PAGE.format(course=m.course),
        }
        for m in roster.courses_of(person)
        if m.role == "instructor"
    ]


def _courses(c: Config, settings: HubSettings, roster: Roster) -> None:
    courses = list(TRACKS)
    c.JupyterHub.load_groups = {
        group: {"users": people} for group, people in hub_groups(roster, courses=courses).items()
    }
    # nbgrader on a person's server asks the Hub which courses the person is in.
    c.JupyterHub.load_roles = [
        {
            "name": "server",
            "scopes": [
                "users:activity!user",
                "access:servers!server",
                "read:users:groups!user",
            ],
        },
        *(
            {
                "name": f"formgrade-{course}",
                "groups": [GRADERS.format(course=course)],
                "scopes": [f"access:services!service={course}"],
            }
            for course in courses
        ),
    ]
    c.JupyterHub.services = [_formgrader(settings, course) for course in courses]


def _formgrader(settings: HubSettings, course: str) -> dict:
    grader = f"grader-{course}"
    service = {
        "name": course,
        "url": f"http://{ADDRESS}:{settings.service_ports[course]}",
        "command": [settings.python, "-m", "jupyterhub.singleuser"],
        "cwd": str(settings.folder.course(course)),
        "oauth_no_confirm": True,
        "environment": {
            **servers.environment(settings, role="grader"),
            "JUPYTERHUB_DEFAULT_URL": "/lab",
            "JUPYTERHUB_USER": grader,
            "USER": grader,
            # Runtime files and Lab's workspace stay inside the course's own folder.
            "HOME": str(settings.folder.course(course)),
        },
    }
    if settings.mode == "server":
        service["user"] = grader
    return service


def _visitors(c: Config, settings: HubSettings, tryout: TrySettings) -> None:
    """A server for people without an account, beside the Hub behind the same proxy."""
    service = {
        "name": VISITORS,
        "command": [settings.python, "-m", "autograder.tryout"],
        "cwd": str(tryout.place),
        "environment": {
            **servers.environment(settings, role="visitor"),
            **tryout.environment(),
            "HOME": str(tryout.place.parent),
        },
    }
    if settings.mode == "server":
        service["user"] = VISITORS
    c.JupyterHub.services.append(service)
    c.Proxy.extra_routes = {PREFIX: f"http://{ADDRESS}:{tryout.port}"}


def _pages(c: Config, settings: HubSettings, roster: Roster) -> None:
    folder = Path(settings.deploy) / "hub"
    # One style sheet for the Hub's pages and the learner's home.
    c.JupyterHub.template_paths = [str(folder / "templates"), str(STATIC)]
    syllabus = read_syllabus()
    instructors = {m.id for m in roster.members if m.role == "instructor"}
    c.JupyterHub.template_vars = {
        "demo": settings.mode == "demo",
        "course_title": syllabus.title,
        "wrong_passwords": _WRONG_PASSWORDS,
        "try_url": PREFIX if settings.tryout else None,
        "teaches": {person: _teaches(roster, person) for person in instructors},
        "names": {m.id: m.name for m in roster.members},
    }

    def locked(person: str) -> bool:
        """Whether too many wrong passwords keep the person out just now."""
        authenticator = JupyterHub.instance().authenticator
        return authenticator.is_blocked(authenticator.normalize_username(person or ""))

    # JupyterHub calls what can be called with the person who is logged in.
    c.JupyterHub.template_vars["locked"] = lambda _: locked

    def landing(handler) -> str:
        """Instructors choose between grading and their own Lab; learners go straight in."""
        user = handler.current_user
        if user is not None and user.name in instructors:
            return os.path.join(handler.hub.base_url, "home")
        return os.path.join(handler.hub.base_url, "spawn")

    c.JupyterHub.default_url = landing
