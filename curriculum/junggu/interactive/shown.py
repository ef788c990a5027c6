"""What an interactive shows: a picture beside the same facts in words."""

import html
from dataclasses import dataclass

import pandas as pd
from IPython.display import display
from ipywidgets import Widget


@dataclass(frozen=True, kw_only=True)
class Shown:
    """Something on screen: ``html`` to see, ``words`` to read aloud, print or test."""

    html: str
    words: str

    def __repr__(self) -> str:
        return self.words

    def _repr_html_(self) -> str:
        return self.html


class WithFallback:
    """Mixin of a widget: under it stands a still picture for pages where no kernel runs.

    (JupyterLab shows an error instead of another form of the same output, so the still picture
    is an output of its own.)
    """

    def still(self) -> Shown:
        """The first state of the interactive, as it stands without a kernel."""
        raise NotImplementedError

    def _ipython_display_(self) -> None:
        assert isinstance(self, Widget)
        display(self._repr_mimebundle_(), raw=True)
        still = self.still()
        inside = (
            "<details><summary>단추가 움직이지 않나요? 멈춘 그림으로 보기</summary>"
            f"{still.html}</details>"
        )
        display(Shown(html=inside, words=still.words))


_CELL = "border:1px solid #bbb;padding:4px 8px;text-align:left;vertical-align:top"


def text_table(table: pd.DataFrame, *, caption: str) -> Shown:
    """A table of long texts made to be read: set left, lines broken between words, none cut.

    A named index becomes the first column; an unnamed one (row numbers) is left out.
    """
    flat = table if table.index.name is None else table.reset_index()
    lines = [
        " · ".join(f"{column} {_written(cell)}" for column, cell in row.items())
        for row in _rows(flat)
    ]
    return Shown(html=table_html(flat, caption=caption), words="\n".join([caption, *lines]))


def table_html(table: pd.DataFrame, *, caption: str) -> str:
    """An HTML table with a caption; every cell is shown as text."""
    head = "".join(_cell("th", column, ' scope="col"') for column in table.columns)
    rows = "".join(
        f"<tr>{''.join(_cell('td', cell) for cell in row.values())}</tr>" for row in _rows(table)
    )
    # A box of its own scrolls on a phone; `display:block` on the table would undo its meaning.
    return (
        '<div style="overflow-x:auto"><table style="border-collapse:collapse;font-size:inherit;'
        'line-height:1.5;word-break:keep-all;margin:0">'
        f'<caption style="text-align:left;padding:4px 0">{html.escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _rows(table: pd.DataFrame) -> list[dict]:
    return table.to_dict("records")


def _cell(tag: str, content: object, more: str = "") -> str:
    return f'<{tag}{more} style="{_CELL}">{html.escape(_written(content))}</{tag}>'


def _written(content: object) -> str:
    """As people write it: 300, not the 300.0 of a column that also holds fractions."""
    return f"{content:,.10g}" if isinstance(content, float) else str(content)
