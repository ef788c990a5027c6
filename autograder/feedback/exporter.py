"""nbconvert's end of the feedback: an exporter that nbgrader calls for each notebook."""

import re
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape
from markupsafe import Markup
from nbconvert.exporters import Exporter
from nbconvert.filters import strip_ansi
from nbformat import NotebookNode
from traitlets import default

from autograder.errors import CourseError
from autograder.feedback import harmless
from autograder.feedback.page import Part, earned, objectives, parts, waiting
from autograder.syllabus import Unit, read_syllabus

_WIDE = '<div class="wide" tabindex="0" role="region" aria-label="표">'
_PAGE_LIMIT = 300_000  # characters of all cells of one page
_TEXT_LIMIT = 4000  # characters of one output that a page shows


class FeedbackExporter(Exporter):
    """Writes one accessible HTML page that loads nothing and runs nothing."""

    export_from_notebook = None

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict | None = None, **kw: Any
    ) -> tuple[str, dict]:
        """Return the page of a notebook in which GetGrades put the grades."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        about = resources.get("nbgrader", {})
        shown = _shortened(parts(nb))
        unit = about.get("assignment", "")
        known = _unit(unit)
        no_code = known is not None and known.no_code
        if no_code:
            shown = _without_clicks(shown)
        reached = objectives(shown, texts=known.objectives if known else [])
        penalty = about.get("late_penalty") or 0
        points, open_points = earned(shown) - penalty, waiting(shown)
        page = _environment().get_template("page.html.j2")
        html = page.render(
            unit=unit,
            title=known.title if known else unit,
            large=known is not None and known.audience == "senior",
            no_code=no_code,
            student=about.get("name") or about.get("student", ""),
            points=points,
            full=about.get("max_score", 0),
            waiting=open_points,
            penalty=penalty,
            objectives=reached,
            machine={
                "objectives": {one.number: one.points for one in reached},
                "points": points,
                "waiting": open_points,
            },
            parts=shown,
        )
        return html, resources


def _unit(code: str) -> Unit | None:
    """What the syllabus says of the unit; None when it does not have it."""
    try:
        return next((unit for unit in read_syllabus().units if unit.code == code), None)
    except CourseError:
        return None


def _environment() -> Environment:
    folder = Path(__file__).resolve().parent / "templates"
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=select_autoescape(["html", "j2"]),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"markdown": _markdown, "output": _output, "number": _number}
    return environment


def _number(points: float | None) -> str:
    return "–" if points is None else f"{points:g}"


def _without_clicks(shown: list[Part]) -> list[Part]:
    """Without the cells that only a page with buttons can show, and what leads to the last."""
    shown = [part for part in shown if part.kind != "code"]
    tasks = [number for number, part in enumerate(shown, 1) if part.kind == "task"]
    return shown[: tasks[-1]] if tasks else shown


def _shortened(shown: list[Part]) -> list[Part]:
    """Cut cells that no person writes, so that every page is made and read in the end."""
    left = _PAGE_LIMIT
    for part in shown:
        most = min(harmless.MARKDOWN_LIMIT, left)
        if len(part.source) > most:
            part.source = f"{part.source[:most]}\n\n{harmless.CUT}"
        left -= min(len(part.source), most)
    return shown


def _markdown(source: str) -> Markup:
    # The page has its own h1 and h2; the learner's headings go below them.
    return _boxed(harmless.markdown(source, headings=2))


def _output(output: NotebookNode) -> Markup:
    """One output of a cell: picture, table or text."""
    if output.output_type == "stream":
        return _text(output.text)
    if output.output_type == "error":
        return _text(f"{output.ename}: {output.evalue}")
    data = output.get("data", {})
    if "image/png" in data:
        png = re.sub(r"\s", "", data["image/png"])
        return Markup('<img alt="위 칸이 그린 그림" src="data:image/png;base64,{}">').format(png)
    if "text/html" in data:
        return _boxed(harmless.clean(data["text/html"]))
    return _text(data.get("text/plain", ""))


def _text(text: str) -> Markup:
    text = strip_ansi(text)
    cut = "" if len(text) <= _TEXT_LIMIT else f"\n{harmless.CUT}"
    return Markup("<pre>{}</pre>").format(text[:_TEXT_LIMIT] + cut) if text.strip() else Markup("")


def _boxed(html: str) -> Markup:
    """A wide table scrolls in a box of its own, by keyboard too."""
    return Markup(html.replace("<table", f"{_WIDE}<table").replace("</table>", "</table></div>"))
