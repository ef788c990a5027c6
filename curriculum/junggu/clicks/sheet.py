"""The card that a person takes home, on one printed page."""

import html
from collections.abc import Mapping, Sequence

from IPython.display import HTML

from junggu.clicks.printing import printed_sheet
from junggu.clicks.style import CSS, PAGE_CSS, style_tag


def take_home_card(
    *,
    title: str,
    steps: Sequence[str],
    contacts: Mapping[str, str],
    to_write: Sequence[str] = (),
    source: str = "",
) -> HTML:
    """A card with numbered ``steps``, ``contacts`` (who → how to reach) and lines to fill in by
    hand, with a button that prints it alone; ``source`` says where the facts come from.

    Plain HTML: it shows without a kernel, and prints from any page that holds it.
    """
    numbered = "".join(f"<li>{html.escape(step)}</li>" for step in steps)
    reach = "".join(
        f"<li><strong>{html.escape(who)}</strong>: {html.escape(how)}</li>"
        for who, how in contacts.items()
    )
    blanks = "".join(f'<div class="jg-blank">{html.escape(line)}</div>' for line in to_write)
    small = f'<p class="jg-small">{html.escape(source)}</p>' if source else ""
    return HTML(
        printed_sheet(
            title=title,
            body=f"<ol>{numbered}</ol><h3>물어볼 곳</h3><ul>{reach}</ul>{blanks}{small}",
            button="이 카드 인쇄하기",
            points=24,
        )
    )


def on_screen(*parts: str) -> HTML:
    """Pieces of HTML made by ``paper``, ``marked_paper`` or ``paragraph``, in large type."""
    return HTML(f'{style_tag(CSS)}<div class="jg">{"".join(parts)}</div>')


def large_type() -> HTML:
    """Give the whole page (Voilà, or this notebook in Lab) type of 20 px and more.

    In Voilà it also takes cells tagged ``grader-only`` off the screen.
    """
    return HTML(f'{style_tag(PAGE_CSS)}<span class="jg-large"></span>')
