"""A learner's own server without a Hub: Lab in Korean that opens on 내 학습.

``python -m autograder.home.server FILES STATE [options of JupyterLab]``, as ``junggu lab`` and the
pack that a learner takes home start it. Settings stand in ``local`` beside this module.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from traitlets.config import Config

from autograder.home import JUPYTER_TEMPLATES
from autograder.paths import DEPLOY

LOCAL = Path(__file__).resolve().parent / "local"
# A checkout, or what the wheel carries of it (see pyproject.toml).
_DEPLOY = DEPLOY if DEPLOY.is_dir() else LOCAL.parent.parent / "_deploy"


def configure_local_server(c: Config) -> None:
    """Set a learner's own server, called by ``local/jupyter_server_config.py``."""
    c.ServerApp.ip = "127.0.0.1"
    # A container has no other user; the server listens on this machine alone.
    c.ServerApp.allow_root = True
    # The learner's home page, and units without code.
    c.ServerApp.jpserver_extensions = {"autograder.home": True, "voila.server_extension": True}
    c.LabApp.default_url = "/junggu"
    c.ServerApp.extra_template_paths = [str(JUPYTER_TEMPLATES)]
    # Ctrl+C ends it; Jupyter would ask back in English.
    c.ServerApp.answer_yes = True
    # The course page is Korean; the news of JupyterLab's makers is not for learners.
    c.LabApp.news_url = None
    c.LabApp.check_for_updates_class = "jupyterlab.handlers.announcements.NeverCheckForUpdate"


def variables(*, state: Path) -> dict[str, str]:
    """The environment of such a server; what a person sets in Lab is kept under ``state``."""
    configs = [LOCAL, _DEPLOY / "hub" / "common"]
    given = os.environ.get("JUPYTER_CONFIG_PATH")
    return os.environ | {
        "JUPYTER_CONFIG_PATH": os.pathsep.join([*map(str, configs), *([given] if given else [])]),
        "JUPYTER_PATH": str(_DEPLOY),
        "JUPYTERLAB_SETTINGS_DIR": str(state / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(state / "workspaces"),
    }


def serve(*, files: Path, state: Path, options: Sequence[str] = ()) -> int:
    """Serve the units in ``files`` until it is stopped; return the exit code.

    What Jupyter says on the way is kept in ``state/lab.log``; where to go is printed by
    :mod:`autograder.home.extension`.
    """
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={files}", *options]
    state.mkdir(parents=True, exist_ok=True)
    log = state / "lab.log"
    with (
        log.open("w", encoding="utf-8") as output,
        subprocess.Popen(command, env=variables(state=state), stderr=output) as server,
    ):
        code = _wait(server)
    if code:
        print(f"내 학습이 멈췄어요. 까닭은 {log}에 적혀 있어요.", file=sys.stderr)
    return code


def _wait(server: subprocess.Popen) -> int:
    # Told to end, or its window closed: the server ends, too.
    signals = [getattr(signal, name, None) for name in ("SIGTERM", "SIGHUP")]  # Windows has one
    for number in filter(None, signals):
        signal.signal(number, lambda *_: server.terminate())
    while True:
        try:
            return server.wait()
        except KeyboardInterrupt:
            continue  # the server was told, too, and takes its time to put things away


if __name__ == "__main__":
    sys.exit(serve(files=Path(sys.argv[1]), state=Path(sys.argv[2]), options=sys.argv[3:]))
