"""One honest picture of a table, with words for who cannot see it."""

import io
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator, StrMethodFormatter
from PIL import Image

from autograder.datasets.package import load_table, resource_of
from autograder.errors import CourseError
from autograder.paths import DATASETS
from junggu.figures import use_korean

DONG, TILES = "행정동", "dong_facts"
MOST_BARS = 14
# Light to dark in one hue, so that a grey print and colour-blind readers see the same order.
TILE_COLOURS = "Blues"
EQUAL_CONTRAST = 0.179  # luminance at which black and white text are equally readable
LINE_STYLES = ("-", "--", "-.", ":")
_YES_NO = {"True": "예", "False": "아니요"}
THOUSANDS = StrMethodFormatter("{x:,g}")


@dataclass(frozen=True)
class Preview:
    """A picture of a table; `alt` says in words what it shows."""

    path: Path
    alt: str


def draw_preview(*, name: str, to: Path, folder: Path = DATASETS) -> Preview:
    """Draw one table to a PNG: the tile map of the dongs, lines, or bars.

    The descriptor's `x-preview` says what to draw; without one, the columns decide.
    """
    use_korean()
    resource = resource_of(name, folder)
    plan = resource.get("x-preview") or _plan(resource)
    table = load_table(resource, folder)
    if "where" in plan:
        table = table.query(plan["where"])
    if table.empty:
        raise CourseError(f"{name} 자료에 그릴 줄이 없어요. x-preview의 조건을 확인해 주세요.")
    figure = Figure(figsize=(7.2, 4.6), dpi=90, layout="constrained")
    axes = figure.add_subplot()
    says = _DRAWINGS[plan["kind"]](axes, table, plan, folder)
    title = plan.get("title", resource["title"])
    mark = "합성 자료" if resource["x-kind"] == "synthetic" else "사실 자료"
    axes.set_title(f"{title} ({mark})", loc="left", fontsize=14)
    _save(figure, to)
    return Preview(path=to, alt=f"{title} ({mark}). {says}")


def _save(figure: Figure, to: Path) -> None:
    """A small PNG: few colours are enough for a chart."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    picture = Image.open(buffer).convert("RGB").quantize(64)
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        picture.save(to, format="PNG", optimize=True)
    except OSError as error:
        raise CourseError(f"{to}에 그림을 쓸 수 없어요. 다른 곳을 정해 주세요.") from error


def _plan(resource: dict[str, Any]) -> dict[str, Any]:
    """What to draw of a table that does not say: tiles of the dongs, or a first category."""
    for field in resource["schema"]["fields"]:
        kinds = len(field.get("constraints", {}).get("enum", []))
        if field["name"] == DONG and kinds:
            return {"kind": "tiles"}
        if 2 <= kinds <= MOST_BARS:
            return {"kind": "bars", "by": field["name"]}
    return {"kind": "filled"}


def _amounts(table: pd.DataFrame, by: Any, plan: dict[str, Any]) -> pd.Series:
    """Rows counted, or a value (a column, or an expression of columns) put together by group."""
    if "value" not in plan:
        return table.groupby(by, observed=True).size()
    named = plan["value"] if plan["value"] in table else "_value"
    if named == "_value":
        table = table.assign(_value=table.eval(plan["value"]))
    return table.groupby(by, observed=True)[named].agg(plan.get("agg", "sum")) / plan.get("per", 1)


def _tile_places(folder: Path) -> pd.DataFrame:
    return load_table(resource_of(TILES, folder), folder).set_index(DONG)[["타일열", "타일행"]]


def _draw_tile(axes: Axes, dong: str, place: pd.Series, *, depth: float, below: str) -> None:
    x, y = int(place["타일열"]), int(place["타일행"])
    colour = colormaps[TILE_COLOURS](depth)
    ink = "white" if _luminance(colour) < EQUAL_CONTRAST else "black"
    axes.add_patch(Rectangle((x + 0.03, y + 0.03), 0.94, 0.94, color=colour))
    # The tile's own colour around the letters keeps them readable where lines cross.
    style = {"ha": "center", "va": "center", "color": ink, "fontsize": 11, "zorder": 3}
    style["path_effects"] = [withStroke(linewidth=4, foreground=colour)]
    axes.text(x + 0.5, y + 0.33, dong, **style)
    axes.text(x + 0.5, y + 0.7, below, **style)


def _luminance(colour: tuple[float, ...]) -> float:
    """Relative luminance of an sRGB colour (WCAG 2)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _close_tiles(axes: Axes, note: str) -> None:
    axes.set(xlim=(0, 5), ylim=(6, 0))
    axes.axis("off")
    note += "\n한 칸이 행정동 하나(넓이와 무관)"
    axes.text(3.1, 5.5, note, fontsize=10, va="center", linespacing=1.7)


def _tiles(axes: Axes, table: pd.DataFrame, plan: dict[str, Any], folder: Path) -> str:
    places = _tile_places(folder)
    amounts = _amounts(table, plan.get("by", DONG), plan).reindex(places.index).fillna(0)
    low, span = amounts.min(), (amounts.max() - amounts.min()) or 1
    for dong, amount in amounts.items():
        depth = 0.08 + 0.82 * (amount - low) / span
        _draw_tile(axes, dong, places.loc[dong], depth=depth, below=_short(amount))
    unit = plan.get("unit", "건")
    _close_tiles(axes, f"단위: {unit}")
    top, bottom = amounts.idxmax(), amounts.idxmin()
    return (
        f"행정동 17개의 타일 지도. 가장 큰 곳은 {top}({_short(amounts[top])}{unit}),"
        f" 가장 작은 곳은 {bottom}({_short(amounts[bottom])}{unit})."
    )


