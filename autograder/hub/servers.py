"""Settings of the servers that the Hub starts: learners' and instructors' own, and graders'.

Called in those servers' processes by the configuration files under ``deploy/hub``, which are on
``JUPYTER_CONFIG_PATH``. What the Hub wants to tell them travels in the environment.
"""

import os
from pathlib import Path

from traitlets.config import Config

from autograder.course.settings import LOCAL_TIME, configure_learner
from autograder.home import JUPYTER_TEMPLATES
from autograder.hub import processes
from autograder.hub.settings import HubSettings

_EXCHANGE = "JUNGGU_EXCHANGE"

# A page that a Lab of the same origin may show in a frame: formgrader, feedback, a Voilà page.
_FRAMES = {"headers": {"Content-Security-Policy": "frame-ancestors 'self'"}}

# Seconds. A forgotten kernel holds about 140 MB, a server as much again; but who comes back from
# a meal wants to go on where the page stands.
_CULL_KERNEL_AFTER = 3 * 60 * 60
_STOP_SERVER_AFTER = 3 * 60 * 60


def environment(settings: HubSettings, *, role: str) -> dict[str, str]:
    """Return the variables of a server of ``role`` (``learner`` or ``grader``)."""
    deploy = Path(settings.deploy)
    tools = str(Path(settings.python).parent)
    copy = deploy / "curriculum"
    return {
        **({"JUNGGU_CURRICULUM": str(copy)} if copy.is_dir() else {}),
        **processes.mark(settings.folder),
        "JUPYTER_CONFIG_PATH": os.pathsep.join(
            str(deploy / "hub" / folder) for folder in (role, "common")
        ),
        "JUPYTER_PATH": str(deploy),
        _EXCHANGE: str(settings.folder.exchange),
        # Kernels and nbgrader call commands of their own environment.
        "PATH": os.pathsep.join([tools, "/usr/local/bin", "/usr/bin", "/bin"]),
        "LANG": "C.UTF-8",
        "TZ": LOCAL_TIME,
    }


def configure_server(c: Config) -> None:
    """Set what every server has in common."""
    c.ServerApp.tornado_settings = _FRAMES
    c.ServerApp.terminals_enabled = False
    c.ServerApp.extra_template_paths = [str(JUPYTER_TEMPLATES)]
    # In demo mode somebody may run the Hub as root; in server mode nobody's server is root.
    c.ServerApp.allow_root = True
    c.MappingKernelManager.cull_idle_timeout = _CULL_KERNEL_AFTER
    # A tab left open for the night is no reason to keep a kernel.
    c.MappingKernelManager.cull_connected = True
    # The course page is Korean; the news of JupyterLab's makers is not for learners.
    c.HTMLExporter.language_code = "ko"
    c.LabApp.news_url = None
    c.LabApp.check_for_updates_class = "jupyterlab.handlers.announcements.NeverCheckForUpdate"


def configure_learner_server(c: Config) -> None:
    """Set a person's own server; instructors' panels are switched off in ``labconfig``."""
    configure_server(c)
    c.ServerApp.jpserver_extensions = {
        "nbgrader.server_extensions.formgrader": False,
        "nbgrader.server_extensions.course_list": False,
        "voila.server_extension": True,
        "autograder.home": True,
    }
    c.ServerApp.shutdown_no_activity_timeout = _STOP_SERVER_AFTER


def configure_learner_nbgrader(c: Config) -> None:
    """Set nbgrader on a person's own server: who they are comes from the Hub."""
    from nbgrader.auth import JupyterHubAuthPlugin

    configure_learner(
        c, exchange=Path(os.environ[_EXCHANGE]), learner=os.environ["JUPYTERHUB_USER"]
    )
    c.Authenticator.plugin_class = JupyterHubAuthPlugin


def configure_grader_server(c: Config) -> None:
    """Set the formgrader service of a course; it is started in the course folder."""
    configure_server(c)
    c.ServerApp.root_dir = os.getcwd()
    c.ServerApp.jpserver_extensions = {
        "nbgrader.server_extensions.assignment_list": False,
        "nbgrader.server_extensions.course_list": False,
        "autograder.course.due_dates": True,
        "autograder.home.teaching": True,
        "autograder.feedback.formgrader": True,
        "autograder.grading.button": True,
    }
    c.LabApp.default_url = "/lab"
    # What formgrader shows after a step is for instructors, not for nbgrader's makers.
    c.FormgradeExtension.debug = False
    c.FormgradeExtension.log_level = "INFO"
