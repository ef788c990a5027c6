"""From a matter to the words of one writer.

The writer comes first: channel and temper decide the form, the ending of the sentences, the
length and what is left out; the matter only says what happened.
"""

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from ..text import Grammar, Writer, apply_slips, draw_writer, pick, read_frames
from ..text.endings import conjugate
from .matters import Matter
from .occasions import Gazetteer, spoken

LONGEST = 600
MEDIAN_LENGTH = 50
SPREAD = 0.92  # sigma of the log length
COUNTERS = ("전화", "방문", "동 행정복지센터")

_FORM = {"국민신문고": "letter", "구청 누리집": "letter", "안전신문고": "app"}
_ENDINGS = {
    "letter": {"해요": 0.34, "합쇼": 0.50, "네요": 0.10, "음": 0.06},
    "app": {"해요": 0.34, "합쇼": 0.32, "네요": 0.16, "음": 0.18},
    "memo": {"음": 0.72, "다고": 0.28},
}
_SHIFT = {"letter": 1.45, "app": 0.78, "memo": 0.72}
_PARTICLES = {"이": "이(가)", "을": "을(를)", "은": "은(는)", "과": "과(와)", "으로": "(으)로"}
_PARTICLE = re.compile(r"~(?:(으로|이|을|은|과)(?= |$))?")
_STREETS = (
    "큰길",
    "골목",
    "주택가",
    "하천",
    "공원",
    "학교",
    "네거리",
    "정류장",
    "야구장",
    "역",
    "시장",
)
_TITLE_TAIL = re.compile(r" ?(신고|요청|문의|민원|건의|제보|상담)$")
_POLITE = re.compile(r"[습입합립깁닙]니다$")
# What someone said or did about it, or a sentence that already links two clauses.
_NOT_AN_EFFECT = re.compile(
    r"[가-힣]서 |말하|말해|전화|직접|불러도|달라고|해도 |사진|들어서|예산|얼마나|안내문|정도로"
)
_GRAMMAR = Grammar(slots={})


@cache
def _lists() -> dict[str, Any]:
    return read_frames("complaints_writing")


def _any_in(name: str, text: str) -> bool:
    return any(word in text for word in _lists()[name])


@cache
def _details() -> dict[str, list[str]]:
    """Further sentences by the name of the matter they fit."""
    fitting: dict[str, list[str]] = {}
    for group in read_frames("complaints_details")["덧말"]:
        for name in group["matters"]:
            fitting.setdefault(name, []).extend(group["say"])
    return fitting


@dataclass(frozen=True)
class Hand:
    """How one person (or the clerk who takes the call) writes."""

    writer: Writer
    form: str
    length: float
    temper: int  # 0 calm, 1 annoyed, 2 angry
    greets: bool
    asks: bool
    tells_place: bool
    stops: bool  # puts full stops

    @property
    def ending(self) -> str:
        return self.writer.style


def draw_hand(*, channel: str, inquiry: bool, again: bool, rng: np.random.Generator) -> Hand:
    """A writer for this channel; a person who files again is angrier and writes more."""
    form = _FORM.get(channel, "memo")
    writer = draw_writer(rng=rng, styles=_ENDINGS[form], dialect=0.02 if form != "memo" else 0.0)
    length = MEDIAN_LENGTH * _SHIFT[form] * float(np.exp(rng.normal(0, SPREAD)))
    temper = int(pick((0, 1, 2), rng=rng, weights=(0.62, 0.28, 0.10)))
    return Hand(
        writer=writer,
        form=form,
        length=min(length * (1.4 if again else 1.0), LONGEST - 60),
        temper=max(temper, 1 + int(rng.random() < 0.6)) if again else temper,
        greets=form != "memo" and rng.random() < (0.62 if form == "letter" else 0.30),
        asks=rng.random() < 0.80 or inquiry,
        tells_place=rng.random() < 0.80,
        stops=form == "letter" or rng.random() < 0.6,
    )


@dataclass(frozen=True)
class Subject:
    """One matter as it stands in one complaint."""

    matter: Matter
    thing: str
    say: str
    spot: str
    dong: str
    condition: str  # "", "rain", "snow" or "game": what a reader could check in the calendar
    month: int

    def nucleus(self) -> str:
        """The sentence in dictionary form: who or what, and what is wrong."""
        return _PARTICLE.sub(lambda m: self.thing + _PARTICLES.get(m[1] or "", ""), self.say)


def draw_subject(
    *,
    matter: Matter,
    dong: str,
    kind: str,
    condition: str,
    month: int,
    places: Gazetteer,
    rng: np.random.Generator,
    frame: tuple[int, int] | None = None,
) -> tuple[Subject, str]:
    """A subject and its 틀_id; the place never repeats a word of the matter."""
    if frame is None:
        o = _rank(len(matter.objects), rng)
        s = _rank(len(matter.says), rng)
    else:
        o, s = frame
    thing, say = matter.objects[o], _expand(matter.says[s], rng)
    spot = ""
    if kind:
        for _ in range(6):
            spot = places.spot(kind, dong, rng=rng)
            if not _repeats(spot, f"{thing} {say}"):
                break
        else:
            spot = spoken(dong, rng=rng)
    subject = Subject(matter, thing, say, spot, dong, condition, month)
    return subject, f"{matter.name}-{o + 1}-{s + 1}"


def _rank(count: int, rng: np.random.Generator) -> int:
    return int(pick(range(count), rng=rng, weights=1 / np.arange(1, count + 1) ** 0.45))


def _repeats(spot: str, nucleus: str) -> bool:
    if any(word in spot and word in nucleus for word in _lists()["겹치면_어색한_장소말"]):
        return True
    words = re.findall(r"[가-힣]{2,}", nucleus)
    return any(w[:2] in spot for w in words if w[:2] not in ("있다", "너무", "우리"))


def _expand(pattern: str, rng: np.random.Generator, **given: str) -> str:
    return _GRAMMAR.expand(pattern, rng=rng, given=given)


def title(subject: Subject | None, *, again: bool, rng: np.random.Generator) -> str:
    """The subject line; short, and often only half of it."""
    if subject is None:
        return str(pick(("민원", "문의", "민원 신청", "신고합니다", "문의드립니다"), rng=rng))
    head = _head(subject, rng)
    chance = rng.random()
    if again:
        head = pick(("재신고", "재민원", "또 신고합니다"), rng=rng) + " " + head
    elif chance < 0.16 and subject.spot:
        head = f"{subject.spot} {head}"
    elif chance < 0.28:
        head = f"{spoken(subject.dong, rng=rng)} {head}"
    elif chance < 0.36 and _TITLE_TAIL.search(head):
        head = _TITLE_TAIL.sub("", head) + pick((" 건", " 관련", "", " 관련하여"), rng=rng)
    return head


def _head(subject: Subject, rng: np.random.Generator) -> str:
    """A headline that does not name another thing of the same matter."""
    own = set(subject.thing.split())
    others = {w for thing in subject.matter.objects for w in thing.split()} - own
    others = {w for w in others if len(w) > 1 and w not in subject.thing}
    fit = [h for h in subject.matter.heads if not any(w in h for w in others)]
    return str(pick(fit or [f"{subject.thing} 관련"], rng=rng))


def _in_season(sentence: str, month: int) -> bool:
    months = {
        "여름": (6, 7, 8, 9),
        "장마": (5, 6, 7, 8),
        "난방": (11, 12, 1, 2),
        "추운": (11, 12, 1, 2, 3),
    }
    return all(month in fit for word, fit in months.items() if word in sentence)


class _Text:
    """Sentences by their place in the letter, and how long they have become."""

    ORDER = (
        "hello",
        "self",
        "core",
        "more",
        "scene",
        "history",
        "so",
        "mood",
        "ask",
        "extra",
        "photo",
        "bye",
    )

    def __init__(self, hand: Hand, rng: np.random.Generator) -> None:
        self.hand, self.rng = hand, rng
        self.parts: dict[str, list[str]] = {name: [] for name in self.ORDER}

    def say(self, place: str, sentence: str) -> None:
        self.parts[place].append(self.end(sentence, remark=place not in ("core", "so")))

    def end(self, sentence: str, *, remark: bool = False) -> str:
        """``remark``: not what was seen, so an exclaiming 네요 would not fit."""
        hand = self.hand
        if remark and hand.ending == "네요":
            hand = replace(hand, writer=replace(hand.writer, style="해요"))
        return finish(sentence, hand=hand, rng=self.rng)

    def __len__(self) -> int:
        return sum(len(s) + 1 for sentences in self.parts.values() for s in sentences)

    def __str__(self) -> str:
        return " ".join(s for name in self.ORDER for s in self.parts[name])


