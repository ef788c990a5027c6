"""Answers to check against a source: bet how sure you are, open the source, judge, see yourself."""

import html
from collections.abc import Mapping, Sequence
from pathlib import Path

import ipywidgets as widgets
import pandas as pd

from junggu import answers
from junggu.interactive.look import FULL, button, dress, keep_keyboard, row, status
from junggu.interactive.shown import Shown, WithFallback, table_html

BETS = {
    "틀림없이 아니에요 0%": 0,
    "아닐 것 같아요 25%": 25,
    "반반이에요 50%": 50,
    "맞을 것 같아요 75%": 75,
    "틀림없이 맞아요 100%": 100,
}


class SourceBets(WithFallback, widgets.VBox):
    """One answer at a time: a bet before its source is seen, a verdict after.

    ``cards`` has one row an answer, its id as index, and the columns of ``asks``, ``says`` and
    ``sources`` (shown with their names). ``verdicts`` are the names to choose from; the first
    means that the answer is borne out. Kept in the answers file under ``name`` as
    ``{id: {"bet": 75, "verdict": "사실"}}``, bets in percent. A bet stays as it was made; a verdict
    may be changed. Nothing here knows the right verdicts.
    """

    def __init__(
        self,
        *,
        name: str,
        cards: pd.DataFrame,
        asks: str,
        says: str,
        sources: Sequence[str],
        verdicts: Sequence[str],
        folder: Path | str = ".",
    ) -> None:
        self._name, self._cards, self._folder = name, cards, folder
        self._asks, self._says, self._sources = asks, says, list(sources)
        self._verdicts = tuple(verdicts)
        self._trouble = ""
        self._made = self._found()
        self._at = -1
        self.progress = widgets.HTML()
        self.card = widgets.HTML()
        self.bet = widgets.RadioButtons(
            options=list(BETS.items()), value=None, orientation="horizontal", layout=FULL
        )
        self.reveal = button("확신을 걸고 기준 자료 열기", self._opened, primary=True)
        self.source = widgets.HTML()
        self.verdict = widgets.RadioButtons(
            options=self._verdicts, value=None, orientation="horizontal", layout=FULL
        )
        self.judge = button("판정하고 다음 답변으로", self._judged, primary=True)
        self.back = button("앞 답변", lambda: self._go(self._at - 1))
        self.forward = button("뒤 답변", lambda: self._go(self._at + 1))
        self.missing = button("남은 답변으로", self._go_missing)
        keep_keyboard(self.forward, self.back, self.missing)
        self.note = widgets.HTML()
        self.calibration = widgets.HTML()
        super().__init__(
            [
                self.progress,
                self.card,
                widgets.HTML(
                    "<p><strong>1. 이 답이 사실일 것 같은 정도는 얼마인가요?</strong></p>"
                ),
                self.bet,
                row(self.reveal),
                self.source,
                widgets.HTML("<p><strong>2. 기준 자료와 견주면 무엇인가요?</strong></p>"),
                self.verdict,
                row(self.judge),
                self.note,
                row(self.back, self.forward, self.missing),
                self.calibration,
            ]
        )
        dress(self)
        self._go(self._first_missing() or 0)
        self._show_calibration()

    @property
    def made(self) -> dict[str, dict]:
        """The bets and verdicts so far."""
        return {card: dict(kept) for card, kept in self._made.items()}

    def still(self) -> Shown:
        columns = [self._asks, self._says, *self._sources]
        table = self._cards[columns].rename_axis("번호").reset_index()
        lines = [f"{line['번호']} {line[self._says]}" for line in table.to_dict("records")]
        caption = "기준 자료를 가리고 확신을 먼저 종이에 적은 다음 판정해요"
        return Shown(html=table_html(table, caption=caption), words="\n".join([caption, *lines]))

    @property
    def _id(self) -> str:
        return str(self._cards.index[self._at])

    def _found(self) -> dict[str, dict]:
        try:
            kept = answers.saved(folder=self._folder).get(self._name, {})
        except answers.AnswersUnreadable:
            return {}
        if not isinstance(kept, dict):
            return {}
        return {
            card: {"bet": made["bet"]} | self._verdict_of(made)
            for card, made in kept.items()
            if card in self._cards.index
            and isinstance(made, dict)
            and made.get("bet") in BETS.values()
        }

    def _verdict_of(self, made: Mapping) -> dict:
        known = made.get("verdict") in self._verdicts
        return {"verdict": made["verdict"]} if known else {}

    def _judged_ids(self) -> list[str]:
        return [card for card in self._cards.index if "verdict" in self._made.get(card, {})]

    def _first_missing(self) -> int | None:
        done = set(self._judged_ids())
        after = [n for n, card in enumerate(self._cards.index) if card not in done]
        return next((n for n in after if n > self._at), after[0] if after else None)

    def _opened(self) -> None:
        if "bet" in self._made.get(self._id, {}):
            self.note.value = status("이미 열었어요. 처음 건 확신은 그대로 둬요.")
            return
        if self.bet.value is None:
            self.source.value = status("확신을 하나 고르면 기준 자료를 열어 드려요.")
            return
        self._keep({"bet": self.bet.value})
        self._draw()

    def _judged(self) -> None:
        if self.verdict.value is None:
            self.note.value = status("기준 자료를 연 다음 판정을 하나 골라 주세요.")
            return
        self._keep(self._made[self._id] | {"verdict": self.verdict.value})
        self._show_calibration()
        said = f"{self._id} 판정: {self.verdict.value}. {self._trouble}".strip()
        following = self._first_missing()
        self._go(self._at if following is None else following)
        if following is None:
            said += " 모두 판정했어요. 아래에서 내 확신을 살펴보세요."
        self.note.value = status(said)
        # The next card begins above: a keyboard starts on its bet.
        (self.reveal if self.bet.disabled else self.bet).focus()

    def _keep(self, made: dict) -> None:
        # Another window may have kept more meanwhile; the bet that was made first stays.
        kept = self._found()
        first = {"bet": kept[self._id]["bet"]} if self._id in kept else {}
        self._made = self._made | kept | {self._id: made | first}
        try:
            answers.save(self._name, self._made, folder=self._folder)
            self._trouble = ""
        except OSError:
            self._trouble = "답을 파일에 적지 못했어요. 강사에게 알려 주세요."

    def _go(self, at: int) -> None:
        self._at = max(0, min(at, len(self._cards) - 1))
        self.note.value = ""
        self._draw()

    def _go_missing(self) -> None:
        following = self._first_missing()
        if following is not None:
            self._go(following)

    def _draw(self) -> None:
        kept = self._made.get(self._id, {})
        line = self._cards.loc[self._id]
        count, done = len(self._cards), len(self._judged_ids())
        self.progress.value = (
            f'<p role="status">{count}개 가운데 {self._at + 1}번째({html.escape(self._id)}) · '
            f"판정한 답변 {done}개</p>"
        )
        self.card.value = (
            f"<p><strong>물음</strong> {html.escape(str(line[self._asks]))}<br>"
            f"<strong>AI 답변</strong> {html.escape(str(line[self._says]))}</p>"
        )
        opened = "bet" in kept
        self.bet.value = kept.get("bet")
        self.bet.disabled = opened
        self.source.value = self._source_html(line) if opened else ""
        self.verdict.value = kept.get("verdict")
        # The buttons stay alive, since a disabled one would lose the keyboard's place.
        self.verdict.disabled = not opened
        self.back.disabled = self._at == 0
        self.forward.disabled = self._at == count - 1
        self.missing.disabled = done == count

    def _source_html(self, line: pd.Series) -> str:
        told = "<br>".join(
            f"<strong>{html.escape(column)}</strong> {html.escape(str(line[column]))}"
            for column in self._sources
        )
        return (
            f'<p role="status" style="border-left:6px solid #004d99;padding-left:12px">{told}</p>'
        )

    def _show_calibration(self) -> None:
        if len(self._judged_ids()) == len(self._cards):
            self.calibration.value = calibration(self._made, borne_out=self._verdicts[0]).html


def calibration(made: Mapping[str, Mapping], *, borne_out: str) -> Shown:
    """How often the answers of each bet were judged ``borne_out``, as a picture beside words.

    ``made`` is what :class:`SourceBets` keeps; bets without a verdict are left out. Raises
    ValueError in Korean when nothing was judged.
    """
    judged = [
        (one["bet"], one["verdict"] == borne_out) for one in made.values() if "verdict" in one
    ]
    if not judged:
        raise ValueError("아직 판정한 답변이 없어요. 답변을 하나 이상 판정해 주세요.")
    table = (
        pd.DataFrame(judged, columns=["확신", "맞음"]).groupby("확신")["맞음"].agg(["size", "mean"])
    )
    gap = sum(bet for bet, _ in judged) / len(judged) - 100 * sum(ok for _, ok in judged) / len(
        judged
    )
    leaning = (
        "확신이 실제와 비슷해요."
        if abs(gap) < 5
        else f"확신이 실제보다 {abs(gap):.0f}%p {'높았어요' if gap > 0 else '낮았어요'}."
    )
    told = ", ".join(
        f"{bet}%를 건 {line['size']:.0f}개 가운데 {borne_out} {line['size'] * line['mean']:.0f}개"
        for bet, line in table.iterrows()
    )
    words = f"{told}. 모두 합하면 {leaning}"
    shown = f"<p><strong>내 확신 그림</strong></p><p>{html.escape(words)}</p>"
    return Shown(html=shown + _bars(table, borne_out=borne_out), words=words)


def _bars(table: pd.DataFrame, *, borne_out: str) -> str:
    """A bar for each bet, in HTML: it comes with every restart, where a figure costs 0.1 s."""
    cell = 'style="padding:4px 8px;text-align:left"'
    rows = "".join(
        f'<tr><th scope="row" {cell}>{bet}%</th>'
        f"<td {cell}>{100 * line['mean']:.0f}%({line['size']:.0f}개)</td>"
        f'<td style="width:60%">{_bar(filled=100 * line["mean"], mark=bet)}</td></tr>'
        for bet, line in table.iterrows()
    )
    return (
        '<table style="width:100%;max-width:40em;border-collapse:collapse;font-size:inherit">'
        '<caption style="text-align:left;padding:4px 0">내가 건 확신과 실제. '
        "막대 끝이 검은 줄에 가까울수록 확신이 알맞아요.</caption>"
        f'<thead><tr><th scope="col" {cell}>내가 건 확신</th>'
        f'<th scope="col" {cell}>{html.escape(borne_out)}로 판정한 비율</th>'
        f'<th scope="col" {cell}>막대: 비율, 검은 줄: 확신</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _bar(*, filled: float, mark: float) -> str:
    """A bar of ``filled`` % with a line at ``mark`` %; the cell before it says both in words."""
    return (
        '<div aria-hidden="true" style="position:relative;height:22px;background:#e8e8e8">'
        f'<div style="width:{filled:.1f}%;height:100%;background:#0072B2"></div>'
        f'<div style="position:absolute;top:-4px;bottom:-4px;left:calc({mark}% - 2px);'
        'border-left:4px solid #1a1a1a"></div></div>'
    )
