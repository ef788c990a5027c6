"""Put steps in order with buttons: nothing to drag."""

from collections.abc import Sequence
from dataclasses import dataclass

import ipywidgets as widgets

from junggu.clicks.screen import CHANGE, Screen, hold_focus, row, show_only
from junggu.clicks.style import paragraph, reason


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step; ``why`` says why it stands where it stands."""

    id: str
    text: str
    why: str


class PutInOrder(Screen):
    """Steps shown in the order given; kept under ``name`` as the list of their ids.

    ``right`` lists every order that is right (ids); the first is the one that is explained. The
    order on the screen is kept only once something was moved or the order was called done.
    """

    def __init__(
        self, *, name: str, asks: str, steps: Sequence[Step], right: Sequence[Sequence[str]]
    ) -> None:
        super().__init__(name=name)
        self._steps = {step.id: step for step in steps}
        self._right = [list(order) for order in right]
        self._order = self._found()
        self._undo: list[list[str]] = []
        count = len(self._order)
        self.texts = [widgets.HTML() for _ in range(count)]
        self.ups = [self._button("▲ 위로", lambda n=n: self._swap(n, n - 1)) for n in range(count)]
        self.downs = [
            self._button("▼ 아래로", lambda n=n: self._swap(n, n + 1)) for n in range(count)
        ]
        self.ups[0].disabled = self.downs[-1].disabled = True
        self.undo = self._button("방금 것 되돌리기", self._take_back)
        self.done = self._button("이 차례로 할게요", self._finish, main=True)
        self.why = widgets.HTML()
        lines = []
        for text, up, down in zip(self.texts, self.ups, self.downs, strict=True):
            line = widgets.VBox([text, row([up, down], pair=True)])
            line.add_class("jg-line")
            lines.append(line)
        ask = widgets.HTML(paragraph(asks, kind="ask"))
        self._lay_out([ask, *lines, row([self.done, self.undo]), self.why])
        self._draw()

    def _found(self) -> list[str]:
        kept = self.kept.read()
        known = isinstance(kept, list) and sorted(map(str, kept)) == sorted(self._steps)
        return list(kept) if known else list(self._steps)

    def _reopen(self) -> None:
        self._order = self._found()
        self._undo.clear()
        self._draw()

    def _swap(self, here: int, there: int) -> None:
        self._undo.append(list(self._order))
        moved = self._order[here]
        self._order[here], self._order[there] = self._order[there], moved
        self._keep()
        self._say(f"‘{self._steps[moved].text}’ → {there + 1}번째")
        # The keyboard stays with the step that moved.
        same, other = (self.ups, self.downs) if there < here else (self.downs, self.ups)
        (other if same[there].disabled else same)[there].focus()

    def _take_back(self) -> None:
        self._order = self._undo.pop()
        self._keep()
        self._say("되돌렸어요.")
        hold_focus(self.undo, *self.downs)

    def _keep(self) -> None:
        self.kept.write(self._order)
        self._draw()

    def _finish(self) -> None:
        self.kept.write(self._order)
        if self._order in self._right:
            lines = ["바른 차례예요."]
        else:
            same = [a == b for a, b in zip(self._order, self._right[0], strict=True)]
            lines = [f"{sum(same)}가지는 제자리에 있어요. 나머지는 까닭을 읽고 옮겨 보세요."]
        lines += [f"{self._steps[step].text}: {self._steps[step].why}" for step in self._order]
        self.why.value = reason("\n".join(lines))
        show_only(self.why, when=True)
        self._say(CHANGE)

    def _draw(self) -> None:
        show_only(self.why, when=False)
        self.undo.disabled = not self._undo
        for place, (text, step) in enumerate(zip(self.texts, self._order, strict=True), start=1):
            text.value = paragraph(f"{place}번째. {self._steps[step].text}", kind="where")
