"""The coming week of a shop on one printed page, from the sample or from the owner's own file.

The file is read in memory. Widget state is not saved with a notebook (Lab's default), so neither
the file nor the page goes along when the notebook is handed in.
"""

import html

import ipywidgets as widgets
import pandas as pd

from junggu.clicks.printing import printed_sheet
from junggu.exports import NotThisExport
from junggu.interactive.look import FULL, button, dress, row, status
from junggu.interactive.shown import Shown, WithFallback, table_html
from junggu.ordering import WeekAhead, share_to_cover, week_ahead
from junggu.own_sales import read_own_sales

# On a phone the sheet shrinks to the screen; on paper its table takes the whole width.
_SHEET = """.junggu-look .widget-html-content:has(.jg-sheet) { min-width: 0; flex: 1 1 0; }
@media (max-width: 480px) { .jg-sheet { padding: 8px 10px; font-size: 16px; }
  .jg-sheet ul { font-size: 16px; } }
@media print { .jg-sheet table { width: 100%; } }"""
_WORTH = 10_000  # won of sales that the two costs are told for; more cannot be lost on them
_NEXT = "날짜와 매출액이 있는 다른 파일을 골라 주세요."


class OwnWeek(WithFallback, widgets.VBox):
    """Choose a file, say what left-over and sold-out goods cost, print next week's page.

    ``sample``: daily won with a date index (missing where closed), shown until a file is chosen
    under the name ``sample_name``. ``left`` and ``short``: what is lost (won) on goods worth
    10,000 won of sales that are left over or missing.
    """

    def __init__(self, *, sample: pd.Series, sample_name: str, left: int, short: int) -> None:
        self._sample = week_ahead(sample)
        self._sample_name, self._first = sample_name, (left, short)
        self._week, self._name = self._sample, sample_name
        self.upload = widgets.FileUpload(
            accept=".xlsx,.xlsm,.csv", multiple=False, description="내 매출 파일 고르기"
        )
        self.upload.observe(self._taken, names="value")
        self.left = _won("1만 원어치가 남으면 잃는 돈(원)", left)
        self.short = _won("1만 원어치가 모자라면 놓치는 돈(원)", short)
        self.forget = button("내 숫자 지우기", self._forget)
        self.said = widgets.HTML(status(f"지금은 {sample_name}의 숫자예요."), layout=FULL)
        self.page = widgets.HTML(layout=FULL)
        for field in (self.left, self.short):
            field.observe(lambda _: self._draw(), names="value")
        super().__init__(
            [row(self.upload, self.forget), self.said, self.left, self.short, self.page],
            layout=widgets.Layout(width="100%", overflow="hidden"),
        )
        self._draw()
        dress(self)

    def still(self) -> Shown:
        return _page(self._sample, self._sample_name, *self._first)

    def _taken(self, change: dict) -> None:
        if not change["new"]:
            return
        (file,) = change["new"]
        try:
            own = read_own_sales(bytes(file["content"]), name=file["name"])
            self._week, self._name = week_ahead(own.by_day), "우리 가게"
            self.said.value = status(" ".join(own.notes))
        except NotThisExport as error:
            self.said.value = status(str(error))
        except ValueError as error:
            self.said.value = status(f"{error} {_NEXT}")
        self.upload.value = ()  # the content is not kept
        self._draw()

    def _forget(self) -> None:
        self._week, self._name = self._sample, self._sample_name
        self.left.value, self.short.value = self._first
        self.said.value = status(f"내 숫자를 지웠어요. 지금은 {self._sample_name}의 숫자예요.")
        self._draw()

    def _draw(self) -> None:
        self.page.value = _page(self._week, self._name, self.left.value, self.short.value).html


def _won(words: str, value: int) -> widgets.IntText:
    # Not a bounded one, which changes -5 to 0 without a word.
    return widgets.IntText(
        description=words,
        value=value,
        step=500,
        continuous_update=False,
        style={"description_width": "initial"},
        layout=widgets.Layout(width="34em", max_width="100%"),
    )


def _unusable(left: int, short: int) -> str:
    """What to write instead, empty when the costs can be reckoned with."""
    if not all(0 <= cost <= _WORTH for cost in (left, short)):
        return f"남을 때와 모자랄 때의 돈은 0원부터 {_WORTH:,}원 사이로 적어 주세요."
    if left + short == 0:
        return "남을 때와 모자랄 때 가운데 하나는 0원보다 크게 적어 주세요."
    return ""


def _page(week: WeekAhead, name: str, left: int, short: int) -> Shown:
    says = _unusable(left, short)
    if says:
        return Shown(html=status(says), words=says)
    share = share_to_cover(left=left, short=short)
    extra = pd.Series(week.errors).quantile(share)
    order = (week.days["예측"] + extra).clip(lower=0)
    days = pd.DataFrame(
        {
            "날": [
                f"{day.month}/{day.day}({weekday})" for day, weekday in week.days["요일"].items()
            ],
            "예측": _tens(week.days["예측"]),
            "10번 중 8번은": [
                f"{low}~{high}"
                for low, high in zip(
                    _tens(week.days["낮게"]), _tens(week.days["높게"]), strict=True
                )
            ],
            "준비할 양": _tens(order),
        }
    )
    gain = week.off.max() - week.off.min()
    lines = [
        f"예측 방법: {week.better}. 마지막 {week.tested}일로 시험했어요.",
        f"하루 평균 {week.off.min() / 1e4:,.1f}만 원 빗나갔고, 다른 방법보다 "
        f"{gain / 1e4:,.1f}만 원 적었어요.",
        f"준비할 양은 10번 중 {round(10 * share, 1):g}번 모자라지 않을 만큼이에요"
        f"(1만 원어치가 남으면 {left:,}원, 모자라면 {short:,}원).",
        "예약, 날씨, 행사는 들어 있지 않아요. 사장님이 아는 것을 더해 고쳐 주세요.",
    ]
    title = f"{name}의 다음 주"
    table = table_html(days, caption="매출로 적은 예측과 준비할 양(만 원)")
    notes = "".join(f"<li>{html.escape(line)}</li>" for line in lines)
    return Shown(
        html=printed_sheet(
            title=title,
            body=f"{table}<ul>{notes}</ul><div class='jg-blank'>내가 고친 것:</div>",
            button="이 한 장 인쇄하기",
            points=14,
            css=_SHEET,
        ),
        words="\n".join([title, *lines]),
    )


def _tens(won: pd.Series) -> list[str]:
    """Won as 만 원 with one place."""
    return [f"{value / 1e4:,.1f}" for value in won]
