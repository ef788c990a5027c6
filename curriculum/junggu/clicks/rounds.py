"""One question a screen: sort cards into named piles, or pick one of several."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import ipywidgets as widgets
import traitlets

from junggu.clicks.korean import with_particle
from junggu.clicks.screen import CHANGE, Screen, hold_focus, mark_chosen, row, show_only
from junggu.clicks.style import paper, paragraph, reason


@dataclass(frozen=True, kw_only=True)
class Card:
    """One thing to sort: ``pile`` is where it belongs (None: no right pile), ``why`` says why."""

    id: str
    text: str
    pile: str | None = None
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question with one answer.

    ``key`` is the option that is right (None: nothing is wrong, as in a guess); ``because``
    says for each option why. ``shown`` is HTML made by ``junggu.clicks.style`` or ``marked``.
    """

    id: str
    asks: str
    options: tuple[str, ...]
    key: str | None = None
    because: Mapping[str, str] = field(default_factory=dict)
    shown: str = ""


class Round(Screen):
    """Questions one after the other, with the way back, undo, and reasons when all are done.

    Kept as ``{question id: option}`` under ``name``. A reader of the file sees a choice as soon
    as it is made; nothing is called wrong, a choice that differs from the key is one
    "to look at again", and it may be changed at any time.
    """

    # {question id: option} as it is now, for parts that show it elsewhere.
    chosen = traitlets.Dict()

    def __init__(
        self, *, name: str, questions: Sequence[Question], thing: str, counter: str
    ) -> None:
        super().__init__(name=name)
        self.questions = tuple(questions)
        self._thing, self._counter = thing, counter
        self.chosen = self._found()
        self._undo: list[tuple[int, str | None]] = []
        self._with_reasons = False
        self._walk = list(range(len(self.questions)))
        self._place = 0

        self.where = widgets.HTML()
        self.body = widgets.HTML()
        most = max(len(question.options) for question in self.questions)
        self.choices = [
            self._button(
                str(n),
                lambda n=n: self._choose(n),
            )
            for n in range(most)
        ]
        self.why = widgets.HTML()
        self.back = self._button(f"◀ 앞 {thing}", self._go_back)
        self.forward = self._button(f"다음 {thing} ▶", self._go_on)
        self.undo = self._button("방금 것 되돌리기", self._take_back)
        self.look_again = self._button(f"다시 볼 {thing} 보기", self._walk_again, main=True)
        self.missing = self._button(f"남은 {thing} 고르기", self._walk_missing, main=True)
        self.all_reasons = self._button("처음부터 까닭과 함께 보기", self._walk_all)
        self._choice_row = row(self.choices)
        self._steps = row([self.back, self.forward])
        self._undo_row = row([self.undo])
        self._ends = row([self.missing, self.look_again, self.all_reasons])
        self._lay_out(
            [
                self.where,
                self.body,
                self._choice_row,
                self.why,
                self._steps,
                self._undo_row,
                self._ends,
            ]
        )
        self._open_where_left()

    # What is known

    def _found(self) -> dict[str, str]:
        """Answers of an earlier sitting that still fit the questions."""
        kept = self.kept.read_mapping()
        return {q.id: kept[q.id] for q in self.questions if kept.get(q.id) in q.options}

    def _to_look_at(self) -> list[int]:
        return [
            n
            for n, q in enumerate(self.questions)
            if q.key is not None and q.id in self.chosen and self.chosen[q.id] != q.key
        ]

    def _open(self) -> list[int]:
        return [n for n, q in enumerate(self.questions) if q.id not in self.chosen]

    @property
    def _single(self) -> bool:
        return len(self.questions) == 1

    # What a click does

    def _open_where_left(self) -> None:
        unanswered = self._open()
        if self._single:
            self._with_reasons = True
        elif not unanswered:
            self._place = len(self._walk)
        else:
            self._place = unanswered[0]
        self._draw()
        if self.chosen and unanswered:
            self._say(f"앞에서 고르신 것은 그대로 있어요: {len(self.chosen)}{self._counter}")

    def _choose(self, number: int) -> None:
        index = self._walk[self._place]
        question = self.questions[index]
        self._undo.append((index, self.chosen.get(question.id)))
        self._set(index, question.options[number])
        if not self._single:
            self._place += 1
        self._draw()
        # Of a single question the button itself says so.
        self._say("" if self._single else f"방금 고른 것: {question.options[number]}")
        self._hold_focus_at_end()

    def _take_back(self) -> None:
        index, before = self._undo.pop()
        self._set(index, before)
        if index not in self._walk:
            self._walk = list(range(len(self.questions)))
        self._place = self._walk.index(index)
        self._draw()
        self._say("되돌렸어요. 다시 골라 보세요.")
        hold_focus(self.undo, *self.choices)

    def _set(self, index: int, option: str | None) -> None:
        question = self.questions[index]
        answers = self.chosen | {question.id: option}
        self.chosen = {name: kept for name, kept in answers.items() if kept is not None}
        self.kept.write_one(question.id, option)

    def _go_back(self) -> None:
        self._place -= 1
        self._draw()
        self._say("")
        hold_focus(self.back, *self.choices)

    def _go_on(self) -> None:
        self._place += 1
        self._draw()
        self._say("")
        self._hold_focus_at_end()

    def _start(self, indices: Sequence[int], *, with_reasons: bool) -> None:
        self._walk, self._place, self._with_reasons = list(indices), 0, with_reasons
        self._draw()
        self._say("")
        self.choices[0].focus()

    def _walk_again(self) -> None:
        self._start(self._to_look_at(), with_reasons=True)

    def _walk_missing(self) -> None:
        self._start(self._open(), with_reasons=False)

    def _walk_all(self) -> None:
        self._start(range(len(self.questions)), with_reasons=True)

    # What is on the screen

    def _hold_focus_at_end(self) -> None:
        """Keep the keyboard in this part when the button just pressed has left the screen."""
        if self._place >= len(self._walk):
            shown = [self.missing, self.look_again, self.all_reasons, self.back]
            next(button for button in shown if button.layout.display != "none").focus()

    def _draw(self) -> None:
        at_end = self._place >= len(self._walk)
        for part in (self._choice_row, self.why):
            show_only(part, when=not at_end)
        show_only(self._ends, when=at_end)
        show_only(self._steps, when=not self._single)
        show_only(self.forward, when=not at_end)
        self.back.disabled = self._place == 0
        self.undo.disabled = not self._undo
        if at_end:
            self._draw_end()
        else:
            self._draw_question(self.questions[self._walk[self._place]])

    def _draw_question(self, question: Question) -> None:
        count, unit = len(self._walk), self._counter
        place = f"{count}{unit} 가운데 {self._place + 1}{unit}째"
        self.where.value = "" if self._single else paragraph(place, kind="where")
        self.body.value = question.shown + paragraph(question.asks, kind="ask")
        chosen = self.chosen.get(question.id)
        for n, button in enumerate(self.choices):
            there = n < len(question.options)
            show_only(button, when=there)
            if there:
                mark_chosen(button, question.options[n], chosen=question.options[n] == chosen)
        self.why.value = self._reason(question, chosen) if self._with_reasons and chosen else ""

    def _reason(self, question: Question, chosen: str) -> str:
        told = question.because.get(chosen, "")
        if question.key is None:
            return reason(told) if told else ""
        verdict = (
            "맞게 고르셨어요."
            if chosen == question.key
            else f"다시 볼 {with_particle(self._thing, '이에요/예요')}."
        )
        return reason(f"{verdict}\n{told}".strip())

    def _draw_end(self) -> None:
        thing, unit, total = self._thing, self._counter, len(self.questions)
        unanswered, again = self._open(), self._to_look_at()
        self.where.value = paragraph(
            f"{with_particle(f'{total}{unit}', '을/를')} 끝까지 보셨어요", kind="where"
        )
        lines = []
        if unanswered:
            lines.append(f"아직 고르지 않은 {thing}: {len(unanswered)}{unit}")
        keyed = [q for q in self.questions if q.key is not None and q.id in self.chosen]
        if keyed:
            lines.append(f"맞게 고른 {thing}: {len(keyed) - len(again)}{unit}")
            lines.append(f"다시 볼 {thing}: {len(again)}{unit}")
            lines.append(CHANGE)
        self.body.value = "".join(paragraph(line) for line in lines)
        show_only(self.missing, when=bool(unanswered))
        show_only(self.look_again, when=bool(again) and not unanswered)
        show_only(self.all_reasons, when=bool(keyed) and not unanswered)


def sort_cards(
    *,
    name: str,
    cards: Sequence[Card],
    piles: Sequence[str],
    asks: str,
    thing: str = "카드",
    counter: str = "장",
) -> Round:
    """Sort ``cards`` into the named ``piles``, one card a screen.

    ``thing`` and ``counter`` are Korean words for what is sorted ("문자", "통"). Kept under
    ``name`` as ``{card id: pile}``.
    """
    questions = [
        Question(
            id=card.id,
            asks=asks,
            options=tuple(piles),
            key=card.pile,
            because=dict.fromkeys(piles, card.why),
            shown=paper(card.text),
        )
        for card in cards
    ]
    return Round(name=name, questions=questions, thing=thing, counter=counter)


def pick_one(*, name: str, questions: Sequence[Question]) -> Round:
    """Pick one option of each question, one question a screen; reasons come at the end.

    Kept under ``name`` as ``{question id: option}``. A single question says its reason at once.
    """
    return Round(name=name, questions=questions, thing="문제", counter="문제")
