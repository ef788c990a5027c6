"""The pages of ``내 학습`` and what their buttons do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from jinja2 import Environment, FileSystemLoader, select_autoescape
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_escape, url_path_join
from tornado import web

from autograder.home import STATIC, dry_run, work
from autograder.home.catalogue import UnitCard
from autograder.home.desk import Desk, DeskError, mark_seen

HERE = Path(__file__).parent
_WAY = r"junggu/(?P<course>[a-z]+)/(?P<code>[A-Z]{2}[0-9])"

_pages = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=select_autoescape(),
    trim_blocks=True,
    lstrip_blocks=True,
)
_pages.globals.update(State=work.State, due_words=work.due_words, moment_words=work.moment_words)


@dataclass(frozen=True, kw_only=True)
class Checked:
    """The last ``미리 확인하기`` of a unit: at ``moment`` (naive UTC) these were its results.

    ``trouble`` is a sentence when it could not be run.
    """

    moment: datetime
    results: Sequence[dry_run.TaskResult] = ()
    trouble: str = ""


class Page(JupyterHandler):
    """Common to every page: the desks of this server, and errors as sentences."""

    # A page of ours needs nothing from outside, and runs nothing but its own script.
    content_security_policy: ClassVar[str] = (
        "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; "
        "frame-ancestors 'self'; base-uri 'none'"
    )

    @property
    def desks(self) -> dict[str, Desk]:
        return self.settings["junggu_desks"]

    def desk(self, course: str) -> Desk:
        if course not in self.desks:
            raise DeskError("이 과정을 찾지 못했어요. 내 학습에서 다시 골라 주세요.")
        return self.desks[course]

    def show(self, template: str, *, unit: UnitCard | None = None, **values: object) -> None:
        """Finish with a page, in large type for a senior's ``unit`` or a senior's courses."""
        senior = unit and unit.audience == "senior"
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(
            _pages.get_template(template).render(
                home=self.way("junggu"),
                static=self.way("junggu/static"),
                hub_home=self.settings["junggu_hub_home"],
                xsrf=self.xsrf_token.decode(),
                way=self.way,
                opened=self.opened,
                large=senior or any(desk.large for desk in self.desks.values()),
                unit=unit,
                **values,
            )
        )

    def way(self, *parts: str) -> str:
        """An address on this server."""
        return url_path_join(self.base_url, *parts)

    def opened(self, one: work.Work, notebook: str) -> str:
        """Where a notebook of the learner opens: in Lab, or without code in Voilà."""
        path = (one.folder / f"{notebook}.ipynb").relative_to(self.settings["junggu_files"])
        door = "voila/render" if one.unit.no_code else "lab/tree"
        return self.way(door, url_escape(path.as_posix()))

    def write_error(self, status_code: int, **kwargs: object) -> None:
        error = kwargs.get("exc_info", (None, None, None))[1]
        if isinstance(error, DeskError):
            self.set_status(409)
            self._trouble(str(error), again=True)
        elif isinstance(error, web.HTTPError) and error.status_code == 404:
            self._trouble("이 화면은 없어요. 내 학습에서 다시 골라 주세요.")
        elif isinstance(error, web.HTTPError) and error.status_code in (403, 405):
            self._trouble("화면이 오래되었어요. 내 학습에서 다시 눌러 주세요.")
        else:
            says = "잠깐 문제가 생겼어요. 한 것은 그대로 있어요. 다시 한번 해 보세요."
            self._trouble(says, again=True)

    def _trouble(self, says: str, *, again: bool = False) -> None:
        """Say what is the matter; ``again`` offers to do the same once more."""
        once_more = {"method": self.request.method.lower(), "address": self.request.path}
        self.show("trouble.html", says=says, again=once_more if again else None)

    def log_exception(self, kind, error, trace) -> None:
        if isinstance(error, DeskError):
            self.log.warning("%s: %s", self.request.path, error)
        else:
            super().log_exception(kind, error, trace)


class Home(Page):
    @web.authenticated
    def get(self) -> None:
        teaches = self.settings["junggu_teaches"]
        if len(teaches) == 1 and not self.desks:
            return self.redirect(teaches[0]["url"])
        courses = []
        for desk in self.desks.values():
            course = {"desk": desk, "title": "", "works": [], "trouble": desk.trouble}
            try:
                course |= {"works": desk.works(), "title": desk.catalogue().title}
            except DeskError as error:
                course["trouble"] = str(error)
            courses.append(course)
        every = [(course["desk"], one) for course in courses for one in course["works"]]
        following = work.next_step([one for _, one in every])
        desk = next((desk for desk, one in every if one is following), None)
        self.show(
            "home.html",
            courses=courses,
            teaches=teaches,
            next=following and (desk, following),
            begun=bool(following and following.fetched and desk.begun(following.unit)),
            all_done=bool(every) and not any(course["trouble"] for course in courses),
        )


class Start(Page):
    """``시작하기`` and ``이어서 하기``: fetch if need be, then open.

    The lesson opens until something was done in the exercise.
    """

    @web.authenticated
    def post(self, course: str, code: str) -> None:
        desk = self.desk(course)
        unit = desk.unit(code)
        desk.fetch(unit)
        one = desk.work(code)
        self.redirect(self.opened(one, "exercise" if desk.begun(unit) else "lesson"))

    @web.authenticated
    def get(self, course: str, code: str) -> None:
        # Come back to after a login, for instance: from here it is one press.
        self.redirect(self.way("junggu", course, code))


class Unit(Page):
    """One unit: its objectives, where the learner stands, and every button."""

    @web.authenticated
    def get(self, course: str, code: str) -> None:
        desk = self.desk(course)
        one = desk.work(code)
        self.show("unit.html", unit=one.unit, desk=desk, work=one)


class DryRun(Page):
    """Runs the checks, and shows what the last run said: reading it again runs nothing."""

    @property
    def _checked(self) -> dict[tuple[str, str], Checked]:
        return self.settings["junggu_checked"]

    @web.authenticated
    def get(self, course: str, code: str) -> None:
        desk = self.desk(course)
        one = desk.work(code)
        last = self._checked.get((course, code))
        self.show("dry_run.html", unit=one.unit, desk=desk, work=one, checked=last)

    @web.authenticated
    async def post(self, course: str, code: str) -> None:
        one = self.desk(course).work(code)
        moment = datetime.now(UTC).replace(tzinfo=None)
        try:
            results = await dry_run.run_apart(one.folder / "exercise.ipynb")
            last = Checked(moment=moment, results=results)
        except dry_run.DryRunError as error:
            last = Checked(moment=moment, trouble=str(error))
        self._checked[course, code] = last
        self.redirect(self.way("junggu", course, code, "check"), status=303)


class Submit(Page):
    @web.authenticated
    def get(self, course: str, code: str) -> None:
        desk = self.desk(course)
        one = desk.work(code)
        self.show("submit.html", unit=one.unit, desk=desk, work=one)

    @web.authenticated
    def post(self, course: str, code: str) -> None:
        desk = self.desk(course)
        desk.submit(desk.unit(code))
        # Loading the receipt again must not hand in again.
        self.redirect(self.way("junggu", course, code, "receipt"), status=303)


class Receipt(Page):
    @web.authenticated
    def get(self, course: str, code: str) -> None:
        desk = self.desk(course)
        one = desk.work(code)
        if one.handed_in is None:
            return self.redirect(self.way("junggu", course, code))
        self.show("receipt.html", unit=one.unit, desk=desk, work=one)


class FeedbackPage(Page):
    """The feedback file as it came back, or a page of ours that says why there is none."""

    # The file holds the learner's own outputs, so no scripts.
    _OF_THE_FILE: ClassVar[str] = (
        "sandbox allow-same-origin; default-src 'none'; style-src 'unsafe-inline'; "
        "img-src data:; font-src data:; frame-ancestors 'self'"
    )

    @web.authenticated
    def get(self, course: str, code: str) -> None:
        one = self.desk(course).work(code)
        feedback = one.feedback
        if feedback is None:
            raise DeskError("아직 돌려받은 의견이 없어요. 채점이 끝나면 여기에서 볼 수 있어요.")
        mark_seen(feedback)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        page = feedback.page.read_text(encoding="utf-8")
        ways = _pages.get_template("around_feedback.html").make_module(
            {
                "home": self.way("junggu"),
                "unit": self.way("junggu", course, code),
                "exercise": self.opened(one, "exercise") if one.fetched else "",
                "earlier": one.earlier,
                # What waits for a person is not solved again.
                "full": feedback.earned + feedback.waiting >= one.unit.full,
            }
        )
        page = page.replace("<body>", f"<body>{ways.before()}", 1)
        self.set_header("Content-Security-Policy", self._OF_THE_FILE)
        head, end, rest = page.rpartition("</body>")
        self.finish(f"{head}{ways.after()}{end}{rest}")


class Static(web.StaticFileHandler):
    """Our own style sheet and script; nothing personal, so no login is asked."""


def handlers(base_url: str) -> list[tuple]:
    """Every address of ours under ``base_url``."""
    routes = [
        (r"junggu/?", Home, {}),
        (_WAY, Unit, {}),
        (_WAY + "/start", Start, {}),
        (_WAY + "/check", DryRun, {}),
        (_WAY + "/submit", Submit, {}),
        (_WAY + "/receipt", Receipt, {}),
        (_WAY + "/feedback", FeedbackPage, {}),
        (r"junggu/static/(.*)", Static, {"path": str(STATIC)}),
    ]
    return [(url_path_join(base_url, path), handler, args) for path, handler, args in routes]