def _links(axes: Axes, table: pd.DataFrame, plan: dict[str, Any], folder: Path) -> str:
    """Pairs of dongs as lines between their tiles."""
    places = _tile_places(folder)
    ends = table[plan["between"]].to_numpy()
    counts = pd.Series(ends.ravel()).value_counts()
    for dong in places.index:
        _draw_tile(axes, dong, places.loc[dong], depth=0.12, below=f"이웃 {counts.get(dong, 0)}")
    for pair in ends:
        x, y = places.loc[pair].to_numpy().T + 0.52
        axes.plot(x, y, color="#D55E00", alpha=0.6, linewidth=1.5)
    _close_tiles(axes, f"선 {len(ends)}개: 경계를 나누는 짝")
    return (
        f"타일 지도 위에 맞닿은 동 {len(ends)}쌍을 선으로 이었어요."
        f" 이웃이 가장 많은 곳은 {counts.idxmax()}({counts.max()}곳)."
    )


def _line(axes: Axes, table: pd.DataFrame, plan: dict[str, Any], folder: Path) -> str:
    times = pd.Grouper(key=plan["x"], freq=plan.get("every", "MS"))
    if "group" in plan:
        series = _amounts(table, [times, plan["group"]], plan).unstack()
    else:
        series = _amounts(table, times, plan).to_frame()
    for (name, values), style in zip(series.items(), cycle(LINE_STYLES), strict=False):
        axes.plot(values.index, values, style, label=str(name), linewidth=2)
    if "group" in plan:
        axes.legend(fontsize=10, frameon=False, ncols=2)
    unit = plan.get("unit", "건")
    axes.set_ylabel(unit)
    axes.yaxis.set_major_formatter(THOUSANDS)
    if series.min().min() >= 0:
        axes.set_ylim(bottom=0)
    axes.tick_params(axis="x", labelrotation=30)
    when = series.max(axis=1).idxmax()
    return (
        f"{series.index.min():%Y년 %m월}부터 {series.index.max():%Y년 %m월}까지의 꺾은선그래프."
        f" 가장 높은 때는 {when:%Y년 %m월}({_short(series.max().max())}{unit})."
    )


def _bars(axes: Axes, table: pd.DataFrame, plan: dict[str, Any], folder: Path) -> str:
    amounts = _amounts(table, plan["by"], plan)
    kinds, unit = len(amounts), plan.get("unit", "건")
    if "order" in plan:
        amounts, which = amounts.reindex(plan["order"]), "앞의"
    else:
        amounts, which = amounts.sort_values(ascending=False).head(MOST_BARS), "큰"
    cut = f"({kinds}가지 가운데 {which} {len(amounts)}가지)" if len(amounts) < kinds else ""
    _draw_bars(axes, amounts, unit=f"{unit} {cut}")
    return f"{plan['by']}별 가로 막대그래프{cut}. {_largest(amounts, unit)}"


def _largest(amounts: pd.Series, unit: str) -> str:
    """Which bar is the longest, ties and all."""
    top = [_YES_NO.get(str(n), str(n)) for n in amounts.index[amounts == amounts.max()]]
    size = f"{_short(amounts.max())}{unit}"
    if len(top) == len(amounts):
        return f"모두 같아요({size}씩)."
    return f"가장 큰 것은 {', '.join(top)}({size}{'씩' if len(top) > 1 else ''})."


def _filled(axes: Axes, table: pd.DataFrame, plan: dict[str, Any], folder: Path) -> str:
    """How many cells of each column are filled: for tables without anything to count."""
    _draw_bars(axes, table.notna().sum().head(MOST_BARS), unit="채워진 칸")
    return f"열마다 채워진 칸 수를 나타낸 막대그래프. 모두 {len(table):,}줄."


def _draw_bars(axes: Axes, amounts: pd.Series, *, unit: str) -> None:
    names = [_YES_NO.get(str(name), str(name)) for name in amounts.index]
    bars = axes.barh(names, amounts.to_numpy())
    axes.bar_label(bars, [_short(value) for value in amounts], padding=3, fontsize=10)
    axes.invert_yaxis()
    axes.grid(False, axis="y")
    axes.set_xlabel(unit)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=7, integer=True))
    axes.xaxis.set_major_formatter(THOUSANDS)
    axes.margins(x=0.14)


def _profile(axes: Axes, table: pd.DataFrame, plan: dict[str, Any], folder: Path) -> str:
    """Means of many columns (the hours of a day) side by side, a line per group."""
    columns, unit = plan["columns"], plan.get("unit", "건")
    means = table.groupby(plan["group"])[columns].mean()
    for (name, row), style in zip(means.iterrows(), cycle(LINE_STYLES), strict=False):
        axes.plot(range(len(row)), row, style, label=str(name), linewidth=2)
    ticks = list(range(0, len(columns), 3))
    axes.set_xticks(ticks, [columns[tick] for tick in ticks], rotation=30)
    axes.set_ylim(bottom=0)
    axes.set_ylabel(unit)
    axes.yaxis.set_major_formatter(THOUSANDS)
    axes.legend(fontsize=10, frameon=False)
    where, when = means.stack().idxmax()
    return (
        f"{plan['group']}별 꺾은선그래프. 가장 높은 곳은 {where}의 {when}"
        f"({_short(means.at[where, when])}{unit})."
    )


_DRAWINGS = {
    "tiles": _tiles,
    "links": _links,
    "line": _line,
    "bars": _bars,
    "profile": _profile,
    "filled": _filled,
}


def _short(value: float) -> str:
    whole = abs(value) >= 100 or float(value).is_integer()
    return f"{value:,.0f}" if whole else f"{value:,.1f}"
