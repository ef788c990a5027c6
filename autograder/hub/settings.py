"""What one start of the Hub is: decided by ``prepare``, read by the Hub's own process."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from autograder.errors import CourseError
from autograder.paths import Home
from autograder.ports import ADDRESS
from autograder.tryout.settings import TrySettings
from autograder.whole import write_whole

Mode = Literal["demo", "server"]

# The Hub's process finds its settings by this variable; see deploy/hub/jupyterhub_config.py.
HOME_VARIABLE = "JUNGGU_HOME"
DEFAULT_PORT = 8000


@dataclass(frozen=True, kw_only=True)
class HubSettings:
    """Ports are on ``ADDRESS``; only ``port`` is for people, the others are free ones.

    ``python`` runs everybody's servers, ``deploy`` holds the configuration folders that those
    servers read: both must be readable for system users in server mode. ``tryout`` is None when
    there is nothing to try without an account.
    """

    home: str
    mode: Mode
    port: int
    hub_port: int
    proxy_api_port: int
    service_ports: dict[str, int]
    python: str
    deploy: str
    tryout: TrySettings | None = None

    @property
    def folder(self) -> Home:
        return Home.at(self.home)

    @property
    def url(self) -> str:
        return f"http://{ADDRESS}:{self.port}"


def settings_path(home: Home) -> Path:
    return home.hub / "settings.json"


def write_settings(settings: HubSettings) -> None:
    text = json.dumps(asdict(settings), ensure_ascii=False, indent=1, sort_keys=True)
    write_whole(settings_path(settings.folder), text + "\n")


def read_settings(home: Home | None = None) -> HubSettings:
    """Read the settings of ``home``, by default the one that the environment names.

    Raises CourseError when there are none or they cannot be read.
    """
    home = home or Home.at(os.environ.get(HOME_VARIABLE, ""))
    path = settings_path(home)
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        tryout = data.get("tryout") and TrySettings.of(data["tryout"])
        return HubSettings(**(data | {"tryout": tryout}))
    except (OSError, ValueError, TypeError) as error:
        raise CourseError(
            f"허브 설정 {path} 파일을 읽지 못했어요. 허브를 다시 시작해 주세요."
        ) from error
