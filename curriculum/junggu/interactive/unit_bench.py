"""A checking bench for mixed units: where to draw the line, and what a control total says of it."""

from collections.abc import Sequence

import ipywidgets as widgets
import numpy as np
import pandas as pd
from IPython.display import display
from matplotlib.figure import Figure

from junggu.figures import Picture, picture
from junggu.interactive.look import dress
from junggu.interactive.shown import Shown, WithFallback, table_html

_UNTOUCHED = float("inf")
_ROWS_SHOWN = 6


class UnitBench(WithFallback, widgets.VBox):
    """One slider: amounts from so many times the usual on are divided by ``factor``.

    ``amounts``, ``usual`` (the usual size of the same thing, in the same unit) and ``groups``
    share one index; an amount may be missing and counts as nothing. ``settled`` holds what each
    group adds up to by another source. ``limits`` are the ratios to choose from; the last choice,
    and the first state, is to divide nothing.
    """

    def __init__(
        self,
        *,
        amounts: pd.Series,
        usual: pd.Series,
        groups: pd.Series,
        settled: pd.Series,
        limits: Sequence[float],
        factor: int = 1000,
        unit: str = "천원",
    ) -> None:
        unknown = sorted(set(groups) ^ set(settled.index))
        if unknown:
            raise ValueError(
                f"더할 표와 대조할 표의 이름이 달라요({', '.join(map(str, unknown))}). "
                "두 표의 이름을 맞춰 주세요."
            )
        self._amounts = amounts.astype(float)
        self._ratio = self._amounts / usual
        self._groups = groups
        self._settled = settled
        self._factor = factor
        self._unit = unit
        self.limit = widgets.SelectionSlider(
            options=[*((f"{limit:g}배", limit) for limit in limits), ("나누지 않음", _UNTOUCHED)],
            value=_UNTOUCHED,
            description="나누기 시작하는 배수",
            continuous_update=False,
            style={"description_width": "initial"},
            layout=widgets.Layout(width="100%", max_width="40em"),
        )
        self.result = widgets.interactive_output(self._draw, {"limit": self.limit})
        super().__init__(
            [
                widgets.HTML("<p>막대를 눌러 고른 다음 좌우 화살표로 옮겨요.</p>"),
                self.limit,
                self.result,
            ]
        )
        dress(self)

    def mended(self, *, limit: float) -> pd.Series:
        """The amounts with those from ``limit`` times the usual on divided by the factor."""
        return self._amounts.where(~self._far(limit), self._amounts / self._factor)

    def compared(self, *, limit: float) -> pd.DataFrame:
        """One row a group: 나눈 칸 and 빈칸 (counts), 더한 값, 대조할 값 and 차이 (in ``unit``)."""
        by_group = pd.DataFrame(
            {
                "나눈 칸": self._far(limit).groupby(self._groups).sum(),
                "빈칸": self._amounts.isna().groupby(self._groups).sum(),
                "더한 값": self.mended(limit=limit).groupby(self._groups).sum(),
                "대조할 값": self._settled,
            }
        )
        by_group["차이"] = by_group["더한 값"] - by_group["대조할 값"]
        return by_group.rename_axis(self._groups.name or "묶음")

    def still(self) -> Shown:
        return self._shown(_UNTOUCHED)

    def _far(self, limit: float) -> pd.Series:
        return self._ratio >= limit

    def _draw(self, *, limit: float) -> None:
        display(self._shown(limit))

    def _shown(self, limit: float) -> Shown:
        table = self.compared(limit=limit)
        words = self._in_words(table, limit=limit)
        image = self._histogram(limit=limit, words=words)
        html = f'<p role="status">{words}</p>{image._repr_html_()}{self._largest_html(table)}'
        return Shown(html=html, words=words)

    def _in_words(self, table: pd.DataFrame, *, limit: float) -> str:
        before = self._amounts.sum() - self._settled.sum()
        after = table["차이"].sum()
        divided = (
            "아무 칸도 나누지 않았어요."
            if limit == _UNTOUCHED
            else f"평소의 {limit:g}배부터 {table['나눈 칸'].sum()}칸을 "
            f"{self._factor:,}으로 나눴어요."
        )
        return (
            f"{divided} 합계와 대조할 값의 차이는 처음 {self._money(before)}, "
            f"지금 {self._money(after)}이에요. 차이가 남은 {table.index.name}는 "
            f"{(table['차이'].abs() >= 0.5).sum()}곳이에요."
        )

    def _money(self, amount: float) -> str:
        return f"{amount:+,.0f}{self._unit}" if round(amount) else f"0{self._unit}"

    def _histogram(self, *, limit: float, words: str) -> Picture:
        known = self._ratio[self._ratio > 0]
        edges = 10 ** np.arange(
            np.floor(4 * np.log10(known.min())) / 4, np.log10(known.max()) + 0.5, 0.25
        )
        figure = Figure(figsize=(8, 3.6))
        axes = figure.add_subplot()
        axes.hist(
            [known[known < limit], known[known >= limit]],
            bins=edges,
            stacked=True,
            color=["#0072B2", "#D55E00"],
            edgecolor="white",
            label=["그대로 둔 칸", f"{self._factor:,}으로 나눈 칸"],
        )
        if limit != _UNTOUCHED:
            # Named in the legend: a word beside the line would lie under it.
            axes.axvline(limit, color="#1a1a1a", linestyle="--", linewidth=2, label="나누기 시작")
        for patch in axes.containers[1]:
            patch.set_hatch("//")
        axes.set_xscale("log")
        # Few wrong cells stand beside hundreds of right ones.
        axes.set_yscale("symlog", linthresh=1)
        axes.yaxis.set_major_formatter("{x:,.0f}")
        axes.xaxis.set_major_formatter(lambda x, _: f"{x:,g}")
        axes.set_title("칸마다 평소의 몇 배인가요")
        axes.set_xlabel("평소에 견준 배수(배, 한 눈금이 10배)")
        axes.set_ylabel("칸 수(칸)")
        axes.legend(loc="upper right", fontsize=12, framealpha=1)
        return picture(figure=figure, alt=f"평소에 견준 배수의 막대그림. {words}")

    def _largest_html(self, table: pd.DataFrame) -> str:
        order = table["차이"].abs().sort_values(ascending=False, kind="stable").index
        left = table.loc[order[: (table["차이"].abs() >= 0.5).sum()]]
        if left.empty:
            return f"<p>모든 {table.index.name}의 차이가 0이에요.</p>"
        few = left.head(_ROWS_SHOWN).reset_index()
        few["더한 값"] = few["더한 값"].map("{:,.0f}".format)
        few["대조할 값"] = few["대조할 값"].map("{:,.0f}".format)
        few["차이"] = few["차이"].map("{:+,.0f}".format)
        units = {"나눈 칸": "개", "빈칸": "개"}
        few = few.rename(columns=lambda name: f"{name}({units.get(name, self._unit)})")
        few = few.rename(columns={few.columns[0]: table.index.name})
        caption = f"차이가 남은 {table.index.name} {len(left)}곳"
        if len(left) > len(few):
            caption += f". 차이가 큰 {len(few)}곳"
        return table_html(few, caption=caption)
