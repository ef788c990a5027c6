"""A threshold of confidence: what goes out by itself, what goes wrong, what a person reads."""

from collections.abc import Sequence
from functools import cached_property

import ipywidgets as widgets
import numpy as np
import pandas as pd
from IPython.display import display
from matplotlib.figure import Figure

from junggu.figures import picture
from junggu.interactive.look import FULL, button, dress, row
from junggu.interactive.shown import Shown, WithFallback, table_html

EVERYTHING = "전체"
_TEXT_SHOWN = 80  # characters of a text in the table
_ROWS_SHOWN = 5


class ReviewThreshold(WithFallback, widgets.VBox):
    """The learner moves the threshold and reads whose cases go wrong and who has to read how many.

    One place a case in ``texts``, ``truth`` (the right name), ``said`` (the model's name) and
    ``confidence`` (0 to 1): below the threshold a person reads the case, otherwise it goes where
    the model said. ``what`` names a case in Korean (``민원``). ``readable`` is how many of 100
    cases people have time to read. ``groups`` (months, for example) names a part of every case;
    the learner may then look at one part alone, of the kind that ``group`` names (``달``).
    ``thresholds`` rise; the first one is the start.
    """

    def __init__(
        self,
        *,
        texts: pd.Series,
        truth: pd.Series,
        said: pd.Series,
        confidence: pd.Series,
        what: str,
        readable: float,
        groups: pd.Series | None = None,
        group: str = "부분",
        thresholds: Sequence[float] = tuple(np.arange(0, 0.951, 0.05).round(2)),
    ) -> None:
        columns = {"글": texts, "정답": truth, "모형의 답": said, "확신도": confidence}
        self._cases = pd.DataFrame({name: list(cells) for name, cells in columns.items()})
        if not self._cases["확신도"].between(0, 1).all():
            raise ValueError("확신도(confidence)에는 0과 1 사이의 수만 넣어 주세요.")
        self._groups = pd.Series([EVERYTHING] * len(texts) if groups is None else list(groups))
        self._piles = {"wrong": f"잘못 간 {what}", "read": f"사람이 볼 {what}"}
        self._what = what
        self._readable = readable
        self._thresholds = [float(one) for one in thresholds]
        self.threshold = widgets.SelectionSlider(
            options=[(f"{one:.2f}", one) for one in self._thresholds],
            description="기준값",
            continuous_update=False,
            layout=widgets.Layout(width="100%", max_width="36em"),
        )
        self.pile = widgets.RadioButtons(
            options=[(name, pile) for pile, name in self._piles.items()],
            orientation="horizontal",
            layout=FULL,
        )
        parts = [EVERYTHING] if groups is None else [EVERYTHING, *sorted(set(self._groups))]
        self.part = widgets.RadioButtons(options=parts, orientation="horizontal", layout=FULL)
        self.reset = button("처음으로", self._reset)
        controls = {"threshold": self.threshold, "pile": self.pile, "part": self.part}
        self.result = widgets.interactive_output(self._draw, controls)
        heading = widgets.HTML(f"<p><strong>볼 {group}</strong></p>")
        choose = [] if groups is None else [heading, self.part]
        super().__init__(
            [
                widgets.HTML("<p>막대를 좌우 화살표로 옮겨요. 기준값보다 낮으면 사람이 봐요.</p>"),
                self.threshold,
                *choose,
                widgets.HTML("<p><strong>읽어 볼 무더기</strong></p>"),
                self.pile,
                row(self.reset),
                self.result,
            ]
        )
        dress(self)

    def piles(self, *, threshold: float, part: str = EVERYTHING) -> dict[str, pd.DataFrame]:
        """The cases of ``part`` by what becomes of them: ``right``, ``wrong`` and ``read``."""
        cases = self._part(part)
        read = cases["확신도"] < threshold
        right = cases["정답"] == cases["모형의 답"]
        return {"right": cases[~read & right], "wrong": cases[~read & ~right], "read": cases[read]}

    def _part(self, part: str) -> pd.DataFrame:
        return self._cases if part == EVERYTHING else self._cases[self._groups == part]

    def still(self) -> Shown:
        return self._first

    @cached_property
    def _first(self) -> Shown:
        """The first state: drawn once, shown by the widget and kept as its still picture."""
        return self._shown(**self._start)

    @property
    def _start(self) -> dict:
        return {"threshold": self._thresholds[0], "pile": "wrong", "part": EVERYTHING}

    def _reset(self) -> None:
        for name, value in self._start.items():
            getattr(self, name).value = value

    def _draw(self, **chosen) -> None:
        display(self._first if chosen == self._start else self._shown(**chosen))

    def _shown(self, *, threshold: float, pile: str, part: str) -> Shown:
        piles = self.piles(threshold=threshold, part=part)
        words = self._in_words(piles, threshold=threshold, part=part)
        image = picture(
            figure=self._figure(threshold=threshold, part=part),
            alt=f"기준값에 따라 {self._piles['read']}과 {self._piles['wrong']}의 두 선. {words}",
        )
        texts = _texts_html(piles[pile], name=self._piles[pile])
        html = f'<p role="status">{words}</p>{image._repr_html_()}{texts}'
        return Shown(html=html, words=words)

    def _in_words(self, piles: dict[str, pd.DataFrame], *, threshold: float, part: str) -> str:
        number = {name: len(cases) for name, cases in piles.items()}
        every, sent = sum(number.values()), number["right"] + number["wrong"]
        read = 100 * number["read"] / every
        fits = "읽을 수 있어요" if read <= self._readable else "다 읽을 수 없어요"
        rate = f"(자동으로 보낸 {sent:,}건의 {number['wrong'] / sent:.1%})" if sent else ""
        return (
            f"{part} {every:,}건, 기준값 {threshold:.2f}. "
            f"{self._piles['read']} {number['read']:,}건(100건마다 {read:.1f}건): {fits}. "
            f"{self._piles['wrong']} {number['wrong']:,}건{rate}."
        )

    def _shares(self, part: str) -> dict[str, np.ndarray]:
        """Of 100 cases of ``part``, how many are read and go wrong, by threshold."""
        cases = self._part(part)
        sure = cases["확신도"].to_numpy()
        wrong = (cases["정답"] != cases["모형의 답"]).to_numpy()
        read = np.searchsorted(np.sort(sure), self._thresholds)
        caught = np.searchsorted(np.sort(sure[wrong]), self._thresholds)
        return {"read": 100 * read / len(sure), "wrong": 100 * (wrong.sum() - caught) / len(sure)}

    def _figure(self, *, threshold: float, part: str) -> Figure:
        shares = self._shares(part)
        lines = {"read": ("#0072B2", "-"), "wrong": ("#D55E00", "--")}
        # The labels are always of the same size; a layout that measures them doubles the cost.
        figure = Figure(figsize=(8, 4), layout="none")
        axes = figure.add_axes((0.1, 0.17, 0.88, 0.73))
        for pile, (color, style) in lines.items():
            name, share = self._piles[pile], shares[pile]
            axes.plot(self._thresholds, share, style, color=color, linewidth=2.5, label=name)
            here = share[self._thresholds.index(threshold)]
            axes.plot(threshold, here, "D", color=color, markersize=11)
        axes.axvline(threshold, color="#1a1a1a", linewidth=1)
        axes.axhline(
            self._readable, color="#5B5B5B", linestyle=":", linewidth=2, label="읽을 수 있는 한도"
        )
        axes.set_ylim(0, 100)
        axes.set_title(f"{self._what} 100건은 어디로 가나요 · {part}")
        axes.set_xlabel("기준값(이보다 확신도가 낮으면 사람이 봐요)")
        axes.set_ylabel("100건 가운데(건)")
        axes.legend(loc="upper left")
        return figure


def _texts_html(cases: pd.DataFrame, *, name: str) -> str:
    if cases.empty:
        return f"<p>{name}이 없어요.</p>"
    # Spread over the whole pile: its first rows would all be of one day.
    few = cases.iloc[np.linspace(0, len(cases) - 1, min(_ROWS_SHOWN, len(cases))).astype(int)]
    long = few["글"].str.len() > _TEXT_SHOWN
    shown = few.assign(
        글=few["글"].str[:_TEXT_SHOWN] + long.map({True: "…", False: ""}),
        확신도=few["확신도"].map("{:.2f}".format),
    )
    caption = f"{name} {len(cases):,}건"
    if len(cases) > len(few):
        caption += f" 가운데 {len(few)}건"
    return table_html(shown, caption=caption)
