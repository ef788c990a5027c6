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


def table_html(table: pd.DataFrame, *, caption: str) -> str:
    """An HTML table with a caption; every cell is shown as text."""
    head = "".join(f'<th scope="col">{html.escape(str(c))}</th>' for c in table.columns)
    rows = "".join(
        "<tr>" + "".join(f"<td>{html.escape(str(cell))}</td>" for cell in row) + "</tr>"
        for row in table.itertuples(index=False)
    )
    return (
        f'<table style="display:block;overflow-x:auto"><caption style="text-align:left">'
        f"{html.escape(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )
