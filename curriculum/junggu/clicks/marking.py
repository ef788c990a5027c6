"""A text with the words that scored underlined, and their points in words."""

import html

from junggu.clicks.scoring import WordScores
from junggu.clicks.style import framed, paragraph


def marked(text: str, *, scores: WordScores) -> str:
    """``text`` as HTML: a solid line under what raises the suspicion, a dashed one under what
    lowers it, each with its points written behind it."""
    parts, at = [], 0
    for mark in scores.marks(text):
        kind, word = ("up", "의심") if mark.points > 0 else ("down", "안심")
        parts.append(html.escape(text[at : mark.start]))
        parts.append(
            f'<span class="jg-{kind}"><u>{html.escape(text[mark.start : mark.end])}</u></span>'
            f'<span class="jg-points">{word} {abs(mark.points)}점</span>'
        )
        at = mark.end
    parts.append(html.escape(text[at:]))
    return "".join(parts).replace("\n", "<br>")


def score_sentence(text: str, *, scores: WordScores) -> str:
    """The sum in words: "의심 7점에서 안심 2점을 빼면 5점이에요."."""
    points = [mark.points for mark in scores.marks(text)]
    if not points:
        return "점수를 받은 낱말이 없어서 0점이에요."
    up, down = sum(p for p in points if p > 0), -sum(p for p in points if p < 0)
    total = f"{up - down}점이에요" if up >= down else f"0점보다 {down - up}점 낮아요"
    return f"의심 {up}점에서 안심 {down}점을 빼면 {total}."


def marked_paper(text: str, *, scores: WordScores) -> str:
    """``marked`` on a sheet, and the sum below."""
    sheet = framed(marked(text, scores=scores))
    return sheet + paragraph(score_sentence(text, scores=scores))
