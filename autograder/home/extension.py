"""Putting the home page into a Jupyter server."""

import json
import os
from pathlib import Path

from autograder.home import MEMBER, TEACHES
from autograder.home.handlers import handlers
from autograder.home.validating import tell_states


def _load_jupyter_server_extension(server) -> None:
    """Serve the pages of :mod:`autograder.home.handlers` under ``/junggu``."""
    tell_states()
    settings = server.web_app.settings
    files = Path(server.root_dir)
    settings["junggu_files"] = files
    settings["junggu_desks"] = {desk.course: desk for desk in _desks(files)}
    settings["junggu_checked"] = {}
    settings["junggu_teaches"] = json.loads(os.environ.get(TEACHES, "[]"))
    hub = os.environ.get("JUPYTERHUB_BASE_URL")
    settings["junggu_hub_home"] = f"{hub}hub/home" if hub else ""
    server.web_app.add_handlers(".*$", handlers(settings["base_url"]))
    if not hub:
        server.io_loop.add_callback(_say_where, server)


def _say_where(server) -> None:
    """Tell somebody on their own computer where to go; the address is known by now."""
    print(
        f"내 학습이 열렸어요: {server.display_url.split()[-1]}\n"
        "인터넷 창이 저절로 열리지 않으면 이 주소로 들어가 주세요. 끄기: Ctrl+C",
        flush=True,
    )


def _desks(files: Path) -> list:
    if MEMBER not in os.environ:
        from autograder.home.local_desk import LocalDesk

        return [LocalDesk(files=files)]
    from autograder.home.hub_desk import HubDesk

    return [
        HubDesk(course=entry["course"], audience=entry["audience"], files=files)
        for entry in json.loads(os.environ[MEMBER])
    ]
