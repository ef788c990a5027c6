"""The pages of ``/try/``: the list of units, a unit for somebody with a place, the waiting room."""

import asyncio
import re
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from jinja2 import Environment, FileSystemLoader, select_autoescape
from jupyter_server.base.handlers import FileFindHandler, JupyterHandler
from jupyter_server.services.kernels.handlers import KernelHandler
from jupyter_server.utils import url_path_join
from jupyterlab_server.themes_handler import ThemesHandler
from tornado import web
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.static_file_handler import MultiStaticFileHandler, TemplateStaticFileHandler
from voila.tornado.handler import TornadoVoilaHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from autograder.home import STATIC as COURSE_STATIC
from autograder.syllabus import Unit
from autograder.tryout.kernels import visitor
from autograder.tryout.places import LineFull, Places

_HERE = Path(__file__).parent
_COOKIE = "junggu-visit"
_RENDERING = 120  # seconds
_WORD = re.compile(r"[A-Za-z0-9_-]{22}")
_UNIT = r"(?P<code>[A-Z]{2}[0-9])/(?P<notebook>lesson|exercise)"
_KERNEL = r"(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)"

_pages = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=select_autoescape(),
    trim_blocks=True,
    lstrip_blocks=True,
)


class _Visitors(JupyterHandler):
    """What every address of ours knows: the door, the units, and whose request this is."""

    content_security_policy: ClassVar[str] = (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )

    @property
    def places(self) -> Places:
        return self.settings["junggu_places"]

    @property
    def units(self) -> dict[str, Unit]:
        return self.settings["junggu_units"]

    @property
    def visitor(self) -> str | None:
        """The word of this visitor; it says nothing of them and goes with their browser."""
        word = self.get_cookie(_COOKIE, "")
        return word if _WORD.fullmatch(word) else None

    def own(self, kernel_id: str) -> bool:
        """Whether the kernel is this visitor's."""
        return self.visitor is not None and self.places.kernel(self.visitor) == kernel_id

    def notebook(self, code: str, name: str) -> str:
        """The notebook's path below the folder of units; raises 404 for a unit not chosen."""
        if code not in self.units:
            raise web.HTTPError(404)
        return f"{code}/{name}.ipynb"

    def show(self, template: str, **values: object) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        page = _pages.get_template(template)
        self.finish(
            page.render(
                home=self.base_url,
                static=url_path_join(self.base_url, "static"),
                xsrf=self.xsrf_token.decode(),
                **values,
            )
        )

    def write_error(self, status_code: int, **kwargs: object) -> None:
        self.show("trouble.html", missing=status_code == 404, old=status_code == 403)


class Start(_Visitors):
    """The units that may be tried."""

    @web.authenticated
    def get(self) -> None:
        self.show("start.html", units=self.units.values())


class Begin(_Visitors):
    """A button of the list. Only here does somebody become a visitor, so that no link from
    elsewhere and no preview of one takes a place."""

    @web.authenticated
    def post(self, code: str, notebook: str) -> None:
        path = self.notebook(code, notebook)
        if self.visitor is None:
            word = secrets.token_urlsafe(16)
            self.set_cookie(_COOKIE, word, path=self.base_url, httponly=True, samesite="Lax")
        self.redirect(url_path_join(self.base_url, "voila/render", path))


class Render(_Visitors, TornadoVoilaHandler):
    """A unit in Voilà for a visitor with a place, else the waiting room."""

    # Voilà's page runs scripts in the page; nothing of it comes from elsewhere.
    content_security_policy: ClassVar[str] = (
        "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )

    @web.authenticated
    async def get(self, code: str, notebook: str) -> None:
        path = self.notebook(code, notebook)
        if self.visitor is None:
            self.redirect(self.base_url)
            return
        try:
            number = self.places.ask(self.visitor)
        except LineFull:
            self.set_status(503)
            self.show("waiting.html", number=None, unit=self.units[code])
            return
        if number:
            self.set_status(503)
            self.show("waiting.html", number=number, unit=self.units[code])
            return
        self.xsrf_token  # noqa: B018  (sets the cookie that the page needs to say goodbye)
        turns = self.settings["junggu_turns"]
        turn = turns[self.visitor] = object()
        # One after the other: done all at once, everybody would wait for the last.
        async with self.settings["junggu_renderings"], asyncio.timeout(_RENDERING):
            # Pressed again meanwhile: only the last request is answered.
            if turns.get(self.visitor) is not turn:
                self.set_status(409)
                return
            del turns[self.visitor]
            # The page before this one, or another window, gives way.
            before = self.places.kernel(self.visitor)
            if before is not None:
                await self.kernel_manager.shutdown_kernel(before)
            visitor.set(self.visitor)
            await super().get(path)


class Line(_Visitors):
    """The waiting room asks: my number in the line; 0 when I may come in."""

    @web.authenticated
    def get(self) -> None:
        if self.visitor is None:
            raise web.HTTPError(404)
        try:
            number = self.places.ask(self.visitor)
        except LineFull:
            number = None
        self.set_header("Cache-Control", "no-store")
        self.finish({"number": number})


class Visit(_Visitors):
    """The page asks: is my unit still running?"""

    @web.authenticated
    def get(self, kernel_id: str) -> None:
        self.set_header("Cache-Control", "no-store")
        self.set_status(204 if self.own(kernel_id) else 410)
        self.finish()


class _OwnKernel(_Visitors):
    """Answers only the visitor whose kernel it is."""

    async def prepare(self) -> None:
        if not self.own(self.path_kwargs.get("kernel_id") or self.path_args[0]):
            raise web.HTTPError(404)
        await super().prepare()


class Channels(_OwnKernel, VoilaKernelWebsocketHandler):
    """The widgets' messages; Voilà lets no request to run code through."""


class Kernel(_OwnKernel, KernelHandler):
    """Voilà's page asks what it is connected to; it may also end it."""


class Goodbye(_OwnKernel, VoilaShutdownKernelHandler):
    """The page is being left."""


class Missing(_Visitors):
    """Everything else."""

    async def prepare(self) -> None:
        await super().prepare()
        raise web.HTTPError(404)


class Static(web.StaticFileHandler):
    """Our own style sheets and scripts."""


_FROM_VOILA: tuple[type, ...] = (
    TemplateStaticFileHandler,
    MultiStaticFileHandler,
    ThemesHandler,
    FileFindHandler,
)


def handlers(base_url: str, *, of_voila: list[tuple], voila: dict[str, Any]) -> list[tuple]:
    """Every address of the server: ours, and of Voilà's only those that give out its own files.

    Voilà's tree, contents, files and kernels stay out. ``voila`` is what its page handler wants.
    """
    ours: list[tuple[str, Callable, dict]] = [
        (r"/?", Start, {}),
        (f"begin/{_UNIT}", Begin, {}),
        (rf"voila/render/{_UNIT}\.ipynb", Render, voila),
        (r"line", Line, {}),
        (f"visit/{_KERNEL}", Visit, {}),
        (f"api/kernels/{_KERNEL}", Kernel, {}),
        (f"api/kernels/{_KERNEL}/channels", Channels, {}),
        (f"voila/api/shutdown/{_KERNEL}", Goodbye, {}),
        (r"static/(course\.css)", Static, {"path": str(COURSE_STATIC)}),
        (r"static/(.*)", Static, {"path": str(_HERE / "static")}),
    ]
    kept = [entry for entry in of_voila if issubclass(entry[1], _FROM_VOILA)]
    routes = [(url_path_join(base_url, path), handler, args) for path, handler, args in ours]
    return [*routes, *kept, (r".*", Missing)]
