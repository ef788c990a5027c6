"""An order quantity against the cost of what is left over and what is sold out."""

from collections.abc import Sequence

import ipywidgets as widgets
import numpy as np
from IPython.display import display
from matplotlib.figure import Figure

from junggu.figures import picture
from junggu.interactive.look import button, dress, row
from junggu.interactive.shown import Shown, WithFallback
from junggu.ordering import mean_costs


class OrderAndCost(WithFallback, widgets.VBox):
    """The learner moves the order and both costs and reads what it would have cost.

    ``demand``: equally likely amounts in ``unit``; ``what`` names them in Korean, for example
    ``지난 토요일``. ``left`` and ``short`` are won for one unit left over or missing at first.
    Orders run over the whole numbers around the demand; the first one is the lowest.
    """

    def __init__(
        self, *, demand: Sequence[float], what: str, unit: str, left: int, short: int
    ) -> None:
        self._demand = np.asarray(demand, dtype=float)
        if not len(self._demand) or not np.isfinite(self._demand).all():
            raise ValueError("팔린 양(demand)에 빈 값이 있어요. 문 연 날만 골라 주세요.")
        self._what, self._unit = what, unit
        self._orders = range(int(self._demand.min()), int(np.ceil(self._demand.max())) + 1)
        self._first = (self._orders[len(self._orders) // 4], left, short)
        top = 2 * max(left, short)
        prices = [(f"{won:,}원", won) for won in range(0, top + 1, 1000)]
        self.order = _slider("주문량", [(f"{n:,}{unit}", n) for n in self._orders], self._first[0])
        self.left = _slider(f"1{unit} 남으면", prices, left)
        self.short = _slider(f"1{unit} 모자라면", prices, short)
        self.reset = button("처음으로", self._reset)
        controls = {"order": self.order, "left": self.left, "short": self.short}
        self.result = widgets.interactive_output(self._draw, controls)
        super().__init__([*controls.values(), row(self.reset), self.result])
        dress(self)

    def still(self) -> Shown:
        order, left, short = self._first
        return self._shown(order=order, left=left, short=short)

    def _reset(self) -> None:
        self.order.value, self.left.value, self.short.value = self._first

    def _draw(self, **chosen: int) -> None:
        display(self._shown(**chosen))

    def _shown(self, *, order: int, left: int, short: int) -> Shown:
        costs = mean_costs(demand=self._demand, orders=self._orders, left=left, short=short)
        words = self._in_words(order, costs.loc[order])
        figure = Figure(figsize=(8, 4))
        axes = figure.add_subplot()
        for name, line in {"합계": "-", "남음": "--", "모자람": ":"}.items():
            axes.plot(costs.index, costs[name], line, linewidth=2.5, label=name)
        axes.axvline(order, color="#1a1a1a", linewidth=1)
        axes.plot(order, costs.loc[order, "합계"], "D", markersize=12, color="#0072B2")
        axes.set_title("주문량에 따라 하루에 드는 비용")
        axes.set_xlabel(f"주문량({self._unit})")
        axes.set_ylabel("하루 평균 비용(원)")
        axes.yaxis.set_major_formatter("{x:,.0f}")
        axes.set_ylim(bottom=0)
        axes.legend()
        alt = f"주문량에 따른 비용의 세 선(합계·남음·모자람)과 지금 자리. {words}"
        image = picture(figure=figure, alt=alt)
        return Shown(html=f'<p role="status">{words}</p>{image._repr_html_()}', words=words)

    def _in_words(self, order: int, cost) -> str:
        over, under = (self._demand < order).sum(), (self._demand > order).sum()
        return (
            f"{order:,}{self._unit}이면 {self._what} {len(self._demand)}번 가운데 "
            f"{over}번 남고 {under}번 모자라요. 하루 평균 비용은 {cost['합계']:,.0f}원이에요"
            f"(남음 {cost['남음']:,.0f}원, 모자람 {cost['모자람']:,.0f}원)."
        )


def _slider(words: str, options: list[tuple[str, int]], value: int) -> widgets.SelectionSlider:
    return widgets.SelectionSlider(
        options=options,
        value=value,
        description=words,
        continuous_update=False,
        style={"description_width": "7em"},
        layout=widgets.Layout(width="100%", max_width="36em"),
    )
