"""A guess made before, shown again beside what was learned since."""

from collections.abc import Mapping

import ipywidgets as widgets

from junggu.clicks.rounds import Round
from junggu.clicks.style import CSS, reason, style_tag


def look_back(guess: Round, *, says: Mapping[str, str]) -> widgets.VBox:
    """What was chosen in ``guess``, a round of one question without a key; ``says`` tells for
    each option what there is to say of it now. It changes as the guess is changed."""
    (question,) = guess.questions
    words = widgets.HTML()

    def draw(_: object = None) -> None:
        chosen = guess.chosen.get(question.id)
        words.value = reason(
            f"처음에 고르신 것: ‘{chosen}’\n{says[chosen]}"
            if chosen
            else "처음 예상은 아직 고르지 않으셨어요. 위에서 고르면 여기에 나와요."
        )

    guess.observe(draw, "chosen")
    draw()
    part = widgets.VBox([widgets.HTML(style_tag(CSS)), words])
    part.add_class("jg")
    return part
