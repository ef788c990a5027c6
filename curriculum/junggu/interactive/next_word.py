"""A language model to play with: see the counts, set the temperature, draw word after word."""

import html
from collections.abc import Iterable, Mapping, Sequence

import ipywidgets as widgets
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from junggu.figures import Picture, picture
from junggu.interactive.look import button, dress, keep_keyboard, row, status
from junggu.interactive.shown import Shown, WithFallback, table_html
from junggu.interactive.word_chain import WordChain, pieces

_CANDIDATES_SHOWN = 8
_USUAL = 1.0  # the temperature at which the counts themselves are the odds


class NextWord(WithFallback, widgets.VBox):
    """One slider, the temperature; buttons draw the next word or the rest of the sentence.

    ``counts`` says for each word how often each word came next, between the marks ``(시작)`` and
    ``(끝)``; ``sentences`` are the texts that were counted; ``start`` is where a sentence begins
    (words divided by spaces, may be empty). ``many`` sentences are drawn at each temperature to
    tell how many of them stand nowhere in ``sentences``.
    """

    def __init__(
        self,
        *,
        counts: Mapping[str, Mapping[str, int]],
        sentences: Iterable[str],
        start: str = "",
        temperatures: Sequence[float] = (0.2, 0.5, 1, 1.5, 2, 3),
        many: int = 200,
        seed: int = 0,
    ) -> None:
        self._chain = WordChain(counts=counts)
        self._sentences = [" ".join(sentence.split()) for sentence in sentences]
        self._start = start.split()
        self._many = many
        self._seed = seed
        self._rng = np.random.default_rng(seed)
        self._samples: dict[float, list[str]] = {}
        self._words = list(self._start)
        self._ended = False
        self._chain.seen(self._last(self._words))
        self.temperature = widgets.SelectionSlider(
            options=[(f"{t:g}", float(t)) for t in temperatures],
            value=_USUAL,
            description="온도",
            continuous_update=False,
            style={"description_width": "initial"},
            layout=widgets.Layout(width="100%", max_width="30em"),
        )
        self.draw = button("다음 낱말 뽑기", self._draw_one, primary=True)
        self.finish = button("문장 끝까지 뽑기", self._draw_all)
        self.undo = button("한 낱말 지우기", self._take_back)
        self.reset = button("처음부터", self._begin_again)
        keep_keyboard(self.reset, self.draw, self.finish, self.undo)
        self.result = widgets.HTML()
        self.temperature.observe(lambda _: self._show(), names="value")
        super().__init__(
            [
                widgets.HTML("<p>막대를 눌러 고른 다음 좌우 화살표로 온도를 옮겨요.</p>"),
                self.temperature,
                row(self.draw, self.finish, self.undo, self.reset),
                self.result,
            ]
        )
        dress(self)
        self._show()

    @property
    def text(self) -> str:
        """What has been written so far."""
        return " ".join(self._words)

    def sampled(self, *, temperature: float) -> list[str]:
        """The ``many`` sentences drawn from the start at this temperature, the same every time."""
        if temperature not in self._samples:
            rng = np.random.default_rng(self._seed)
            self._samples[temperature] = [
                " ".join(self._chain.continued([], temperature=temperature, rng=rng))
                for _ in range(self._many)
            ]
        return self._samples[temperature]

    def still(self) -> Shown:
        return self._shown(self._start, ended=False, temperature=_USUAL)

    def _last(self, words: Sequence[str]) -> str:
        return words[-1] if words else self._chain.begin

    def _draw_one(self) -> None:
        after = self._chain.drawn(
            self._last(self._words), temperature=self.temperature.value, rng=self._rng
        )
        if after == self._chain.end:
            self._ended = True
        else:
            self._words.append(after)
        self._show()

    def _draw_all(self) -> None:
        self._words = self._chain.continued(
            self._words, temperature=self.temperature.value, rng=self._rng
        )
        self._ended = True
        self._show()

    def _take_back(self) -> None:
        self._ended = False
        if len(self._words) > len(self._start):
            self._words.pop()
        self._show()

    def _begin_again(self) -> None:
        self._words, self._ended = list(self._start), False
        self._show()

    def _show(self) -> None:
        self.draw.disabled = self.finish.disabled = self._ended
        self.undo.disabled = self.reset.disabled = self._words == self._start and not self._ended
        shown = self._shown(self._words, ended=self._ended, temperature=self.temperature.value)
        self.result.value = shown.html

    def _shown(self, words: Sequence[str], *, ended: bool, temperature: float) -> Shown:
        lead = f"지금 글: {' '.join(words) or '(아직 없음)'}"
        many = self._in_many(temperature)
        if ended:
            said, body = self._whole(words)
        else:
            said, body = self._candidates(self._last(words), temperature)
        return Shown(
            html=f"{status(lead)}<p>{html.escape(said)}</p>{body}<p>{html.escape(many)}</p>",
            words=f"{lead}\n{said} {many}",
        )

    def _in_many(self, temperature: float) -> str:
        sampled = self.sampled(temperature=temperature)
        new = sum(sentence not in self._sentences for sentence in sampled)
        return (
            f"온도 {temperature:g}에서 {self._many}문장을 뽑아 보면 말뭉치에 없는 문장이 {new}개, "
            f"서로 다른 문장이 {len(set(sampled))}가지예요."
        )

    def _whole(self, words: Sequence[str]) -> tuple[str, str]:
        runs = pieces(words, sentences=self._sentences)
        if " ".join(words) in self._sentences:
            said = "문장이 끝났어요. 말뭉치에 똑같은 문장이 있어요."
        else:
            said = f"문장이 끝났어요. 말뭉치에 없는 문장이에요. {len(runs)}토막을 이어 붙였어요."
        table = pd.DataFrame({"토막": [p.words for p in runs], "나온 곳": [p.source for p in runs]})
        return said, table_html(table, caption="토막마다 말뭉치의 어느 문장에서 왔나요")

    def _candidates(self, word: str, temperature: float) -> tuple[str, str]:
        seen = self._chain.seen(word)
        table = pd.DataFrame(
            {
                "횟수": seen.astype(int),
                "센 그대로": self._chain.chances(word, temperature=_USUAL),
                "지금 온도": self._chain.chances(word, temperature=temperature),
            }
        )
        first = table.index[0]
        said = (
            f"‘{word}’ 뒤에는 {len(table)}가지가 모두 {table['횟수'].sum()}번 나왔어요. "
            f"온도 {temperature:g}에서 가장 흔한 ‘{first}’의 확률은 "
            f"{table.loc[first, '지금 온도']:.0%}예요."
        )
        few = table.head(_CANDIDATES_SHOWN)
        rest = table.iloc[_CANDIDATES_SHOWN:]
        if len(rest):
            few = pd.concat([few, rest.sum().to_frame(f"나머지 {len(rest)}가지").T])
        image = self._bars(few, word=word, temperature=temperature, said=said)
        shares = few[["센 그대로", "지금 온도"]].map("{:.1%}".format)
        flat = pd.concat([few["횟수"].astype(int), shares], axis=1).rename_axis("다음 낱말")
        flat = flat.rename(columns={"횟수": "횟수(번)"})
        caption = f"‘{word}’ 다음 낱말의 횟수와 확률"
        return said, image._repr_html_() + table_html(flat.reset_index(), caption=caption)

    def _bars(self, few: pd.DataFrame, *, word: str, temperature: float, said: str) -> Picture:
        figure = Figure(figsize=(8, 1.4 + 0.45 * len(few)))
        axes = figure.add_subplot()
        # From below upwards, so that the most frequent word stands on top.
        places = np.arange(len(few))[::-1]
        axes.barh(places + 0.2, few["센 그대로"] * 100, 0.38, label="센 그대로(온도 1)")
        axes.barh(
            places - 0.2,
            few["지금 온도"] * 100,
            0.38,
            label=f"지금 온도({temperature:g})",
            hatch="//",
            edgecolor="white",
        )
        axes.set_yticks(places, few.index)
        axes.set_xlim(0, 100)
        axes.grid(axis="y", visible=False)
        axes.set_title(f"‘{word}’ 다음에 올 낱말")
        axes.set_xlabel("나올 확률(%)")
        axes.set_ylabel("다음 낱말")
        axes.legend(loc="lower right", fontsize=12)
        return picture(figure=figure, alt=f"다음 낱말 확률의 막대그림. {said}")
