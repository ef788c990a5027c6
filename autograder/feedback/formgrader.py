"""formgrader's pages of learners' work, in which nothing of a learner's runs or is loaded.

A page of formgrader acts with the instructor's rights, so a script in a submission could change
every score. nbgrader prints a learner's markdown and outputs as they are. Here its exporter gets a
harmless copy of the notebook to show, and a policy that the browser keeps, both by configuration;
files beside the notebook come in a sandbox, by a server extension.
"""

from pathlib import Path
from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode, v4
from nbgrader.server_extensions.formgrader.handlers import SubmissionFilesHandler, template_path
from traitlets.config import Config

from autograder.feedback import harmless
from autograder.routes import put_in_front

# Beside what nbgrader's own routes take: /<submission>/next, /components/….
_FILES = (
    r"/formgrader/submissions/(?!components/)"
    r"([^/]+/(?!(?:next|prev)(?:_incorrect)?/?$).+)"
)
_PAGE_LIMIT = 600_000  # characters of all cells and outputs of one page
_OUTPUT_LIMIT = 200  # outputs of one cell
_PICTURES = ("image/png", "image/jpeg")


class ShowHarmlessly(Preprocessor):
    """Makes of a notebook, for showing only, one that holds text, plain tables and pictures."""

    enabled = True

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        nb.metadata = NotebookNode(language_info=NotebookNode(name="python"))
        left = _PAGE_LIMIT
        for cell in nb.cells:
            cell.source, left = _cut(cell.source, left)
            # Tags, slides, a language for colours: nothing that grading needs.
            cell.metadata = NotebookNode(
                {k: v for k, v in cell.metadata.items() if k == "nbgrader"}
            )
            cell.pop("attachments", None)
            if cell.cell_type == "code":
                made = []
                for output in cell.outputs[:_OUTPUT_LIMIT]:
                    shown, left = _output(output, left)
                    made.append(shown)
                if len(made) < len(cell.outputs):
                    made.append(v4.new_output("stream", name="stdout", text=f"{harmless.CUT}\n"))
                cell.outputs = made
            else:
                cell.cell_type = "markdown"
        return nb, resources


class SubmissionFiles(SubmissionFilesHandler):
    """A file that lies beside a submission: a page among them is shown, but does nothing."""

    @property
    def content_security_policy(self) -> str:
        return "sandbox; default-src 'none'; img-src 'self'; frame-ancestors 'self'"


def _cut(text: str, left: int) -> tuple[str, int]:
    most = max(0, min(harmless.MARKDOWN_LIMIT, left))
    kept = text if len(text) <= most else f"{text[:most]}\n\n{harmless.CUT}"
    return kept, left - min(len(text), most)


def _output(output: NotebookNode, left: int) -> tuple[NotebookNode, int]:
    if output.output_type == "stream":
        text, left = _cut(output.text, left)
        return v4.new_output("stream", name=output.name, text=text), left
    if output.output_type == "error":
        text, left = _cut("\n".join(output.traceback), left)
        return v4.new_output(
            "error", ename=output.ename, evalue=output.evalue, traceback=text.split("\n")
        ), left
    data = output.data
    picture = next((kind for kind in _PICTURES if kind in data), None)
    if picture:
        shown = f'<img alt="그림" src="data:{picture};base64,{data[picture]}">'
    elif "text/html" in data:
        shown = data["text/html"]
    else:
        text, left = _cut(str(data.get("text/plain", "")), left)
        return v4.new_output("display_data", data={"text/plain": text}), left
    return v4.new_output("display_data", data={"text/html": harmless.clean(shown)}), left


def use_harmless_pages(c: Config) -> None:
    """Set formgrader up to show submissions harmlessly."""
    c.HTMLExporter.preprocessors = ["autograder.feedback.formgrader.ShowHarmlessly"]
    c.HTMLExporter.filters = {"markdown2html": "autograder.feedback.harmless.markdown"}
    # Ours is formgrader's own template with a policy for the browser in it.
    c.HTMLExporter.template_name = "junggu_formgrade"
    c.HTMLExporter.extra_template_basedirs = [
        str(Path(__file__).parent / "templates"),
        template_path,
    ]


def _jupyter_server_extension_points() -> list[dict]:
    return [{"module": "autograder.feedback.formgrader"}]


def _load_jupyter_server_extension(server) -> None:
    put_in_front(server, route=_FILES, handler=SubmissionFiles)
