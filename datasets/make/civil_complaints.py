"""The register of complaints filed with the district office, 2024–2025, invented.

Nobody wrote these texts. Shares of classes are exact; the class of a text can be unclear on
purpose (two matters, a matter with two owners, no matter at all, a clerk's slip).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from .complaints import matters, writing
from .complaints.matters import CLASSES, Matter
from .complaints.occasions import Calendar, Gazetteer, clock, month_counts
from .text import exact_counts, pick

NEEDS = ("weather_air_daily", "local_events")

ROWS = 6000
AMBIGUOUS, TWO_MATTERS, CONTENTLESS = 0.12, 0.10, 0.02
REFILED, LABEL_NOISE = 0.03, 0.01
# Two months in which what people write about moves away from the rest (OC1: watch the model).
SWARM_MONTH, HANDOVER_MONTH = "2025-08", "2025-11"
DRIFT_FILINGS = {"벌레떼": 60, "냉방비지원금": 55, "킥보드방치": 48}

_CHANNELS = {
    "국민신문고": 0.26,
    "안전신문고": 0.25,
    "구청 누리집": 0.15,
    "전화": 0.22,
    "동 행정복지센터": 0.07,
    "방문": 0.05,
}
_APP_CLASSES = ("주정차", "도로", "교통", "청소", "공원", "건축광고")
_DAYS_TO_CLOSE = {
    "주정차": 2.2,
    "청소": 2.4,
    "도로": 5.0,
    "환경": 5.5,
    "교통": 7.0,
    "공원": 5.0,
    "건축광고": 7.0,
    "공동주택": 8.5,
    "복지": 4.0,
    "보건": 3.0,
    "위생": 5.0,
    "세무": 2.6,
}


@dataclass(frozen=True)
class _Plan:
    """One filing before it has words."""

    label: str
    matter: Matter | None
    nature: str  # 단일, 복수주제, 경계, 내용없음
    month: pd.Period
    second: str | None = None


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    calendar = Calendar.of(weather=given["weather_air_daily"], events=given["local_events"])
    places = Gazetteer.read()
    fresh = ROWS - round(ROWS * REFILED)
    rows = [_filing(plan, calendar, places, rng) for plan in _plans(fresh, calendar, rng)]
    rows += _refilings(rows, ROWS - fresh, calendar, rng)
    return _register(rows, rng)


def _plans(total: int, calendar: Calendar, rng: np.random.Generator) -> list[_Plan]:
    months = calendar.months.unique()
    left = exact_counts(total, CLASSES)
    plans: list[_Plan] = []

    def add(matter: Matter | None, label: str, nature: str, month: pd.Period) -> None:
        left[label] -= 1
        plans.append(_Plan(label, matter, nature, month))

    unclear = matters.ambiguous_matters()
    shares = {m.name: m.weight for m in unclear}
    for name, count in exact_counts(round(total * AMBIGUOUS), shares).items():
        matter = matters.by_name()[name]
        labels = list(exact_counts(count, matter.split).items())
        spread = np.repeat([label for label, _ in labels], [n for _, n in labels])
        for label, month in zip(
            rng.permutation(spread), _months(matter, count, calendar, months, rng), strict=True
        ):
            add(matter, str(label), "경계", month)
    for label, count in exact_counts(round(total * CONTENTLESS), CLASSES).items():
        for month in rng.choice(np.asarray(months, dtype=object), count):
            add(None, label, "내용없음", month)
    for name, count in DRIFT_FILINGS.items():
        matter = matters.by_name()[name]
        label = matter.drift_to or next(iter(matter.split))
        month = pd.Period(HANDOVER_MONTH if matter.drift_to else SWARM_MONTH, "M")
        for _ in range(count):
            add(matter, label, "단일", month)
    for label, group in matters.clear_matters().items():
        regular = [m for m in group if not m.drift_only]
        weights = np.array([calendar.month_weights(m) * m.weight for m in regular])
        handed_over = np.array([bool(m.drift_to) for m in regular])
        weights[np.ix_(handed_over, months >= pd.Period(HANDOVER_MONTH, "M"))] = 0
        flat = month_counts(left[label], weights.ravel())
        for position, count in enumerate(flat):
            matter = regular[position // len(months)]
            month = months[position % len(months)]
            for _ in range(count):
                plans.append(_Plan(label, matter, "단일", month))
    return _with_second_matters(plans, round(total * TWO_MATTERS), rng)


def _months(matter, count, calendar, months, rng) -> list[pd.Period]:
    weights = calendar.month_weights(matter)
    return list(rng.choice(np.asarray(months, dtype=object), count, p=weights / weights.sum()))


def _with_second_matters(plans: list[_Plan], count: int, rng: np.random.Generator) -> list[_Plan]:
    """Give ``count`` clear filings a second matter of another class."""
    fit = [i for i, p in enumerate(plans) if p.nature == "단일" and not p.matter.inquiry]
    for i in rng.choice(fit, count, replace=False):
        others = [c for c in CLASSES if c != plans[i].label]
        plans[i] = replace(
            plans[i],
            nature="복수주제",
            second=pick(others, rng=rng, weights=np.ones(len(others))),
        )
    return plans


def _filing(plan: _Plan, calendar: Calendar, places: Gazetteer, rng: np.random.Generator) -> dict:
    channel = _channel(plan, rng)
    counter = channel in writing.COUNTERS
    matter = plan.matter
    hand = writing.draw_hand(
        channel=channel, inquiry=bool(matter and matter.inquiry), again=False, rng=rng
    )
    if matter is None:
        anything = matters.clear_matters()[plan.label][0]
        day = calendar.day(replace(anything, day=""), month=plan.month, counter=counter, rng=rng)
        text, frame = writing.contentless(hand=hand, rng=rng)
        return {
            "day": day,
            "time": clock(anything, counter=counter, rng=rng),
            "channel": channel,
            "dong": places.dong("", game=False, rng=rng),
            "title": writing.title(None, again=False, rng=rng),
            "text": text,
            "frame": frame,
            "plan": plan,
            "subject": None,
            "previous": None,
        }
    day = calendar.day(matter, month=plan.month, counter=counter, rng=rng)
    condition = matter.day if matter.day and calendar.happened(matter.day, day) else ""
    kind = pick(matter.kinds, rng=rng) if matter.kinds else ""
    if condition == "game" and "야구장" in matter.kinds:
        kind = "야구장"
    dong = places.dong(kind, game=kind == "야구장", rng=rng)
    subject, frame = writing.draw_subject(
        matter=matter,
        dong=dong,
        kind=kind,
        condition=condition,
        month=day.month,
        places=places,
        rng=rng,
    )
    second = _second_subject(plan, dong, day.month, places, rng) if plan.second else None
    first, other = subject, second
    if second is not None and rng.random() < 0.25:  # the owner's matter comes second in the text
        first, other = second, subject
    return {
        "day": day,
        "time": clock(matter, counter=counter, rng=rng),
        "channel": channel,
        "dong": dong,
        "title": writing.title(first, again=False, rng=rng),
        "text": writing.compose(first, hand=hand, second=other, rng=rng),
        "frame": frame,
        "plan": plan,
        "subject": subject,
        "previous": None,
    }


def _second_subject(
    plan: _Plan, dong: str, month: int, places: Gazetteer, rng: np.random.Generator
) -> writing.Subject:
    group = [
        m
        for m in matters.clear_matters()[plan.second]
        if not (m.drift_only or m.drift_to or m.months or m.day)
    ]
    group = [m for m in group if not m.inquiry] or group
    matter = pick(group, rng=rng, weights=np.ones(len(group)))
    # A matter of one's own house says which house; others are near the first one's place.
    own = bool({"단지", "사는곳", "경로당"} & set(matter.kinds))
    kind = pick(matter.kinds, rng=rng) if matter.kinds and rng.random() < (0.2, 1.0)[own] else ""
    if kind in ("야구장", "농촌", "산", "하천", "역"):
        kind = ""
    subject, _ = writing.draw_subject(
        matter=matter, dong=dong, kind=kind, condition="", month=month, places=places, rng=rng
    )
    return subject


def _channel(plan: _Plan, rng: np.random.Generator) -> str:
    weights = dict(_CHANNELS)
    if plan.label not in _APP_CLASSES or (plan.matter and plan.matter.inquiry):
        weights["안전신문고"] *= 0.12
        weights["전화"] *= 1.5
        weights["방문"] *= 2.0
        weights["동 행정복지센터"] *= 1.8
    elif plan.label == "주정차":
        weights["안전신문고"] *= 1.9
    return pick(list(weights), rng=rng, weights=list(weights.values()))


def _refilings(
    rows: list[dict], count: int, calendar: Calendar, rng: np.random.Generator
) -> list[dict]:
    """The same matter again, weeks later and angrier; a few paste the very same text."""
    last = calendar.dates[-1]
    fit = [
        r
        for r in rows
        if r["subject"] is not None
        and r["day"] < last - pd.Timedelta(days=75)
        and not r["subject"].matter.inquiry
        and r["plan"].nature in ("단일", "경계")
        and not r["subject"].matter.drift_to
    ]
    again = []
    for i in rng.choice(len(fit), count, replace=False):
        first = fit[i]
        channel = first["channel"] if rng.random() < 0.6 else _channel(first["plan"], rng)
        counter = channel in writing.COUNTERS
        day = first["day"] + pd.Timedelta(days=int(rng.integers(9, 70)))
        if counter:
            day = calendar.next_open(day)
        subject = replace(first["subject"], condition="", month=day.month)
        hand = writing.draw_hand(channel=channel, inquiry=False, again=True, rng=rng)
        pasted = rng.random() < 0.15
        again.append(
            first
            | {
                "day": day,
                "time": clock(subject.matter, counter=counter, rng=rng),
                "channel": channel,
                "title": first["title"] if pasted else writing.title(subject, again=True, rng=rng),
                "text": first["text"]
                if pasted
                else writing.compose(subject, hand=hand, again=True, rng=rng),
                "previous": first,
            }
        )
    return again


def _register(rows: list[dict], rng: np.random.Generator) -> pd.DataFrame:
    rows.sort(key=lambda r: r["day"] + r["time"])
    serial: dict[int, int] = {}
    for row in rows:
        year = row["day"].year
        serial[year] = serial.get(year, 0) + 1
        row["number"] = f"S{year}-{serial[year]:06d}"
    noisy = set(rng.choice(len(rows), round(len(rows) * LABEL_NOISE), replace=False).tolist())
    return pd.DataFrame([_record(row, i in noisy, rng) for i, row in enumerate(rows)])


def _record(row: dict, noisy: bool, rng: np.random.Generator) -> dict:
    plan: _Plan = row["plan"]
    matter = plan.matter
    label = plan.label
    if noisy:
        others = {c: w for c, w in CLASSES.items() if c != label}
        label = pick(list(others), rng=rng, weights=list(others.values()))
    memo = row["channel"] in writing.COUNTERS
    transfers = _transfers(plan, noisy, rng)
    state, days, stars = _course(row, plan, transfers, rng)
    return {
        "접수번호": row["number"],
        "접수일시": row["day"] + row["time"],
        "접수채널": row["channel"],
        "행정동": _written_dong(row["dong"], rng) if rng.random() >= 0.30 else None,
        "제목": None if memo and rng.random() < 0.35 else row["title"],
        "내용": row["text"],
        "분류": label,
        "처리부서": matter.department(plan.label) if matter else matters.DEPARTMENTS[plan.label],
        "긴급도": matter.urgency if matter else "보통",
        "이송횟수": transfers,
        "처리상태": state,
        "처리일수": days,
        "만족도": stars,
        "이전접수번호": row["previous"]["number"] if row["previous"] else None,
        "글성격": plan.nature,
        "둘째분류": plan.second,
        "경계여부": plan.nature == "경계",
        "틀_id": row["frame"],
    }


def _transfers(plan: _Plan, noisy: bool, rng: np.random.Generator) -> int:
    mean = {"단일": 0.07, "복수주제": 0.35, "경계": 0.75, "내용없음": 0.9}[
        plan.nature
    ] + 0.9 * noisy
    return min(int(rng.poisson(mean)), 4)


def _course(row: dict, plan: _Plan, transfers: int, rng: np.random.Generator) -> tuple:
    days = int(
        np.clip(rng.lognormal(np.log(_DAYS_TO_CLOSE[plan.label]), 0.65) + 1.8 * transfers, 0, 60)
    )
    open_for = (pd.Timestamp("2025-12-31") - row["day"]).days
    if rng.random() < 0.03:
        return "취하", None, None
    if days > open_for:
        return ("접수" if open_for < 1 else "처리중"), None, None
    if rng.random() >= 0.35:
        return "완료", days, None
    mood = (
        3.9
        - 0.08 * days
        - 0.35 * transfers
        - 0.9 * (row["previous"] is not None)
        + rng.normal(0, 1.25)
    )
    return "완료", days, int(np.clip(round(mood), 1, 5))


def _written_dong(dong: str, rng: np.random.Generator) -> str:
    """Four ways clerks write the same dong."""
    chance = rng.random()
    if chance < 0.70:
        return dong
    if chance < 0.82 and dong[-2].isdigit():
        return f"{dong[:-2]} {dong[-2:]}"
    if chance < 0.92:
        return dong[:-1]
    return f"중구 {dong}"
