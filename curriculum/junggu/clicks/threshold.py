"""A bar for the score from which a machine warns, with the people on either side of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import ipywidgets as widgets

from junggu.clicks.keeping import ChangedElsewhere
from junggu.clicks.korean import with_particle
from junggu.clicks.marking import marked_paper
from junggu.clicks.scoring import WordScores
from junggu.clicks.screen import CHANGE, Screen, hold_focus, row
from junggu.clicks.style import paragraph, reason
from junggu.spoken import spoken


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How a threshold turns out, in people: ``missed`` were not warned of a fraud, ``worried``
    were warned of nothing; both out of ``everyone``."""

    threshold: int
    missed: int
    worried: int
    everyone: int

    def sentence(self) -> str:
        return (
            f"이웃 {self.everyone}명 가운데 놓친 사기는 {self.missed}명, "
            f"헛걱정은 {self.worried}명이에요."
        )


def outcome(*, points: Sequence[int], suspicious: Sequence[bool], threshold: int) -> Outcome:
    """Count who is missed and who worries when a score of ``threshold`` or more warns."""
    missed = sum(bad and p < threshold for p, bad in zip(points, suspicious, strict=True))
    worried = sum(not bad and p >= threshold for p, bad in zip(points, suspicious, strict=True))
    return Outcome(
        threshold=int(threshold), missed=int(missed), worried=int(worried), everyone=len(points)
    )


class ThresholdBar(Screen):
    """Each text is one neighbour's message; kept under ``name`` is the threshold (a whole number).

    The bar stands where the learner left it. It is an answer once it was moved, or once the
    button says so; ``told`` turns the outcome into a sentence for that moment.
    """

    def __init__(
        self,
        *,
        name: str,
        asks: str,
        texts: Sequence[str],
        suspicious: Sequence[bool],
        scores: WordScores,
        low: int,
        high: int,
        start: int,
        told: Callable[[Outcome], str] = Outcome.sentence,
    ) -> None:
        super().__init__(name=name)
        self._texts, self._suspicious = list(texts), [bool(flag) for flag in suspicious]
        self._scores, self._told = scores, told
        self._points = [scores.score(text) for text in self._texts]
        self._low, self._high, self._start = low, high, start
        self.slider = widgets.IntSlider(
            value=self._found(),
            min=low,
            max=high,
            description="기준",
            continuous_update=False,
            readout=False,
        )
        self._undo: list[int] = []
        self._shown = {True: -1, False: -1}
        self.less = self._button("− 기준 내리기", lambda: self._move(-1))
        self.more = self._button("+ 기준 올리기", lambda: self._move(+1))
        self.undo = self._button("방금 것 되돌리기", self._take_back)
        self.done = self._button("이 기준으로 할게요", self._finish, main=True)
        self.see_missed = self._button("놓친 문자 한 통 보기", lambda: self._show_one(True))
        self.see_worried = self._button("헛걱정 문자 한 통 보기", lambda: self._show_one(False))
        self.counts = widgets.HTML()
        self.example = widgets.HTML()
        self.why = widgets.HTML()
        self._lay_out(
            [
                widgets.HTML(paragraph(asks, kind="ask")),
                self.counts,
                self.slider,
                row([self.less, self.more], pair=True),
                row([self.done, self.undo]),
                self.why,
                row([self.see_missed, self.see_worried]),
                self.example,
                spoken(),
            ]
        )
        self.slider.observe(self._moved, "value")
        self._draw(before=None)

    def _found(self) -> int:
        kept = self.kept.read()
        return kept if type(kept) is int and self._low <= kept <= self._high else self._start

    def _reopen(self) -> None:
        self._put(self._found())
        self._undo.clear()
        self._draw(before=None)

    def _put(self, value: int) -> None:
        """Move the bar without taking it for a move of the learner's."""
        self.slider.unobserve(self._moved, "value")
        self.slider.value = value
        self.slider.observe(self._moved, "value")

    def _outcome(self, threshold: int) -> Outcome:
        return outcome(points=self._points, suspicious=self._suspicious, threshold=threshold)

    def _move(self, step: int) -> None:
        self.slider.value += step
        pressed, other = (self.more, self.less) if step > 0 else (self.less, self.more)
        hold_focus(pressed, other)

    def _moved(self, change: dict) -> None:
        self._undo.append(change["old"])
        try:
            self._settle(before=change["old"])
        except ChangedElsewhere:
            # The bar was moved by itself, not by a button that would see to it.
            self._catch_up()

    def _take_back(self) -> None:
        self._put(self._undo.pop())
        self._settle(before=None)
        self._say("되돌렸어요.")
        hold_focus(self.undo, self.more, self.less)

    def _settle(self, *, before: int | None) -> None:
        self.kept.write(self.slider.value)
        self._shown = {True: -1, False: -1}
        self.example.value = self.why.value = ""
        self._draw(before=before)
        self._say("")

    def _finish(self) -> None:
        self.kept.write(self.slider.value)
        self.why.value = reason(self._told(self._outcome(self.slider.value)))
        self._say(CHANGE)

    def _show_one(self, missed: bool) -> None:
        """Show the next message that this threshold gets wrong, the closest to the bar first."""
        threshold = self.slider.value
        wrong = [
            n
            for n, (points, bad) in enumerate(zip(self._points, self._suspicious, strict=True))
            if bad == missed and (points >= threshold) != bad
        ]
        if not wrong:
            self.example.value = paragraph("이 기준에서는 그런 문자가 없어요.")
            return
        wrong.sort(key=lambda n: abs(self._points[n] - threshold))
        self._shown[missed] = (self._shown[missed] + 1) % len(wrong)
        what = "놓친 사기" if missed else "헛걱정"
        place = f"{what} {len(wrong)}통 가운데 {self._shown[missed] + 1}통째"
        text = self._texts[wrong[self._shown[missed]]]
        self.example.value = paragraph(place, kind="where") + marked_paper(
            text, scores=self._scores
        )

    def _draw(self, *, before: int | None) -> None:
        threshold = self.slider.value
        now = self._outcome(threshold)
        self.less.disabled = threshold <= self.slider.min
        self.more.disabled = threshold >= self.slider.max
        self.undo.disabled = not self._undo
        changed = "" if before is None else _change(self._outcome(before), now)
        self.counts.value = (
            paragraph(f"지금 기준: {threshold}점", kind="where")
            + '<div class="jg-count">'
            + _people("놓친 사기", now.missed, "●")
            + _people("헛걱정", now.worried, "△")
            + "</div>"
            + (paragraph(changed) if changed else "")
        )


def _people(what: str, count: int, sign: str) -> str:
    return (
        f"<div>{what}<strong>{count}명</strong>"
        f'<p class="jg-people" aria-hidden="true">{sign * count}</p></div>'
    )


def _change(before: Outcome, now: Outcome) -> str:
    """What moving the bar did: "놓친 사기는 2명이 늘고, 헛걱정은 그대로예요."."""
    missed = _difference(now.missed - before.missed, ("늘고", "줄고", "그대로이고"))
    worried = _difference(now.worried - before.worried, ("늘었어요", "줄었어요", "그대로예요"))
    return f"놓친 사기는 {missed}, 헛걱정은 {worried}."


def _difference(people: int, words: tuple[str, str, str]) -> str:
    more, less, same = words
    if not people:
        return same
    return f"{with_particle(f'{abs(people)}명', '이/가')} {more if people > 0 else less}"
