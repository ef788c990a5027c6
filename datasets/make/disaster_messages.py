"""Invented disaster text messages of 2023–2025 that agree with the invented weather.

Weather messages follow ``weather_air_daily`` day by day; the rest (missing persons, fires,
traffic, power cuts) falls at random. Some events get a second message when they are over.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from . import sources
from .text import Grammar, exact_counts, pick, read_frames

NEEDS = ("weather_air_daily",)

ROWS = 600
MARK = "[합성]"
FIRST_NUMBER = 9_000_001
# Days that call for a message (assumptions, close to the advisory levels of 기상청).
RAIN_ADVISORY, RAIN_WARNING, RAIN_EXTREME = 30.0, 60.0, 110.0  # mm a day
HEAT_ADVISORY, HEAT_WARNING = 33.0, 35.0  # °C, highest
COLD = -10.5  # °C, lowest
SNOW_MM, SNOW_WARMEST = 3.0, 1.5
DUST_PM25, DUST_PM10 = 50, 110
_REST = {  # shares of the messages that weather does not decide
    "실종": 0.46,
    "화재": 0.12,
    "교통": 0.09,
    "지하철지연": 0.03,
    "행사통제": 0.02,
    "산불": 0.09,
    "산불발생": 0.02,
    "정전": 0.05,
    "단수": 0.03,
    "가스점검": 0.02,
    "멧돼지": 0.02,
    "강풍": 0.02,
    "안개": 0.015,
    "식중독": 0.015,
    "지진": 0.01,
}
_OVER = {
    "실종": ("실종발견", 0.45),
    "화재": ("화재진화", 0.5),
    "정전": ("정전복구", 0.5),
    "산불발생": ("산불진화", 0.8),
    "호우통제": ("통제해제", 0.5),
}
_USUAL_HOURS = (6.5, 22.0)
_NEIGHBOURS = ("대전광역시 동구", "대전광역시 서구", "대전광역시 유성구", "대전광역시 대덕구")


@dataclass(frozen=True)
class _Event:
    kind: str
    made: pd.Timestamp
    facts: Mapping[str, str]


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    frames = read_frames("disaster")
    weather = given["weather_air_daily"].drop_duplicates("일시").set_index("일시")
    events = _weather_events(weather, rng)
    events += _rest(ROWS - len(events), weather.index, frames["문자"], rng)
    events = sorted(events, key=lambda event: event.made)
    table = pd.DataFrame([_row(event, frames, rng) for event in events])
    table.insert(0, "SN", FIRST_NUMBER + np.cumsum(rng.integers(1, 60, len(table))))
    return table


def _weather_events(weather: pd.DataFrame, rng: np.random.Generator) -> list[_Event]:
    rain = weather["일강수량(mm)"].fillna(0)
    found: list[_Event] = []

    def add(kind: str, day: pd.Timestamp, first: float, last: float, **facts: str) -> None:
        found.append(_Event(kind, day + _hours(rng.uniform(first, last)), facts))

    for day, row in weather.iterrows():
        wet, highest, lowest = rain[day], row["최고기온(°C)"], row["최저기온(°C)"]
        snowy = row["평균기온(°C)"] <= SNOW_WARMEST and wet >= SNOW_MM
        if snowy:
            add("대설", day, 5, 20)
            if rng.random() < 0.3:
                add("대설통제", day, 6, 22)
        elif wet >= RAIN_ADVISORY and row["평균기온(°C)"] > 4:
            start = float(rng.uniform(2, 14))
            add("호우주의보", day, start, start + 1)
            if rng.random() < 0.5:
                add("호우주의보", day, start + 1, start + 4)
            if wet >= RAIN_WARNING:
                add("호우경보", day, start + 2, start + 5, extreme=str(wet >= RAIN_EXTREME))
                if rng.random() < 0.8:
                    add("호우통제", day, start + 3, start + 6)
            if rng.random() < 0.3:
                add("호우해제", day, start + 7, min(start + 10, 23.9))
            if day.month in (8, 9) and wet >= 80 and rng.random() < 0.5:
                add("태풍", day, 1, start)
        if day.month in (6, 7, 8, 9) and highest >= HEAT_ADVISORY:
            strong = highest >= HEAT_WARNING
            kind = "폭염경보" if strong else "폭염주의보"
            add(kind, day, 9.5, 11.5, 기온=str(round(highest)))
            if rng.random() < 0.6:
                add(kind, day, 12, 15, 기온=str(round(highest)))
        if lowest <= COLD and rng.random() < 0.8:
            add("한파", day, 16, 21.5, 추위=str(-round(lowest)))
        pm25 = pd.to_numeric(row["PM25(㎍/㎥)"], errors="coerce")
        fine, coarse = pm25 >= DUST_PM25, row["PM10(㎍/㎥)"] >= DUST_PM10
        if fine or coarse:
            add("미세먼지" if fine else "황사", day, 7, 18)
            if rng.random() < 0.35:
                add("미세먼지해제", day, 18.2, 22, 먼지="초미세먼지" if fine else "미세먼지")
    return found


def _hours(hours: float) -> pd.Timedelta:
    return pd.Timedelta(seconds=int(hours * 3600))


def _rest(
    count: int, days: pd.DatetimeIndex, kinds: Mapping[str, dict], rng: np.random.Generator
) -> list[_Event]:
    """``count`` messages that no weather decides, with the news that some of them are over."""
    chosen: list[_Event] = []
    for kind, total in exact_counts(count, _REST).items():
        frame = kinds[kind]
        season = frame.get("달")
        weights = np.array([season.get(m, 0) if season else 1.0 for m in days.month], float)
        if frame.get("주말만"):
            weights = weights * (days.day_of_week >= 5)
        over, chance = _OVER.get(kind, ("", 0.0))
        left = total
        while left > 0:
            day = days[int(rng.choice(len(days), p=weights / weights.sum()))]
            made = day + _hours(rng.uniform(*frame.get("시각", _USUAL_HOURS)))
            dongs = frame.get("동") or _dongs()
            facts = {"동": pick(dongs, rng=rng, weights=np.ones(len(dongs)))}
            if kind == "실종":
                facts |= _missing_person(rng)
            chosen.append(_Event(kind, made, facts))
            left -= 1
            if left and rng.random() < chance:
                later = made + _hours(rng.uniform(1, 9))
                if later.hour < 6:
                    later = later.normalize() + _hours(rng.uniform(6.5, 10))
                facts |= {"찾던날": "오늘" if later.date() == made.date() else "어제"}
                chosen.append(_Event(over, later, facts))
                left -= 1
    return chosen


def _missing_person(rng: np.random.Generator) -> dict[str, str]:
    """A person who does not exist."""
    child = rng.random() < 0.12
    man = rng.random() < 0.5
    age = int(rng.integers(9, 18)) if child else int(np.clip(rng.normal(79, 7), 58, 94))
    # A child grows from about 133 cm and 30 kg at nine to an adult's size at seventeen.
    grown = (age - 9) / 8
    height = rng.normal(133 + (39 if man else 28) * grown if child else 166 if man else 153, 4)
    weight = rng.normal(30 + (33 if man else 24) * grown if child else 63 if man else 54, 5)
    return {
        "나이": str(age),
        "성별": "남" if man else "여",
        "상태": "실종된" if child else pick(("실종된", "배회 중인", "마지막으로 목격된"), rng=rng),
        "키": str(int(round(height / 5) * 5)),
        "몸무게": str(int(weight)),
        "머리모양": "아이" if child else "어르신남" if man else "어르신여",
        "지역": _region("경찰", rng),
    }


def _dongs() -> list[str]:
    return sources.read("junggu_dong_facts")["행정동"].tolist()


def _row(event: _Event, frames: Mapping[str, dict], rng: np.random.Generator) -> dict[str, object]:
    frame = frames["문자"][event.kind]
    sender = pick(frame["보낸곳"], rng=rng)
    grave = event.kind in ("산불발생", "지진") and rng.random() < 0.5
    step = "긴급재난" if grave or event.facts.get("extreme") == "True" else "안전안내"
    return {
        "CRT_DT": event.made.strftime("%Y/%m/%d %H:%M:%S"),
        "MSG_CN": _message(event, frame, frames, sender, rng),
        "RCPTN_RGN_NM": event.facts.get("지역") or _region(sender, rng),
        "EMRG_STEP_NM": step,
        "DST_SE_NM": frame["구분"],
        "REG_YMD": event.made.normalize(),
    }


def _message(
    event: _Event,
    frame: Mapping[str, list[str]],
    frames: Mapping[str, dict],
    sender: str,
    rng: np.random.Generator,
) -> str:
    wardrobe = frames["옷"]
    season = {12: "겨울", 1: "겨울", 2: "겨울", 6: "여름", 7: "여름", 8: "여름"}
    facts = {"동": pick(_dongs(), rng=rng, weights=np.ones(17))} | dict(event.facts)
    facts["시"] = _clock(event.made, rng)
    grammar = Grammar(
        slots=frames["장소"]
        | wardrobe[season.get(event.made.month, "봄가을")]
        | {"아래옷": wardrobe["아래옷"], "체형": wardrobe["체형"]}
        | {"머리": wardrobe["머리"][facts.get("머리모양", "아이")]}
    )
    patterns = [pick(frame["상황"], rng=rng, weights=np.ones(len(frame["상황"])))]
    advice = frame["행동"]
    told = 1 if frame["구분"] == "실종" else 1 + int(rng.random() < 0.25)
    patterns += [advice[i] for i in rng.permutation(len(advice))[:told]]
    body = " ".join(grammar.expand(pattern, rng=rng, given=facts) for pattern in patterns)
    office = pick(frames["보낸곳"][sender], rng=rng)
    return f"{MARK} [{office}] {body}" if rng.random() < 0.3 else f"{MARK} {body} [{office}]"


def _clock(made: pd.Timestamp, rng: np.random.Generator) -> str:
    """The hour of the event, a little before the message."""
    told = made - pd.Timedelta(minutes=int(rng.integers(5, 50)))
    if rng.random() < 0.6:
        return f"{told.hour}시" if rng.random() < 0.6 else f"{told.hour:02d}:00"
    return f"{told.hour:02d}:{told.minute // 10 * 10:02d}"


def _region(sender: str, rng: np.random.Generator) -> str:
    if sender in ("시", "기상", "행안", "산림"):
        region = "대전광역시 전체"
    elif sender == "경찰" and rng.random() < 0.55:
        others = rng.permutation(_NEIGHBOURS)[: int(rng.integers(1, 3))]
        region = ",".join(["대전광역시 중구", *others])
    else:
        region = "대전광역시 중구"
    return region + " " if rng.random() < 0.35 else region
