"""Answering the parts of a unit without code on its page, one press at a time."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, expect

Press = Callable[[Locator], None]


class Parts:
    """The parts of the page in their order; ``press`` is a tap, a click or a key."""

    def __init__(self, page, *, press: Press) -> None:
        self._parts = page.locator(".jg:has(.jupyter-button)")
        self._press = press

    def part(self, number: int) -> Locator:
        return self._parts.nth(number)

    def button(self, part: Locator, words: str) -> Locator:
        """The button with these words, also when it says that it was chosen."""
        exactly = re.compile(rf"^(✓ )?{re.escape(words)}( \(고름\))?$")
        return part.get_by_role("button", name=exactly)

    def sort(self, number: int, piles: Callable[[str], str], *, stop: int | None = None) -> None:
        """Sort the cards that are open; ``piles`` tells the pile of a card's text."""
        part = self.part(number)
        where = part.locator(".jg-where").first
        done = 0
        while stop is None or done < stop:
            words = where.inner_text()
            if "끝까지" in words:
                return
            text = part.locator(".jg-paper").inner_text()
            self._press(self.button(part, piles(text)))
            expect(where).not_to_have_text(words)
            done += 1

    def pick(self, number: int, options: list[str]) -> None:
        """Pick one option of each question, in their order."""
        part = self.part(number)
        for option in options:
            self._press(self.button(part, option))
            taken = re.compile(rf"방금 고른 것: {re.escape(option)}|✓ {re.escape(option)} \(고름\)")
            expect(part).to_contain_text(taken)

    def pick_many(self, number: int, options: list[str]) -> None:
        part = self.part(number)
        for option in options:
            self._press(self.button(part, option))
            expect(part.get_by_role("button", name=f"✓ {option} (고름)")).to_be_visible()
        self._press(self.button(part, "다 골랐어요"))
        expect(part.locator(".jg-why")).to_be_visible()

    def move_bar(self, number: int, *, to: int) -> None:
        part = self.part(number)
        now = part.locator(".jg-where").first
        while (at := int(re.search(r"\d+", now.inner_text())[0])) != to:
            self._press(self.button(part, "− 기준 내리기" if at > to else "+ 기준 올리기"))
            expect(now).not_to_have_text(f"지금 기준: {at}점")
        self._press(self.button(part, "이 기준으로 할게요"))
        expect(part).to_contain_text("언제든 바꿀 수 있어요")

    def order(self, number: int, texts: list[str]) -> None:
        """Put the steps into the order of ``texts``, each step up to its place."""
        part = self.part(number)
        lines = part.locator(".jg-line")
        for place, text in enumerate(texts):
            while True:
                shown = [line.inner_text() for line in lines.locator(".jg-where").all()]
                at = next(n for n, words in enumerate(shown) if text in words)
                if at == place:
                    break
                self._press(self.button(lines.nth(at), "▲ 위로"))
                expect(lines.nth(at - 1)).to_contain_text(text)
        self._press(self.button(part, "이 차례로 할게요"))
        expect(part.locator(".jg-why")).to_be_visible()