def finish(sentence: str, *, hand: Hand, rng: np.random.Generator) -> str:
    """One sentence with this writer's ending and stop."""
    ending = hand.ending
    if ending == "네요" and rng.random() < 0.45:
        ending = "해요"
    elif ending == "해요" and rng.random() < 0.08:
        ending = "합쇼"
    if ending == "다고" and rng.random() < 0.45:
        ending = "음"
    if not _POLITE.search(sentence):
        sentence = conjugate(sentence, ending=ending)
    if ending == "다고" and sentence.endswith("고"):
        sentence += " 함"
    if sentence[-1] in "?!.":
        return sentence
    if hand.form == "memo":
        return sentence + "."
    if hand.temper == 2 and rng.random() < 0.25:
        return sentence + pick(("!", "!!", "..", "."), rng=rng)
    if hand.form == "app" and ending in ("해요", "네요") and rng.random() < 0.06:
        return sentence + pick(("ㅠㅠ", "ㅠ", "~", ".."), rng=rng)
    return sentence + ("." if hand.stops else "")


def request(ask: str, *, hand: Hand, rng: np.random.Generator) -> str:
    """The request, by a noun (단속) or a phrase in …아/어 주다 (치워 주다)."""
    if ask.endswith(" 주다"):
        stem = ask[:-2]
        if hand.form == "memo":
            made = f"{stem}달라고 함" if rng.random() < 0.6 else f"{stem}주기 바람"
        elif hand.ending == "합쇼":
            made = stem + pick(
                (
                    "주시기 바랍니다",
                    "주세요",
                    "주십시오",
                    "주셨으면 합니다",
                    "주시면 감사하겠습니다",
                ),
                rng=rng,
            )
        else:
            made = stem + pick(
                ("주세요", "주셨으면 해요", "주시면 좋겠어요", "주시면 감사하겠습니다"), rng=rng
            )
            if stem.count(" ") < 2 and rng.random() < 0.25:
                made = "좀 " + made
        return made
    acts = ask.endswith(tuple(_lists()["하다를_붙이는_말"]))
    if hand.form == "memo" or hand.ending == "음":
        return ask + pick((" 요청", " 요청함", " 바람", " 요망"), rng=rng)
    if hand.ending == "합쇼":
        tails = (
            " 부탁드립니다",
            " 바랍니다",
            " 요청드립니다",
            " 요청합니다",
            "해 주시기 바랍니다",
            "해 주세요",
            "해 주십시오",
        )
    else:
        tails = (
            " 부탁드려요",
            " 부탁드립니다",
            "해 주세요",
            " 좀 해 주세요",
            " 좀 부탁드려요",
            "해 주시면 좋겠어요",
        )
    tails = tails if acts else tuple(t for t in tails if "해 주" not in t)
    return ask + pick(tails, rng=rng)


def _when(subject: Subject, rng: np.random.Generator) -> str:
    """A phrase of time that fits the sentence, or nothing."""
    matter, say = subject.matter, subject.say
    if matter.inquiry or matter.timeless or _any_in("제_때를_말함", f"{subject.thing} {say}"):
        return ""
    times = _lists()["때"]
    past = conjugate(say, ending="해요")[-3] in "했났졌됐랐왔갔었았겼렸었웠녔" and not say.endswith(
        "있다"
    )
    if subject.condition and rng.random() < 0.7:
        key = {"rain": "비", "snow": "눈", "game": "경기"}[subject.condition]
    elif past:
        key = "일어남"
    elif matter.hours in ("등하교", "이른시간") and rng.random() < 0.7:
        key = matter.hours
    elif matter.habit:
        key = "밤" if matter.hours == "밤" and rng.random() < 0.6 else "되풀이"
    elif say.endswith("있다"):
        key = "발견" if rng.random() < 0.4 else "지속"
    else:
        key = "지속"
    return str(pick(times[key], rng=rng))


