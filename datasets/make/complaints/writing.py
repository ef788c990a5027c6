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
_INDOORS = ("단지", "사는곳", "경로당", "가게")
_HOMES = ("골목", "주택가", "아파트", "단지", "사는곳")
_TITLE_TAIL = re.compile(r" ?(신고|요청|문의|민원|건의|제보|상담)$")
_POLITE = re.compile(rf"[{''.join(chr(c) for c in range(ord('갑'), ord('힣'), 28))}]니다$")
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
    if inquiry and writer.style == "네요":  # one does not exclaim at one's own question
        writer = replace(writer, style="해요")
    # Who writes in clipped notes does not greet.
    greeting = {"letter": 0.62, "app": 0.30}.get(form, 0.0) * (writer.style != "음")
    return Hand(
        writer=writer,
        form=form,
        length=min(length * (1.4 if again else 1.0), LONGEST - 60),
        temper=max(temper, 1 + int(rng.random() < 0.6)) if again else temper,
        greets=rng.random() < greeting,
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
) -> tuple[Subject, str]:
    """A subject and its 틀_id; the place never repeats a word or a place of the matter."""
    fit = [o for o, thing in enumerate(matter.objects) if _in_season(thing, month)]
    o = fit[_rank(len(fit), rng)]
    s = _rank(len(matter.says), rng)
    thing, say = matter.objects[o], _expand(matter.says[s], rng)
    spot = ""
    if kind and _any_in("제_곳을_말함", f"{thing} {say}"):
        spot = spoken(dong, rng=rng)
    elif kind:
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
    return all(month in fit for word, fit in _lists()["철"].items() if word in sentence)


