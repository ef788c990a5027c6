"""Rules against learning: a key-word router beside a model that was taught with examples."""

from collections.abc import Mapping, Sequence

import ipywidgets as widgets
import pandas as pd
from IPython.display import display
from matplotlib.figure import Figure
from sklearn.base import BaseEstimator

from junggu.figures import picture
from junggu.interactive.learned import Taught
from junggu.interactive.look import FULL, button, dress, row
from junggu.interactive.rules import KeywordRules, words_in
from junggu.interactive.shown import Shown, WithFallback, table_html

_ONLY_RULES, _ONLY_LEARNED, _BOTH = "규칙만 틀림", "모형만 틀림", "둘 다 틀림"
_TEXT_SHOWN = 70  # characters of a text in the table of misses
_ROWS_SHOWN = 6


class RulesAndLearning(WithFallback, widgets.VBox):
    """Both ways answer the same ``texts``; the learner changes the words and the example count.

    ``names`` are the right names of ``texts``; ``words`` holds the first words of each name's
    rule, in the order in which they are tried, and ``otherwise`` is where the rest goes.
    ``model`` is an unfitted scikit-learn text classifier, taught with the first ``counts`` of
    ``examples`` and their ``example_names``, which must not be among ``texts``.
    """

    def __init__(
        self,
        *,
        texts: pd.Series,
        names: pd.Series,
        words: Mapping[str, Sequence[str]],
        otherwise: str,
        model: BaseEstimator,
        examples: pd.Series,
        example_names: pd.Series,
        counts: Sequence[int],
    ) -> None:
        seen = set(texts) & set(examples)
        if seen:
            raise ValueError(
                f"시험할 글 {len(seen)}건이 배울 보기에도 있어요. 보기에서 먼저 빼 주세요."
            )
        self._texts = texts.reset_index(drop=True)
        self._names = names.reset_index(drop=True)
        self._start = {name: ", ".join(first) for name, first in words.items()}
        self._otherwise = otherwise
        self._counts = tuple(counts)
        self._taught = Taught(
            model=model, examples=examples, names=example_names, questions=self._texts
        )
        self.words = {name: _word_field(name, typed) for name, typed in self._start.items()}
        self.count = widgets.SelectionSlider(
            options=[(f"{count:,}건", count) for count in self._counts],
            value=self._counts[len(self._counts) // 2],
            description="배운 보기 수",
            continuous_update=False,
            style={"description_width": "initial"},
            layout=widgets.Layout(width="100%", max_width="36em"),
        )
        self.misses = widgets.RadioButtons(
            options=[_ONLY_RULES, _ONLY_LEARNED, _BOTH], orientation="horizontal", layout=FULL
        )
        self.reset = button("낱말을 처음으로", self._reset)
        controls = {f"word_{i}": field for i, field in enumerate(self.words.values())}
        controls |= {"count": self.count, "misses": self.misses}
        self.result = widgets.interactive_output(self._draw, controls)
        super().__init__(
            [
                widgets.HTML("<p><strong>낱말 규칙</strong>: 쉼표로 낱말을 더하거나 지워요.</p>"),
                row(*self.words.values()),
                row(self.reset),
                widgets.HTML("<p><strong>배운 모형</strong>: 막대를 좌우 화살표로 옮겨요.</p>"),
                self.count,
                widgets.HTML("<p><strong>틀린 민원 보기</strong></p>"),
                self.misses,
                self.result,
            ]
        )
        dress(self)

    @property
    def rules(self) -> KeywordRules:
        """The rules as they are typed now; a name without words is never given by a rule."""
        return self._rules({name: field.value for name, field in self.words.items()})

    def compared(self) -> pd.DataFrame:
        """One row a text: 글, 정답, 낱말 규칙 and 배운 모형 (the names that each way gave)."""
        return self._compared(self.rules, count=self.count.value)

    def still(self) -> Shown:
        return self._shown(
            self._rules(self._start), count=self._counts[len(self._counts) // 2], misses=_ONLY_RULES
        )

    def _rules(self, typed: Mapping[str, str]) -> KeywordRules:
        words = {name: words_in(text) for name, text in typed.items()}
        return KeywordRules(words=words, otherwise=self._otherwise)

    def _reset(self) -> None:
        for name, field in self.words.items():
            field.value = self._start[name]

    def _compared(self, rules: KeywordRules, *, count: int) -> pd.DataFrame:
        return pd.DataFrame(
            {
                "글": self._texts,
                "정답": self._names,
                "낱말 규칙": rules.names_of(self._texts),
                "배운 모형": self._taught.answers(examples=count),
            }
        )

    def _draw(self, *, count: int, misses: str, **_: str) -> None:
        display(self._shown(self.rules, count=count, misses=misses))

    def _shown(self, rules: KeywordRules, *, count: int, misses: str) -> Shown:
        table = self._compared(rules, count=count)
        by_rules = table["낱말 규칙"] == table["정답"]
        by_model = table["배운 모형"] == table["정답"]
        words = _in_words(by_rules, by_model, count=count)
        curve = self._curve(rules_right=by_rules.mean(), count=count, words=words)
        missed = _missed_html(table[_kinds(by_rules, by_model)[misses]], kind=misses)
        html = f'<p role="status">{words}</p>{curve._repr_html_()}{missed}'
        return Shown(html=html, words=words)

    def _curve(self, *, rules_right: float, count: int, words: str):
        right = [
            100 * (self._names == self._taught.answers(examples=n)).mean() for n in self._counts
        ]
        figure = Figure(figsize=(8, 3.8))
        axes = figure.add_subplot()
        places = range(len(self._counts))
        axes.plot(places, right, marker="o", color="#0072B2", label="배운 모형")
        here = self._counts.index(count)
        axes.plot(here, right[here], marker="D", markersize=13, color="#0072B2")
        axes.annotate(
            "지금", (here, right[here]), xytext=(0, -24), textcoords="offset points", ha="center"
        )
        axes.axhline(
            100 * rules_right, linestyle="--", linewidth=2, color="#D55E00", label="낱말 규칙"
        )
        axes.set_xticks(places, [f"{n:,}" for n in self._counts])
        axes.set_ylim(0, 100)
        axes.set_title("같은 민원을 얼마나 맞혔나요")
        axes.set_xlabel("배운 보기 수(건)")
        axes.set_ylabel("맞힌 비율(%)")
        axes.legend(loc="lower right")
        return picture(
            figure=figure, alt=f"보기 수에 따른 배운 모형의 꺾은선과 낱말 규칙의 가로 점선. {words}"
        )


def _word_field(name: str, typed: str) -> widgets.Text:
    return widgets.Text(
        description=name,
        value=typed,
        continuous_update=False,
        placeholder="낱말을 적어요",
        style={"description_width": "5.5em"},
        layout=widgets.Layout(width="26em", max_width="100%"),
    )


def _kinds(by_rules: pd.Series, by_model: pd.Series) -> dict[str, pd.Series]:
    return {
        "둘 다 맞음": by_rules & by_model,
        _ONLY_RULES: ~by_rules & by_model,
        _ONLY_LEARNED: by_rules & ~by_model,
        _BOTH: ~by_rules & ~by_model,
    }


def _in_words(by_rules: pd.Series, by_model: pd.Series, *, count: int) -> str:
    kinds = _kinds(by_rules, by_model)
    split = ", ".join(f"{kind} {rows.sum()}건" for kind, rows in kinds.items())
    return (
        f"같은 {len(by_rules)}건을 낱말 규칙은 {by_rules.sum()}건({by_rules.mean():.0%}), "
        f"보기 {count:,}건을 배운 모형은 {by_model.sum()}건({by_model.mean():.0%}) 맞혔어요. "
        f"{split}이에요."
    )


def _missed_html(missed: pd.DataFrame, *, kind: str) -> str:
    if missed.empty:
        return f"<p>‘{kind}’에 드는 글이 없어요.</p>"
    few = missed.head(_ROWS_SHOWN).copy()
    long = few["글"].str.len() > _TEXT_SHOWN
    few["글"] = few["글"].str[:_TEXT_SHOWN] + long.map({True: "…", False: ""})
    caption = f"{kind} {len(missed)}건"
    if len(missed) > len(few):
        caption += f" 가운데 처음 {len(few)}건"
    return table_html(few, caption=caption)
