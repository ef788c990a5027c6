"""Pick as many as fit."""

from collections.abc import Mapping, Sequence

import ipywidgets as widgets

from junggu.clicks.screen import CHANGE, Screen, hold_focus, mark_chosen, row, show_only
from junggu.clicks.style import paragraph, reason


class PickMany(Screen):
    """One question with several answers, kept under ``name`` as the list of options chosen.

    ``because`` says for each option why it is or is not right, and is shown of those that were
    chosen or missed; ``key`` are those that are right.
    An empty choice is an answer only after the button that says so.
    """

    def __init__(
        self,
        *,
        name: str,
        asks: str,
        key: Sequence[str],
        because: Mapping[str, str],
        shown: str = "",
    ) -> None:
        super().__init__(name=name)
        self.options, self._key, self._because = tuple(because), set(key), because
        self._chosen = self._found()
        self._undo: list[list[str]] = []
        self.body = widgets.HTML(shown + paragraph(asks, kind="ask"))
        self.choices = [
            self._button(option, lambda option=option: self._turn(option))
            for option in self.options
        ]
        self.why = widgets.HTML()
        self.undo = self._button("방금 것 되돌리기", self._take_back)
        self.done = self._button("다 골랐어요", self._finish, main=True)
        self._lay_out([self.body, row(self.choices), row([self.done, self.undo]), self.why])
        self._draw()

    def _found(self) -> list[str]:
        kept = self.kept.read()
        return [o for o in self.options if o in kept] if isinstance(kept, list) else []

    def _reopen(self) -> None:
        self._chosen = self._found()
        self._undo.clear()
        self._draw()

    def _turn(self, option: str) -> None:
        self._undo.append(list(self._chosen))
        kept = set(self._chosen) ^ {option}
        self._set([option for option in self.options if option in kept])
        self._say("")

    def _take_back(self) -> None:
        self._set(self._undo.pop())
        self._say("되돌렸어요.")
        hold_focus(self.undo, *self.choices)

    def _finish(self) -> None:
        self.kept.write(self._chosen)
        again = [o for o in self.options if (o in self._chosen) != (o in self._key)]
        seen = [o for o in self._chosen if o not in again]
        lines = []
        for word, options in (("다시 볼 것", again), ("맞게 보셨어요", seen)):
            if options:
                lines.append(f"{word}:")
                lines += [f"· {option}: {self._because[option]}" for option in options]
        self.why.value = reason("\n".join(lines))
        show_only(self.why, when=True)
        self._say(CHANGE)

    def _set(self, chosen: list[str]) -> None:
        self._chosen = chosen
        self.kept.write(chosen or None)
        self._draw()

    def _draw(self) -> None:
        show_only(self.why, when=False)
        self.undo.disabled = not self._undo
        for option, button in zip(self.options, self.choices, strict=True):
            mark_chosen(button, option, chosen=option in self._chosen)