def _core(subject: Subject, *, hand: Hand, rng: np.random.Generator) -> str:
    """Place, time and nucleus; ending not yet chosen."""
    nucleus = subject.nucleus()
    spot = subject.spot if hand.tells_place else ""
    when = _when(subject, rng) if rng.random() < 0.45 else ""
    if subject.matter.inquiry:
        return _expand(f"{spot} {nucleus}" if spot and rng.random() < 0.4 else nucleus, rng)
    if spot:
        chance = rng.random()
        standing = _any_in("서_있는_것", subject.say)
        if hand.form != "memo" and chance < 0.14:
            spot += pick(("인데요", "입니다."), rng=rng)
        elif (
            standing and subject.say.startswith(("~이", "~을")) and not spot.endswith(("에", "쪽"))
        ):
            spot += "에"
        elif chance < 0.26 and not spot.endswith("쪽"):
            spot += " 쪽"
    first, second = (
        (when, spot) if rng.random() < 0.5 or "입니다" in spot or "인데요" in spot else (spot, when)
    )
    if "입니다" in spot or "인데요" in spot:
        first, second = spot, when
    return _expand(f"{first} {second} {nucleus}", rng)


def compose(
    subject: Subject,
    *,
    hand: Hand,
    second: Subject | None = None,
    again: bool = False,
    rng: np.random.Generator,
) -> str:
    """The text of one complaint, as long as this writer makes it."""
    matter = subject.matter
    text = _Text(hand, rng)
    if hand.length < 24 and second is None and not again and not matter.inquiry:
        return _slipped(_telegram(subject, hand=hand, rng=rng), hand, rng)
    core = _core(subject, hand=hand, rng=rng)
    fit = [s for s in matter.so if _in_season(s, subject.month)]
    consequences = [str(s) for s in rng.permutation(fit)[: 1 if matter.inquiry else 3]]
    ask = request(pick(matter.asks, rng=rng), hand=hand, rng=rng)
    room = hand.length - len(core)
    merged_ask = False
    linkable = not matter.inquiry and not re.search(r"때문에|[가-힣]서 [^있]|뻔했", core)
    if consequences and _NOT_AN_EFFECT.search(consequences[-1]):
        linkable = False
    if consequences and linkable and room > 12 and rng.random() < 0.5:
        core = f"{conjugate(core, ending='어서')} {consequences.pop()}"
    elif hand.asks and hand.form != "memo" and "는데" not in core and rng.random() < 0.28:
        merged_ask = True
        joined = conjugate(core, ending=str(pick(("는데", "니"), rng=rng)))
        core = f"{joined} {ask}"
    text.parts["core"].append(
        finish(core, hand=hand, rng=rng) if not merged_ask else core + ("." if hand.stops else "")
    )
    if again:
        for sentence in rng.permutation(_lists()["재신고"])[: 1 + int(rng.random() < 0.5)]:
            text.say("history" if rng.random() < 0.5 else "self", sentence)
    if hand.asks and not merged_ask and (room > 8 or second is not None or rng.random() < 0.5):
        text.parts["ask"].append(ask + ("." if hand.stops or hand.form == "memo" else ""))
    if second is not None:
        _add_second(text, second, hand=hand, rng=rng)
    _lengthen(text, subject, consequences, hand=hand, rng=rng)
    return _slipped(str(text), hand, rng)


def _add_second(text: _Text, second: Subject, *, hand: Hand, rng: np.random.Generator) -> None:
    joined = _expand(f"{second.spot if rng.random() < 0.5 else ''} {second.nucleus()}", rng)
    link = pick(_lists()["덧붙임"], rng=rng) if hand.form != "memo" else "또한"
    text.parts["extra"].append(text.end(f"{link} {joined}"))
    if rng.random() < 0.25:
        wish = request(pick(second.matter.asks, rng=rng), hand=hand, rng=rng)
        text.parts["extra"].append(wish + ("." if hand.stops else ""))


