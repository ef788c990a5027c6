"""Korean matplotlib figures that say in words what they show."""

import base64
import html
import io
from importlib.util import find_spec
from pathlib import Path

import matplotlib
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

# Sizes in points; axis labels stay readable when a phone shows the picture at half width.
_STYLE = {
    "figure.figsize": (8, 4.5),
    "figure.dpi": 100,
    "figure.constrained_layout.use": True,
    # NanumGothic lacks the minus sign.
    "font.family": ["NanumGothic", "DejaVu Sans"],
    "font.size": 13,
    "axes.titlesize": 16,
    "axes.labelsize": 14,
    "axes.unicode_minus": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#d9d9d9",
    # Okabe-Ito (2008), told apart by colour-blind readers; dark ones first.
    "axes.prop_cycle": matplotlib.cycler(
        color=["#0072B2", "#D55E00", "#007A5E", "#8B4C8C", "#5B5B5B", "#B8860B"]
    ),
}


def use_korean() -> None:
    """Give matplotlib the bundled Nanum Gothic font (OFL) and large, calm defaults."""
    # Only the fonts of koreanize_matplotlib: its code needs distutils, gone since Python 3.12.
    (folder,) = find_spec("koreanize_matplotlib").submodule_search_locations
    for path in sorted(Path(folder).glob("fonts/NanumGothic*.ttf")):
        font_manager.fontManager.addfont(path)
    matplotlib.rcParams.update(_STYLE)


class Picture:
    """A finished figure as an image with alternative text, the same in Lab, Voilà and feedback."""

    def __init__(self, *, png: bytes, alt: str) -> None:
        self.png = png
        self.alt = alt

    def __repr__(self) -> str:
        return f"[그림] {self.alt}"

    def _repr_html_(self) -> str:
        data = base64.b64encode(self.png).decode("ascii")
        alt = html.escape(self.alt, quote=True)
        return (
            f'<img alt="{alt}" src="data:image/png;base64,{data}" '
            'style="max-width:100%;height:auto">'
        )


def picture(*, figure: Figure, alt: str) -> Picture:
    """Return ``figure`` as a :class:`Picture`; ``alt`` says in one sentence what it shows.

    Raises ValueError when ``alt`` is empty: a figure without words is lost on some learners.
    """
    if not alt.strip():
        raise ValueError("그림을 말로 풀어 쓴 설명(alt)이 필요해요. 예: show(alt='…')")
    buffer = io.BytesIO()
    # The same bytes as from savefig, which lays a constrained figure out once more before it draws.
    FigureCanvasAgg(figure).print_png(buffer)
    return Picture(png=buffer.getvalue(), alt=alt)


def show(*, alt: str) -> None:
    """Show the current pyplot figure with alternative text and close it."""
    from IPython.display import display
    from matplotlib import pyplot as plt

    figure = plt.gcf()
    display(picture(figure=figure, alt=alt))
    plt.close(figure)
