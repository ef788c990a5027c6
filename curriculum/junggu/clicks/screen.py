"""The screen that every click part is made of."""

import functools
import logging
from collections.abc import Callable, Iterable
from typing import Any

import ipywidgets as widgets

from junggu.clicks.keeping import ChangedElsewhere, Kept
from junggu.clicks.style import CSS, paragraph, style_tag

_log = logging.getLogger(__name__)
# True for a visitor too, whose answers go with the window.
SAVED = "누르신 것은 바로 적어 두어요."
CHANGE = "언제든 바꿀 수 있어요."
CLOSED = "[누르는 화면] 단추가 보이지 않으면 이 쪽을 다시 열어 주세요."
SORRY = "화면이 잠깐 멈췄어요. 같은 단추를 한 번 더 눌러 주세요."


ELSEWHERE = "다른 창에서 바꾸신 것이 있어서 그것을 가져왔어요. 여기서 바꾸려면 다시 눌러 주세요."


class Screen(widgets.VBox):
    """A part of one screen: its own style, safe buttons, and a line that says what is kept.

    ``note`` shows what has just happened; nothing that goes wrong in a click reaches the
    learner as an error.
    """

    def __init__(self, *, name: str) -> None:
        self.kept = Kept(name=name)
        self.note = widgets.HTML()
        self._footer = widgets.HTML(paragraph(SAVED, kind="soft"))
        super().__init__([])
        self.add_class("jg")

    def _lay_out(self, parts: Iterable[widgets.Widget]) -> None:
        style = widgets.HTML(style_tag(CSS))
        self.children = [style, *parts, self.note, self._footer]

    def _repr_mimebundle_(self, **given: Any) -> dict:
        # What a viewer without a kernel shows in place of the part.
        return (super()._repr_mimebundle_(**given) or {}) | {"text/plain": CLOSED}

    def _button(self, label: str, act: Callable[[], None], *, main: bool = False) -> widgets.Button:
        """A button with words on it that calls ``act`` and survives what goes wrong in it."""
        button = widgets.Button(description=label)
        if main:
            button.add_class("jg-main")

        @functools.wraps(act)
        def gently(_button: widgets.Button) -> None:
            try:
                act()
            except ChangedElsewhere:
                self._catch_up()
            except Exception:
                _log.exception("a click on %r failed", label)
                self.note.value = paragraph(SORRY)

        button.on_click(gently)
        return button

    def _catch_up(self) -> None:
        """Show what another window has kept."""
        self._reopen()
        self._say(ELSEWHERE)

    def _reopen(self) -> None:
        """Take over what is kept now; each part that keeps a whole answer does it its own way."""
        raise NotImplementedError

    def _say(self, text: str) -> None:
        """Put ``text`` into the note, and below it whether answers are being kept."""
        self.note.value = paragraph(text) if text else ""
        self._footer.value = paragraph(self.kept.trouble or SAVED, kind="soft")


def row(buttons: Iterable[widgets.Widget], *, pair: bool = False) -> widgets.Box:
    """Buttons side by side, wrapping on a narrow screen."""
    box = widgets.Box(list(buttons))
    box.add_class("jg-row")
    if pair:
        box.add_class("jg-pair")
    return box


def hold_focus(pressed: widgets.Button, *others: widgets.Button) -> None:
    """Keep the keyboard in this part when ``pressed`` can be pressed no more: it goes to the
    first of ``others`` that can."""
    if pressed.disabled:
        next(button for button in others if not button.disabled).focus()


def mark_chosen(button: widgets.Button, label: str, *, chosen: bool) -> None:
    """Show in words, and then by a thick frame, that a button stands for the choice made."""
    # The browser keeps the first description as the tooltip unless told otherwise.
    button.description = button.tooltip = f"✓ {label} (고름)" if chosen else label
    if chosen:
        button.add_class("jg-on")
    else:
        button.remove_class("jg-on")


def show_only(part: widgets.Widget, *, when: bool) -> None:
    """Show ``part`` or take it off the screen, also for a screen reader and the Tab key."""
    part.layout.display = None if when else "none"