def _lengthen(
    text: _Text, subject: Subject, consequences: list[str], *, hand: Hand, rng: np.random.Generator
) -> None:
    """Add what this writer still has room for, in an order of their own."""
    lists, matter = _lists(), subject.matter
    if hand.greets:
        text.parts["hello"].append(pick(lists["인사"], rng=rng) + ("." if hand.stops else ""))
    memo = hand.form == "memo"
    dong = spoken(subject.dong, rng=rng)
    pools: list[tuple[str, str]] = [("so", s) for s in consequences]
    pools += [("more", s) for s in rng.permutation(matter.more)]
    pools += [("more", s) for s in rng.permutation(_details().get(matter.name, []))[:3]]
    if memo:
        last = lists["메모끝"]["문의" if matter.inquiry else "신고"]
        pools += [("bye", _expand(pick(last, rng=rng), rng))]
    scenes = 1 if memo else 2
    known = lists["정황"]["두루"] + lists["정황"]["길"] * any(k in _STREETS for k in matter.kinds)
    general = [("scene", s) for s in rng.permutation(known)[:scenes]]
    if matter.inquiry:
        general = []
    if not memo:
        general += [("self", _expand(pick(lists["소개"], rng=rng).replace("{동}", dong), rng))]
        general += [("photo", pick(lists["사진"], rng=rng))] * (not matter.inquiry)
        general += [("bye", pick(lists["맺음"], rng=rng))] * 2
        if hand.temper and not matter.inquiry:
            general += [("mood", s) for s in rng.permutation(lists["심정"])[: 1 + hand.temper]]
    told = lists["이력"]["문의" if matter.inquiry else "신고"]
    general += [("history", s) for s in rng.permutation(told)[:3]]
    rng.shuffle(pools)
    rng.shuffle(general)
    order = pools[:2] + general[:4] + pools[2:] + general[4:]
    seen: set[tuple[str, str]] = set()
    for place, sentence in order:
        if not _in_season(sentence, subject.month):
            continue
        if len(text) + 0.6 * len(sentence) > hand.length:
            continue
        if (place, "") in seen and place in ("bye", "photo", "self", "history"):
            continue
        if memo and place == "history" and rng.random() < 0.5:
            continue
        seen.add((place, ""))
        text.say(place, str(sentence))


def _telegram(subject: Subject, *, hand: Hand, rng: np.random.Generator) -> str:
    """The few words of a person in a hurry, or of a clerk's slip."""
    head = _head(subject, rng)
    spot = subject.spot if rng.random() < 0.8 else ""
    if rng.random() < 0.4 and head in subject.matter.heads:
        return head if _repeats(spot, head) else f"{spot} {head}".strip()
    nucleus = conjugate(
        _expand(subject.nucleus(), rng), ending="음" if hand.ending == "다고" else hand.ending
    )
    return f"{spot} {nucleus}".strip()


def contentless(*, hand: Hand, rng: np.random.Generator) -> str:
    """Words that do not tell the matter."""
    choices = _frames_without_matter("접수자" if hand.form == "memo" else "본인")
    said = [str(pick(choices, rng=rng, weights=np.ones(len(choices))))]
    lists = _lists()
    if hand.greets and hand.form != "memo":
        said.insert(0, pick(lists["인사"], rng=rng))
    if hand.length > 60:
        said.append(finish(str(pick(lists["이력"]["신고"], rng=rng)), hand=hand, rng=rng))
    if hand.length > 110:
        said.append(finish(str(pick(lists["심정"], rng=rng)), hand=hand, rng=rng))
    stop = "." if hand.stops else ""
    return _slipped(" ".join(s if s[-1] in "?!.~" else s + stop for s in said), hand, rng)


@cache
def _frames_without_matter(who: str) -> tuple[str, ...]:
    return tuple(read_frames("complaints_ambiguous")["내용없음"][who])


def _slipped(text: str, hand: Hand, rng: np.random.Generator) -> str:
    text = re.sub(r"\s{2,}", " ", text).strip()[:LONGEST]
    return apply_slips(text, writer=hand.writer, rng=rng)
