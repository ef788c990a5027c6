"""Text messages a Jung-gu senior might receive: normal, advertising and smishing (synthetic).

Matter first (frames/sms*.yaml), then a writer, then the words; risk signals are tagged inside
the frames, so that they are what a reader sees and not what a rule finds.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from .text import Grammar, Writer, apply_slips, draw_writer, exact_counts, pick, read_frames

NEEDS: tuple[str, ...] = ()

ROWS = 3000
LABELS = {"정상": 0.62, "광고": 0.18, "스미싱": 0.20}
SHARED_ROWS = 145  # messages whose words alone do not decide between normal and smishing
SIGNALS = ("링크", "개인정보", "앱설치", "송금", "급박", "번호변경", "전화유도", "이득")
FIRST_DAY = pd.Timestamp("2025-01-01")
DAYS = 365

# Care in writing (none, few, many slips) and dialect share, by kind of sender.
_CARE: dict[str, tuple[tuple[float, float, float], float]] = {
    "가족": ((0.55, 0.30, 0.15), 0.02),
    "어르신": ((0.40, 0.35, 0.25), 0.05),
    "기관": ((1.0, 0.0, 0.0), 0.0),
    "광고": ((1.0, 0.0, 0.0), 0.0),
    "사기": ((0.70, 0.15, 0.15), 0.0),
    "사기가족": ((0.65, 0.25, 0.10), 0.0),
}
# Share of hours 0..23 in which each kind of sender writes (any scale).
_HOURS: dict[str, tuple[float, ...]] = {
    "가족": (0, 0, 0, 0, 0, 1, 3, 6, 8, 8, 8, 9, 9, 7, 6, 7, 8, 10, 12, 11, 9, 6, 3, 1),
    "기관": (0, 0, 0, 0, 0, 0, 0, 1, 3, 10, 12, 11, 5, 9, 10, 10, 9, 6, 2, 1, 0, 0, 0, 0),
    "광고": (0, 0, 0, 0, 0, 0, 0, 0, 2, 8, 14, 12, 8, 6, 7, 9, 9, 7, 4, 2, 1, 0, 0, 0),
    "사기": (
        0.5,
        0.3,
        0.2,
        0.1,
        0.1,
        0.2,
        0.5,
        2,
        4,
        9,
        11,
        11,
        8,
        8,
        9,
        8,
        7,
        6,
        4,
        3,
        3,
        2,
        1,
        1,
    ),
}
# "… @9-12 …": the months of the year in which a line is written.
_MONTHS = re.compile(r"@([\d,-]+) ")
# Hasty senders leave no space before the link (its tag mark stays).
_CROWDED_LINK = re.compile(r" (?=[\ue001-\ue010]*https?://)")
_HOURS |= {"어르신": _HOURS["가족"], "사기가족": _HOURS["사기"]}


@dataclass(frozen=True)
class Matter:
    """One matter of the frame files, with its patterns split into lines."""

    name: str
    kind: Mapping[str, str]  # label -> 유형
    style: str
    plans: tuple[str, ...]
    parts: Mapping[str, tuple[str, ...]]
    first_frame: int


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """3,000 rows, columns as in the descriptor, in order of arrival."""
    del given
    frames = read_frames("sms")
    grammar = Grammar(slots=frames["sms_낱말"] | _number_slots(), tags=SIGNALS)
    seasons = {name: _by_month(spans) for name, spans in frames["sms_철"].items()}
    copies: Counter[str] = Counter()
    rows = []
    for label, matter in _plan(frames):
        for _ in range(40):
            row = _write(label, matter, grammar, seasons, rng)
            # Only what people really repeat ("네 알겠어요") may occur more than once.
            if copies[row["본문"]] < (3 if len(row["본문"]) <= 10 else 1):
                break
        copies[row["본문"]] += 1
        rows.append(row)
    table = pd.DataFrame(rows).sort_values(["수신일시", "본문"], ignore_index=True)
    table.insert(0, "문자id", [f"합성SMS-{number:04d}" for number in range(1, len(table) + 1)])
    return table


def _plan(frames: Mapping[str, Any]) -> Iterator[tuple[str, Matter]]:
    """(label, matter) for every row; label shares and matter shares are exact."""
    number = 0
    matters: dict[str, list[tuple[Matter, float, float]]] = {}
    for group in ("정상", "광고", "스미싱", "갈림"):
        matters[group] = []
        for name, spec in frames[f"sms_{group}"].items():
            kinds = spec["유형"]
            kind = (
                dict(zip(("정상", "스미싱"), kinds, strict=True))
                if isinstance(kinds, list)
                else {group: kinds}
            )
            parts = {key: tuple(spec[key].splitlines()) for key in spec if _is_lines(spec[key])}
            matter = Matter(name, kind, spec["글쓴이"], parts["짜임"], parts, number)
            number += len(parts["용건"])
            matters[group].append((matter, spec["몫"], spec.get("스미싱쪽", 0.0)))
    left = exact_counts(ROWS, LABELS)
    by_name = {matter.name: (matter, odds) for matter, _, odds in matters["갈림"]}
    for name, count in exact_counts(
        SHARED_ROWS, {m.name: s for m, s, _ in matters["갈림"]}
    ).items():
        matter, odds = by_name[name]
        for label, part in exact_counts(count, {"스미싱": odds, "정상": 1 - odds}).items():
            left[label] -= part
            yield from [(label, matter)] * part
    for label, count in left.items():
        by_label = {matter.name: matter for matter, _, _ in matters[label]}
        shares = {matter.name: share for matter, share, _ in matters[label]}
        for name, part in exact_counts(count, shares).items():
            yield from [(label, by_label[name])] * part


def _is_lines(value: object) -> bool:
    return isinstance(value, str) and "\n" in value


def _write(
    label: str,
    matter: Matter,
    grammar: Grammar,
    seasons: Mapping[str, Mapping[int, Sequence[str]]],
    rng: np.random.Generator,
) -> dict[str, object]:
    writer = _sender(matter.style, rng)
    core = int(rng.integers(len(matter.parts["용건"])))
    months, line, own_sender = _core_line(matter.parts["용건"][core])
    when = _arrival(matter.style, months, rng)
    plan = pick(matter.plans, rng=rng, weights=[1] * len(matter.plans))
    if own_sender:
        plan = plan.replace("{머리}", "")
    for part, lines in matter.parts.items():
        chosen = line if part == "용건" else lines[int(rng.integers(len(lines)))]
        plan = plan.replace("{" + part + "}", chosen)
    text = grammar.expand(
        plan, rng=rng, given=_calendar(when, matter.style == "기관", seasons, rng)
    )
    if matter.style == "사기" and rng.random() < 0.15:
        text = _CROWDED_LINK.sub("", text)
    message = grammar.finish(apply_slips(text, writer=writer, rng=rng))
    signals = [signal for signal in SIGNALS if any(tag == signal for tag, _ in message.marks)]
    return {
        "수신일시": when,
        "발신표시": _sender_number(label, matter.style, rng),
        "본문": message.text,
        "라벨": label,
        "유형": matter.kind[label],
        "위험신호": ";".join(signals),
        "근거표현": " | ".join(f"{tag}: {words}" for tag, words in message.marks),
        "틀_id": f"틀{matter.first_frame + core + 1:03d}",
    }


def _sender(style: str, rng: np.random.Generator) -> Writer:
    care, dialect = _CARE[style]
    levels = dict(zip(("none", "few", "many"), care, strict=True))
    return draw_writer(rng=rng, styles={style: 1.0}, care=levels, dialect=dialect)


def _core_line(line: str) -> tuple[frozenset[int], str, bool]:
    """Months, words, and whether the line names its own sender: ``![보건소] @9-12 독감 …``."""
    own_sender = line.startswith("!")
    months = _MONTHS.search(line)
    kept = _month_set(months[1]) if months else frozenset(range(1, 13))
    return kept, _MONTHS.sub("", line).removeprefix("!"), own_sender


def _month_set(spans: str) -> frozenset[int]:
    """``"1-2,9"`` -> {1, 2, 9}; ``"12-2"`` runs over the new year."""
    months: set[int] = set()
    for span in spans.split(","):
        first, _, last = span.partition("-")
        month, end = int(first), int(last or first)
        months.add(month)
        while month != end:
            month = month % 12 + 1
            months.add(month)
    return frozenset(months)


@lru_cache
def _days_of(months: frozenset[int]) -> tuple[pd.Timestamp, ...]:
    return tuple(day for day in pd.date_range(FIRST_DAY, periods=DAYS) if day.month in months)


def _by_month(spans: Mapping[str, Sequence[str]]) -> dict[int, Sequence[str]]:
    return {month: words for span, words in spans.items() for month in _month_set(span)}


def _arrival(style: str, months: frozenset[int], rng: np.random.Generator) -> pd.Timestamp:
    days = _days_of(months)
    day = days[int(rng.integers(len(days)))]
    if style in ("기관", "광고") and day.dayofweek >= 5 and rng.random() < 0.7:
        day -= pd.Timedelta(days=int(day.dayofweek) - 4)
    hour = pick(range(24), rng=rng, weights=_HOURS[style])
    return day + pd.Timedelta(
        hours=hour, minutes=int(rng.integers(60)), seconds=int(rng.integers(60))
    )


def _calendar(
    when: pd.Timestamp,
    at_work: bool,
    seasons: Mapping[str, Mapping[int, Sequence[str]]],
    rng: np.random.Generator,
) -> dict[str, str]:
    """Dates and words of the season that fit the day of arrival (``at_work``: never a Sunday)."""
    weekday = "월화수목금토일"
    soon = when + pd.Timedelta(days=int(rng.integers(1, 9)))
    if at_work and soon.dayofweek == 6:
        soon += pd.Timedelta(days=1 + int(rng.integers(4)))
    past = when - pd.Timedelta(days=int(rng.integers(2, 12)))
    due = when + pd.Timedelta(days=int(rng.integers(3, 25)))
    weekend = when + pd.Timedelta(days=7 + 5 - int(when.dayofweek) + int(rng.integers(2)))
    styles = (
        f"{soon.month}월 {soon.day}일({weekday[soon.dayofweek]})",
        f"{soon.month}/{soon.day}({weekday[soon.dayofweek]})",
        f"{soon.month}월 {soon.day}일",
        f"{weekday[soon.dayofweek]}요일",
    )
    seasonal = {name: words.get(when.month, [""]) for name, words in seasons.items()}
    return {name: words[int(rng.integers(len(words)))] for name, words in seasonal.items()} | {
        "내일일": styles[int(rng.integers(len(styles)))],
        "날짜": f"{past.month}월 {past.day}일",
        "기한": f"{due.month}월 {due.day}일" if rng.random() < 0.6 else f"{due.month}/{due.day}",
        "월": str(when.month),
        "결제월": str(when.month if when.day <= 14 else when.month % 12 + 1),
        "주말일": f"{weekend.month}월 {weekend.day}일({weekday[weekend.dayofweek]})",
        "날짜짧게": f"{when.month:02d}/{when.day:02d}",
        "시분": f"{when.hour:02d}:{when.minute:02d}",
    }


def _digits(count: int) -> Callable[[np.random.Generator], str]:
    return lambda rng: "".join(map(str, rng.integers(0, 10, count)))


def _won(low: int, high: int, step: int) -> Callable[[np.random.Generator], str]:
    """Log-uniform amounts between ``low`` and ``high`` won."""

    def draw(rng: np.random.Generator) -> str:
        amount = float(np.exp(rng.uniform(np.log(low), np.log(high))))
        return f"{int(amount / step) * step:,}원"

    return draw


def _number_slots() -> dict[str, Callable[[np.random.Generator], str]]:
    """Numbers of every kind; telephone numbers have an exchange of zeros and reach nobody."""
    letters = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
    four = _digits(4)
    return {
        "영숫자": lambda rng: "".join(letters[i] for i in rng.integers(0, len(letters), 5)),
        "숫자2": _digits(2),
        "숫자4": _digits(4),
        "숫자6": _digits(6),
        "가상폰": lambda rng: f"010-0000-{four(rng)}",
        "지역번호": lambda rng: f"042-000-{four(rng)}",
        "대표번호": lambda rng: f"0000-{four(rng)}",
        "수신거부": lambda rng: f"080-000-{four(rng)}",
        "가상전화": lambda rng: f"{pick(('070-000', '02-000', '010-0000'), rng=rng)}-{four(rng)}",
        "공과금": _won(11_000, 240_000, 10),
        "연금원": _won(250_000, 600_000, 10),
        "이자원": _won(120, 28_000, 1),
        "잔액원": _won(2_400_000, 19_000_000, 10),
        "원": _won(2_500, 90_000, 100),
        "누적원": _won(60_000, 2_400_000, 10),
        "큰원": _won(300_000, 3_900_000, 1_000),
    }


def _sender_number(label: str, style: str, rng: np.random.Generator) -> str:
    slots = _number_slots()
    if style in ("가족", "어르신"):
        return slots["가상폰"](rng)
    if label == "스미싱":
        return slots[pick(("가상폰", "가상전화", "대표번호"), rng=rng)](rng)
    return slots[pick(("대표번호", "지역번호", "가상폰"), rng=rng, weights=(5, 4, 1))](rng)