class _Text:
    """Sentences by their place in the letter, and how long they have become."""

    ORDER = (
        "hello",
        "self",
        "core",
        "so",
        "more",
        "scene",
        "history",
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
        """``remark``: not what was seen, so neither 네요 nor exclamation marks would fit."""
        hand = self.hand
        if remark:
            style = "해요" if hand.ending == "네요" else hand.ending
            hand = replace(hand, writer=replace(hand.writer, style=style), temper=0)
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
        if hand.form == "memo" or hand.ending == "음":
            told = hand.form == "memo" and rng.random() < 0.6
            made = f"{stem}달라고 함" if told else f"{stem}주기 바람"
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


def _is_past(say: str) -> bool:
    return conjugate(say, ending="해요")[-3] in "했났졌됐랐왔갔었았겼렸웠녔렀" and not say.endswith(
        "있다"
    )


def _when(subject: Subject, *, again: bool, rng: np.random.Generator) -> str:
    """A phrase of time that fits the aspect of the sentence, or nothing."""
    matter, say = subject.matter, subject.say
    told = f"{subject.thing} {say}"
    if matter.inquiry or matter.timeless or _any_in("제_때를_말함", told):
        return ""
    if matter.day == "game":
        key = "지난경기" if _is_past(say) else "경기"
    elif _any_in("서서히_된_것", told) or (_is_past(say) and re.search("때문에|뻔했", say)):
        return ""
    elif _is_past(say):
        key = "일어남"
    elif subject.condition and rng.random() < 0.7:
        key = {"rain": "비", "snow": "눈"}[subject.condition]
    elif matter.hours in ("등하교", "이른시간"):
        key = matter.hours
    elif matter.habit:
        key = "되풀이"
    elif say.endswith("있다") and not again and rng.random() < 0.4:
        key = "집앞_발견" if set(matter.kinds) & set(_HOMES) else "발견"
    else:
        key = "지속" if matter.urgency == "보통" else "급한_지속"
    return str(pick(_lists()["때"][key], rng=rng))


def _at(subject: Subject) -> str:
    """The spot with the particle that the verb calls for, if it calls for one."""
    if _any_in("움직이는_것", subject.say):
        return subject.spot + "에서"
    standing = subject.say.startswith(("~이", "~을")) and _any_in("서_있는_것", subject.say)
    return subject.spot + "에" * standing


def _core(subject: Subject, *, hand: Hand, again: bool, rng: np.random.Generator) -> str:
    """Place, time and nucleus; ending not yet chosen."""
    nucleus = subject.nucleus()
    told = bool(subject.spot) and hand.tells_place
    when = _when(subject, again=again, rng=rng) if rng.random() < 0.45 else ""
    if subject.matter.inquiry:
        return _expand(f"{subject.spot} {nucleus}" if told and rng.random() < 0.4 else nucleus, rng)
    if not told:
        return _expand(f"{when} {nucleus}", rng)
    chance = rng.random()
    if hand.form != "memo" and hand.ending != "음" and chance < 0.14:
        opening = pick(("인데요", "입니다."), rng=rng)
        return _expand(f"{subject.spot}{opening} {when} {nucleus}", rng)
    spot = _at(subject)
    if (
        spot == subject.spot
        and chance < 0.26
        and not spot.endswith(tuple(_lists()["쪽을_안_붙임"]))
    ):
        spot += " 쪽"
    return _expand(f"{when} {spot} {nucleus}", rng)


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
    core = _core(subject, hand=hand, again=again, rng=rng)
    fit = [s for s in matter.so if _in_season(s, subject.month)]
    consequences = [str(s) for s in rng.permutation(fit)[: 1 if matter.inquiry else 3]]
    ask = request(pick(matter.asks, rng=rng), hand=hand, rng=rng)
    room = hand.length - len(core)
    merged_ask = False
    linkable = not matter.inquiry and not re.search(r"때문에|[가-힣]서 [^있]|뻔했", core)
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
        told = _lists()["재신고"]
        text.say("self" if rng.random() < 0.5 else "history", pick(told["첫머리"], rng=rng))
        if rng.random() < 0.5:
            text.say("history", pick(told["나중"], rng=rng))
    if hand.asks and not merged_ask and (room > 8 or second is not None or rng.random() < 0.5):
        text.parts["ask"].append(ask + ("." if hand.stops or hand.form == "memo" else ""))
    if second is not None:
        _add_second(text, second, hand=hand, rng=rng)
    _lengthen(text, subject, consequences, hand=hand, again=again, rng=rng)
    return _slipped(str(text), hand, rng)


def _add_second(text: _Text, second: Subject, *, hand: Hand, rng: np.random.Generator) -> None:
    joined = _expand(f"{second.spot} {second.nucleus()}", rng)
    link = pick(_lists()["덧붙임"], rng=rng) if hand.form != "memo" else "또한"
    text.parts["extra"].append(text.end(f"{link} {joined}"))
    if rng.random() < 0.25:
        wish = request(pick(second.matter.asks, rng=rng), hand=hand, rng=rng)
        text.parts["extra"].append(wish + ("." if hand.stops else ""))


def _lengthen(
    text: _Text,
    subject: Subject,
    consequences: list[str],
    *,
    hand: Hand,
    again: bool,
    rng: np.random.Generator,
) -> None:
    """Add what this writer still has room for, in an order of their own."""
    lists, matter = _lists(), subject.matter
    if hand.greets:
        text.parts["hello"].append(pick(lists["인사"], rng=rng) + ("." if hand.stops else ""))
    pools: list[tuple[str, str]] = [("so", s) for s in consequences]
    pools += [("more", s) for s in rng.permutation(matter.more)]
    pools += [("more", s) for s in rng.permutation(_details().get(matter.name, []))[:3]]
    if hand.form == "memo":
        last = lists["메모끝"]["문의" if matter.inquiry else "신고"]
        pools += [("bye", _expand(pick(last, rng=rng), rng))]
    general = _general(str(text), subject, hand=hand, again=again, rng=rng)
    rng.shuffle(pools)
    rng.shuffle(general)
    order = pools[:2] + general[:4] + pools[2:] + general[4:]
    seen: set[str] = set()
    for place, sentence in order:
        if not _in_season(sentence, subject.month):
            continue
        if len(text) + 0.6 * len(sentence) > hand.length:
            continue
        if place in seen and place in ("bye", "photo", "self", "history"):
            continue
        if hand.form == "memo" and place == "history" and rng.random() < 0.5:
            continue
        seen.add(place)
        text.say(place, str(sentence))


def _general(
    written: str, subject: Subject, *, hand: Hand, again: bool, rng: np.random.Generator
) -> list[tuple[str, str]]:
    """Sentences that many matters share, as far as they fit this one: ``(place, sentence)``."""
    lists, matter = _lists(), subject.matter
    memo = hand.form == "memo"
    lasts = matter.habit or (matter.urgency == "보통" and not _is_past(subject.say))
    told = list(lists["이력"]["문의" if matter.inquiry else "신고"])
    if not matter.inquiry:
        told += lists["이력"]["오래"] * lasts + lists["이력"]["되풀이"] * matter.habit
    found = [("history", s) for s in rng.permutation(told)[:3]]
    if not memo:
        if hand.ending != "음" and "경로당" not in matter.kinds and not again:
            found.append(("self", _introduction(written, subject, rng=rng)))
        last = [s for s in lists["맺음"] if "부탁" not in s or "부탁" not in written]
        found += [("bye", pick(last[:1] if hand.ending == "음" else last, rng=rng))] * 2
    if matter.inquiry:
        return found
    scenes = list(lists["정황"]["두루"])
    seen = bool(matter.kinds) and matter.name not in lists["사진에_안_담김"]
    scenes += lists["정황"]["길"] * (seen and not set(matter.kinds) & set(_INDOORS))
    if seen and subject.spot and subject.spot in written and "정류장" not in written:
        scenes += lists["정황"]["자리"]
    shown = seen and not memo
    scenes += lists["정황"]["사진"] * shown
    found += [("scene", s) for s in rng.permutation(scenes)[: 1 if memo else 2]]
    if shown:
        found.append(("photo", pick(lists["사진"], rng=rng)))
    if hand.temper and not memo:
        moods = lists["심정"]["두루"] + lists["심정"]["오래"] * lasts
        moods += lists["심정"]["위험"] * (matter.urgency != "보통")
        found += [("mood", s) for s in rng.permutation(moods)[: 1 + hand.temper]]
    return found


def _introduction(written: str, subject: Subject, *, rng: np.random.Generator) -> str:
    """Who writes; the dong is not said twice."""
    dong = spoken(subject.dong, rng=rng)
    kinds = ["그냥" if dong.rstrip("동12") in written else "동"]
    kinds += ["문의"] * subject.matter.inquiry
    return _expand(pick(_lists()["소개"][pick(kinds, rng=rng)], rng=rng).replace("{동}", dong), rng)


def _telegram(subject: Subject, *, hand: Hand, rng: np.random.Generator) -> str:
    """The few words of a person in a hurry, or of a clerk's slip."""
    head = _head(subject, rng)
    placed = rng.random() < 0.8
    if rng.random() < 0.4 and head in subject.matter.heads:
        spot = subject.spot if placed and not _repeats(subject.spot, head) else ""
        return f"{spot} {head}".strip()
    nucleus = conjugate(
        _expand(subject.nucleus(), rng), ending="음" if hand.ending == "다고" else hand.ending
    )
    return f"{_at(subject)} {nucleus}" if placed and subject.spot else nucleus


def contentless(*, hand: Hand, rng: np.random.Generator) -> tuple[str, str]:
    """Words that do not tell the matter, and their 틀_id, one for each first sentence.

    The sentences are polite, and so is what follows.
    """
    if hand.form != "memo" and hand.ending == "음":
        hand = replace(hand, writer=replace(hand.writer, style="합쇼"))
    who = "접수자" if hand.form == "memo" else "본인"
    choices = _frames_without_matter(who)
    chosen = int(rng.integers(len(choices)))
    said = [choices[chosen]]
    lists = _lists()
    if hand.greets and hand.form != "memo":
        said.insert(0, pick(lists["인사"], rng=rng))
    if hand.length > 60:
        said.append(finish(str(pick(lists["이력"]["오래"], rng=rng)), hand=hand, rng=rng))
    if hand.length > 110 and hand.form != "memo":
        said.append(finish(str(pick(lists["심정"]["두루"], rng=rng)), hand=hand, rng=rng))
    stop = "." if hand.stops else ""
    text = " ".join(s if s[-1] in "?!.~" else s + stop for s in said)
    return _slipped(text, hand, rng), f"내용없음-{who}-{chosen + 1}"


@cache
def _frames_without_matter(who: str) -> tuple[str, ...]:
    return tuple(read_frames("complaints_ambiguous")["내용없음"][who])


def _slipped(text: str, hand: Hand, rng: np.random.Generator) -> str:
    text = re.sub(r"\s{2,}", " ", text).strip()[:LONGEST]
    return apply_slips(text, writer=hand.writer, rng=rng)
