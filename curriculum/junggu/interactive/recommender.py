"""A recommender to play with: rate a few items, see why others come, click and watch it narrow."""

import html
from collections import Counter
from collections.abc import Mapping, Sequence

import ipywidgets as widgets
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from junggu.figures import Picture, picture
from junggu.interactive.feed import Feed, entropy
from junggu.interactive.look import FULL, button, dress, row, status
from junggu.interactive.shown import Shown, WithFallback, table_html

_ON, _OFF = "추천 켬", "추천 끔"
_TASTES = [("안 봤어요", 0.0), ("조금 봤어요", 0.3), ("끝까지 봤어요", 1.0)]


class Recommender(WithFallback, widgets.VBox):
    """A feed of ``count`` items for a person who says how much of a few items they watched.

    ``likeness`` is a square table of item by item with zeros on its diagonal; ``titles`` and
    ``groups`` name every item and its group; ``watched`` maps the items that the learner rates
    to their first ratings (0, 0.3 or 1). Each click on an item makes the next feed.
    """

    def __init__(
        self,
        *,
        likeness: pd.DataFrame,
        titles: pd.Series,
        groups: pd.Series,
        watched: Mapping[str, float],
        count: int = 10,
    ) -> None:
        unknown = sorted(set(watched) - set(likeness.index))
        if unknown:
            raise ValueError(f"닮음 표에 없는 영상이에요: {', '.join(unknown)}")
        self._likeness, self._titles, self._groups = likeness, titles, groups
        self._count = count
        self._start = dict(watched)
        self._clicks: list[str] = []
        self.tastes = {item: self._taste(item) for item in self._start}
        self.switch = widgets.RadioButtons(
            options=[_ON, _OFF], orientation="horizontal", layout=FULL
        )
        self.items = [button("", lambda n=n: self._click(n)) for n in range(count)]
        self.undo = button("한 번 되돌리기", self._undo)
        self.reset = button("처음부터", self._reset)
        self.result = widgets.HTML()
        for control in (*self.tastes.values(), self.switch):
            control.observe(lambda _: self._restart(), names="value")
        super().__init__(
            [
                _head(f"1. 이 {len(self._start)}편을 얼마나 봤나요?"),
                *(
                    part
                    for item, taste in self.tastes.items()
                    for part in (widgets.HTML(f"<p>{html.escape(self._name(item))}</p>"), taste)
                ),
                _head("2. 추천 스위치"),
                self.switch,
                _head("3. 지금 피드: 보고 싶은 영상을 눌러요"),
                row(*self.items),
                row(self.undo, self.reset),
                self.result,
            ]
        )
        dress(self)
        self._restart()

    @property
    def feeds(self) -> list[list[str]]:
        """Every feed so far, the first one before any click."""
        return self._feeds(self._model(), clicks=self._clicks, on=self._on)

    @property
    def bits(self) -> list[float]:
        """Entropy of the groups in each feed so far, in bits."""
        return self._bits(self.feeds)

    def still(self) -> Shown:
        model = Feed(likeness=self._likeness, first=pd.Series(self._start), count=self._count)
        return self._shown(model, clicks=[], on=True)

    @property
    def _on(self) -> bool:
        return self.switch.value == _ON

    def _model(self) -> Feed:
        first = pd.Series({item: taste.value for item, taste in self.tastes.items()})
        return Feed(likeness=self._likeness, first=first, count=self._count)

    def _feeds(self, model: Feed, *, clicks: Sequence[str], on: bool) -> list[list[str]]:
        rounds = range(len(clicks) + 1)
        return [model.recommended(clicks[:n]) if on else model.unsorted(n) for n in rounds]

    def _bits(self, feeds: Sequence[Sequence[str]]) -> list[float]:
        return [entropy(self._groups[list(feed)]) for feed in feeds]

    def _taste(self, item: str) -> widgets.RadioButtons:
        return widgets.RadioButtons(
            options=_TASTES, value=self._start[item], orientation="horizontal", layout=FULL
        )

    def _name(self, item: str) -> str:
        return f"{self._titles[item]} ({self._groups[item]})"

    def _click(self, place: int) -> None:
        self._clicks.append(self.feeds[-1][place])
        self._draw()

    def _undo(self) -> None:
        del self._clicks[-1:]
        self._draw()

    def _reset(self) -> None:
        for item, taste in self.tastes.items():
            taste.value = self._start[item]
        self.switch.value = _ON
        self._restart()

    def _restart(self) -> None:
        self._clicks = []
        self._draw()

    def _draw(self) -> None:
        # The buttons stay and only their words change, so that the keyboard keeps its place.
        for item_button, item in zip(self.items, self.feeds[-1], strict=True):
            item_button.description = self._name(item)
        self.result.value = self._shown(self._model(), clicks=self._clicks, on=self._on).html

    def _shown(self, model: Feed, *, clicks: Sequence[str], on: bool) -> Shown:
        feeds = self._feeds(model, clicks=clicks, on=on)
        bits = self._bits(feeds)
        words = self._in_words(feeds[-1], bits, on=on)
        why = self._why(model, feeds[-1], clicks=clicks, on=on)
        figure = self._figure(feeds[-1], bits, words=words)
        return Shown(html=status(words) + figure._repr_html_() + why, words=words)

    def _in_words(self, feed: Sequence[str], bits: Sequence[float], *, on: bool) -> str:
        counts = Counter(self._groups[item] for item in feed).most_common()
        split = ", ".join(f"{group} {count}편" for group, count in counts)
        said = f"{_ON if on else _OFF}, {len(bits) - 1}번 누른 피드: {split}. "
        said += f"다양성은 {bits[-1]:.2f}비트예요."
        return said if len(bits) == 1 else f"{said} 누르기 전에는 {bits[0]:.2f}비트였어요."

    def _why(self, model: Feed, feed: Sequence[str], *, clicks: Sequence[str], on: bool) -> str:
        rows = []
        for item in feed:
            cause = model.reason(item, clicks) if on else None
            why = "올라온 차례예요" if cause is None else f"‘{self._titles[cause]}’ 영상을 봐서"
            rows.append({"영상": self._titles[item], "주제": self._groups[item], "까닭": why})
        return table_html(pd.DataFrame(rows), caption="왜 이 영상이 나왔을까요")

    def _figure(self, feed: Sequence[str], bits: Sequence[float], *, words: str) -> Picture:
        # One above the other: side by side their words are too small on a phone.
        figure = Figure(figsize=(7, 7))
        above, below = figure.subplots(2, 1)
        names = sorted(self._groups.unique(), reverse=True)
        counts = Counter(self._groups[item] for item in feed)
        above.barh(names, [counts[name] for name in names])
        above.set(title="지금 피드의 주제", xlabel="영상 수(편)", xlim=(0, self._count))
        below.plot(range(len(bits)), bits, marker="o")
        highest = entropy(names)
        below.set(title="누를 때마다 다양성", xlabel="누른 횟수(번)", ylabel="엔트로피(비트)")
        below.set(ylim=(-0.1, highest + 0.1), xlim=(-0.3, max(len(bits), 10) + 0.3))
        below.xaxis.set_major_locator(MaxNLocator(integer=True))  # nobody clicks half a time
        return picture(figure=figure, alt=f"주제별 영상 수 막대그림과 다양성 꺾은선그림. {words}")


def _head(words: str) -> widgets.HTML:
    return widgets.HTML(f"<p><strong>{words}</strong></p>")
