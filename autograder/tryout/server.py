"""Voilà for visitors: its pages, and of its addresses only what a visitor needs."""

import asyncio
import os
import sys
from functools import partial
from typing import Any

from jupyter_server.auth.identity import IdentityProvider, User
from traitlets.config import Config
from voila.app import Voila

from autograder.errors import CourseError
from autograder.home.voila import configure_voila, page_config
from autograder.ports import ADDRESS
from autograder.tryout.handlers import Missing, handlers
from autograder.tryout.kernels import VisitorKernels, WarmSpecs
from autograder.tryout.places import Places
from autograder.tryout.settings import PREFIX, TrySettings, read_environment
from autograder.tryout.units import chosen
from autograder.tryout.walls import choose_walls

# New visitors a minute: a class that starts together gets in, a storm waits in the line.
_PER_MINUTE = 60


class Everybody(IdentityProvider):
    """Nobody logs in, and nobody is told from anybody."""

    def get_user(self, handler: Any) -> User:
        return User(username="visitor")


class TryServer(Voila):
    """Voilà with a door in front of it."""

    # The section of the configuration stays.
    name = "voila"

    def __init__(self, *, tryout: TrySettings, **kwargs: Any) -> None:
        self.tryout = tryout
        super().__init__(config=_configuration(tryout), config_file_paths=[], **kwargs)

    def init_settings(self) -> dict:
        """Voilà's settings, and what our pages ask for."""
        settings = super().init_settings()
        self.places = Places(
            size=self.tryout.visitors,
            per_minute=max(_PER_MINUTE, self.tryout.visitors),
            running=lambda kernel: kernel in self.kernel_manager,
        )
        self.kernel_manager.opened = self.places.opened
        return settings | {
            "junggu_places": self.places,
            "junggu_units": {unit.code: unit for unit in chosen(self.tryout.units)},
            "junggu_renderings": asyncio.Semaphore(os.cpu_count() or 1),
            "junggu_turns": {},  # visitor → the last request that waits to be rendered
            "default_handler_class": Missing,
            "xsrf_cookie_kwargs": {"path": PREFIX, "samesite": "Lax", "expires_days": None},
            "websocket_max_message_size": 1 << 20,
        }

    def init_handlers(self) -> list:
        voila = {
            "template_paths": self.template_paths,
            "config": self.config,
            "voila_configuration": self.voila_configuration,
        }
        return handlers(self.base_url, of_voila=super().init_handlers(), voila=voila)


def _configuration(tryout: TrySettings) -> Config:
    c = Config()
    configure_voila(c)
    c.VoilaConfiguration.template = "junggu_try"
    c.VoilaConfiguration.page_config_hook = partial(_with_patience, tryout.idle_seconds)
    c.VoilaConfiguration.allow_template_override = "NO"
    c.VoilaConfiguration.allow_theme_override = "NO"
    c.VoilaConfiguration.multi_kernel_manager_class = VisitorKernels
    c.VoilaConfiguration.kernel_spec_manager_class = WarmSpecs
    c.HTMLExporter.language_code = "ko"
    c.Voila.identity_provider_class = Everybody
    c.Voila.ip = ADDRESS
    c.Voila.port = tryout.port
    c.Voila.port_retries = 0
    c.Voila.base_url = PREFIX
    c.Voila.root_dir = tryout.folder
    c.Voila.open_browser = False
    c.VisitorKernels.root_dir = tryout.folder
    c.VisitorKernels.cull_idle_timeout = max(1, int(tryout.idle_seconds))
    c.VisitorKernels.cull_interval = max(1, min(30, int(tryout.idle_seconds / 2)))
    # A tab left open is no reason to keep a kernel, nor is code that does not end.
    c.VisitorKernels.cull_connected = True
    c.VisitorKernels.cull_busy = True
    c.KernelManager.autorestart = False
    return c


def _with_patience(idle_seconds: float, current_page_config: dict, **given: Any) -> dict:
    """What a page needs to know, and how long it may be left alone."""
    minutes = max(1, int(idle_seconds // 60))
    return page_config(current_page_config, **given) | {"idleMinutes": minutes}


def main() -> int:
    """Serve until told to stop; 1 with a sentence when visitors cannot be confined."""
    try:
        tryout = read_environment()
        tier = choose_walls(tryout.sandbox)
    except CourseError as error:
        print(error, file=sys.stderr, flush=True)
        return 1
    print(f"try: tier {tier}, {os.getpid()}", flush=True)
    server = TryServer(tryout=tryout)
    server.initialize([])
    server.start()
    return 0
