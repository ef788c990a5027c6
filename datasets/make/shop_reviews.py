"""Reviews of nine invented shops (synthetic).

Star first, then the polarity of each aspect, then a writer, then the words (frames/reviews.yaml).
Clauses are stored in the plain form and take the endings of the writer's speech.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from .text import (
    Grammar,
    Writer,
    apply_slips,
    draw_writer,
    exact_counts,
    pick,
    read_frames,
    speak,
)

NEEDS: tuple[str, ...] = ()

ROWS = 4000
STARS = {5: 0.46, 4: 0.24, 3: 0.13, 2: 0.07, 1: 0.10}
ASPECTS = ("맛", "서비스", "가격", "대기·위생")
SPONSORED, EMPTY, CONTRARY, SARCASTIC = 200, 40, 160, 56
FIRST_DAY, DAYS = pd.Timestamp("2024-01-01"), 731
TALKATIVE = 0.14  # share of writers who say something about nearly everything
CAMPAIGNS = 4  # sponsored posts come in waves of one week for one shop

# Share of positive polarity given the star, and how often each aspect is mentioned at all.
_POSITIVE = {5: 0.97, 4: 0.86, 3: 0.50, 2: 0.20, 1: 0.05}
_MENTION = {
    5: (0.78, 0.34, 0.26, 0.22),
    4: (0.80, 0.28, 0.30, 0.28),
    3: (0.80, 0.25, 0.32, 0.32),
    2: (0.70, 0.38, 0.34, 0.42),
    1: (0.55, 0.50, 0.30, 0.48),
}
_SPEECH = {"해요": 0.48, "합쇼": 0.13, "음": 0.17, "반말": 0.08, "짧은": 0.14}
_ENDINGS: dict[str, tuple[tuple[str, float], ...]] = {
    "해요": (("해요", 6), ("네요", 3), ("더라고요", 1.2)),
    "합쇼": (("합쇼", 7), ("네요", 2)),
    "음": (("음", 1),),
    "반말": (("해", 4), ("다", 4), ("네", 2), ("더라", 1)),
}
_HEARD = {"네요", "더라고요", "네", "더라"}  # endings for what one finds, never for what one did
_MARKS: dict[str, dict[str, tuple[str, ...]]] = {
    "긍정": {
        "해요": ("^^", "ㅎㅎ", "😊", "👍", "❤️", "~", "!!", "😋", "🥰", "♡"),
        "합쇼": ("^^", "👍", "~^^", "!"),
        "음": ("ㅋㅋ", "ㅎㅎ", "👍", "ㅋㅋㅋ", "👍👍"),
        "반말": ("ㅋㅋ", "ㅋㅋㅋㅋ", "👍", "😋", "ㅎㅎ", "!!"),
    },
    "부정": {
        "해요": ("ㅠㅠ", "..", "ㅜㅜ", "😢", "ㅠ", "...", "😡"),
        "합쇼": ("..", "...", "ㅠ"),
        "음": ("ㅡㅡ", "ㅋㅋ", "...", ";;", "ㅠㅠ"),
        "반말": ("ㅋㅋㅋ", "ㅡㅡ", "ㅠㅠ", ";;", "🤮", "..."),
    },
}


@dataclass(frozen=True)
class Shop:
    name: str
    trade: str
    delivery: float  # share of reviews by delivery customers
    otherwise: str  # how the other customers use it: 식사 or 구매


@dataclass(frozen=True)
class Plan:
    """What a review is about before any word is chosen."""

    shop: Shop
    star: int
    mood: int  # the star that the words speak; differs from ``star`` when they contradict
    channel: str
    feature: str


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """4,000 rows, columns as in the descriptor, in order of writing."""
    del given
    frames = read_frames("reviews")
    shops = {name: Shop(name, spec[0], *spec[2:]) for name, spec in frames["reviews_가게"].items()}
    weights = [spec[1] for spec in frames["reviews_가게"].values()]
    grammar = Grammar(slots=frames["reviews_낱말"])
    book = _FrameBook(frames, grammar, rng)
    waves = _waves(list(shops.values()), rng)
    rows = []
    for number, (star, feature) in enumerate(_stars_and_features(rng)):
        shop = pick(list(shops.values()), rng=rng, weights=weights)
        day = FIRST_DAY + pd.Timedelta(days=int(rng.integers(DAYS)))
        if feature == "협찬":
            shop, monday = waves[number % CAMPAIGNS]
            day = monday + pd.Timedelta(days=int(rng.integers(7)))
        channel = "배달" if rng.random() < shop.delivery else shop.otherwise
        mood = star if feature != "별점불일치" else 6 - star
        rows.append(_review(Plan(shop, star, mood, channel, feature), day, book))
    table = pd.DataFrame(rows).sort_values(["작성일", "가게", "리뷰"], ignore_index=True)
    table.insert(0, "리뷰id", [f"합성리뷰-{number:04d}" for number in range(1, len(table) + 1)])
    return table


def _stars_and_features(rng: np.random.Generator) -> list[tuple[int, str]]:
    stars = exact_counts(ROWS, {str(star): share for star, share in STARS.items()})
    drawn = [(int(star), "") for star, count in stars.items() for _ in range(count)]
    wanted = (
        ("협찬", SPONSORED, {5: 1.0}),
        ("반어", SARCASTIC, {1: 0.7, 2: 0.3}),
        ("별점불일치", CONTRARY, {5: 0.45, 1: 0.45, 4: 0.05, 2: 0.05}),
        ("빈글", EMPTY, {5: 0.6, 4: 0.2, 1: 0.2}),
    )
    places = rng.permutation(len(drawn))
    used: set[int] = set()
    for feature, total, by_star in wanted:
        for star, count in exact_counts(total, {str(s): v for s, v in by_star.items()}).items():
            free = [i for i in places if i not in used and drawn[i][0] == int(star)][:count]
            used.update(free)
            for place in free:
                drawn[place] = (int(star), feature)
    order = rng.permutation(len(drawn))
    return [drawn[place] for place in order]


def _waves(shops: Sequence[Shop], rng: np.random.Generator) -> list[tuple[Shop, pd.Timestamp]]:
    chosen = rng.choice(len(shops), size=CAMPAIGNS, replace=False)
    return [
        (shops[place], FIRST_DAY + pd.Timedelta(weeks=int(rng.integers(2, DAYS // 7 - 2))))
        for place in chosen
    ]


class _FrameBook:
    """Draws clauses of a polarity and remembers the number of the first one of a review."""

    def __init__(
        self, frames: Mapping[str, Any], grammar: Grammar, rng: np.random.Generator
    ) -> None:
        self.frames, self.grammar, self.rng = frames, grammar, rng
        self._numbers: dict[str, int] = {}
        self.first = ""

    def say(self, lines: str | Sequence[str], *, given: Mapping[str, str] | None = None) -> str:
        choices = lines.splitlines() if isinstance(lines, str) else list(lines)
        line = pick(choices, rng=self.rng, weights=[1] * len(choices))
        number = self._numbers.setdefault(line, len(self._numbers) + 1)
        self.first = self.first or line
        self.last_number = number
        return self.grammar.expand(line, rng=self.rng, given=given)

    @property
    def frame_id(self) -> str:
        return f"틀{self._numbers[self.first]:04d}" if self.first else "틀0000"


def _review(plan: Plan, day: pd.Timestamp, book: _FrameBook) -> dict[str, object]:
    rng = book.rng
    book.first = ""
    writer = draw_writer(rng=rng, styles=_SPEECH)
    polarity = dict.fromkeys(ASPECTS, "언급없음")
    feature = plan.feature
    if feature == "빈글":
        text = ""
    elif feature == "협찬":
        text = _sponsored(plan, polarity, book)
    elif feature == "반어":
        text = _sarcastic(polarity, book)
    else:
        short = writer.style == "짧은"
        talkative = not short and rng.random() < TALKATIVE
        polarity |= _polarities(plan.mood, talkative, rng)
        text = (_short if short else _composed)(plan, writer, polarity, book)
        if feature == "별점불일치" and rng.random() < 0.25:
            side = "별많음" if plan.star >= 4 else "별적음"
            text += " " + book.say(book.frames["reviews_어긋남"][side])
        if not feature and {"긍정", "부정"} <= set(polarity.values()):
            feature = "혼합"
    for stiff, spoken in book.frames["reviews_다듬기"].items():
        text = text.replace(stiff, spoken)
    if feature != "협찬":  # who is paid by the line writes with care
        text = apply_slips(text, writer=writer, rng=rng)
    return {
        "가게": plan.shop.name,
        "업종": plan.shop.trade,
        "작성일": day,
        "이용방법": plan.channel if plan.feature != "협찬" else plan.shop.otherwise,
        "별점": plan.star,
        "리뷰": text,
        **polarity,
        "협찬의심": plan.feature == "협찬",
        "특징": feature or "보통",
        "틀_id": book.frame_id,
    }


def _polarities(mood: int, talkative: bool, rng: np.random.Generator) -> dict[str, str]:
    said = {
        aspect: "긍정" if rng.random() < _POSITIVE[mood] else "부정"
        for aspect, chance in zip(ASPECTS, _MENTION[mood], strict=True)
        if rng.random() < chance + 0.4 * talkative
    }
    # One and two stars are never all praise, four and five never all blame: that is a feature
    # of its own (별점불일치).
    if mood <= 2 and said and "부정" not in said.values():
        said[pick(list(said), rng=rng, weights=[1] * len(said))] = "부정"
    if mood == 3 and len(said) >= 2 and len(set(said.values())) == 1 and rng.random() < 0.7:
        turned = pick(list(said), rng=rng, weights=[1] * len(said))
        said[turned] = "부정" if said[turned] == "긍정" else "긍정"
    if mood >= 4 and said and "긍정" not in said.values():
        said[pick(list(said), rng=rng, weights=[1] * len(said))] = "긍정"
    return said


def _tone(mood: int, rng: np.random.Generator) -> str:
    if mood == 3:
        return "보통"
    return "긍정" if mood > 3 else "부정"


def _clause(aspect: str, side: str, plan: Plan, book: _FrameBook) -> str:
    frames = book.frames
    if aspect == "맛":
        general = book.rng.random() < 0.3
        pool = frames["reviews_맛공통"] if general else frames["reviews_맛"][plan.shop.trade]
        return book.say(pool[side])
    if aspect == "서비스":
        return book.say(frames["reviews_서비스"][plan.channel][side])
    if aspect == "가격":
        return book.say(frames["reviews_가격"][side])
    return book.say(frames["reviews_대기위생"][plan.channel][side])


def _short(plan: Plan, writer: Writer, polarity: dict[str, str], book: _FrameBook) -> str:
    """A few words, as most people leave on a telephone; aspects not said become 언급없음."""
    rng, tone = book.rng, _tone(plan.mood, book.rng)
    side = pick(("긍정", "부정"), rng=rng, weights=(1, 1)) if tone == "보통" else tone
    lists = book.frames["reviews_짧은글"][tone]
    mentioned = [aspect for aspect, value in polarity.items() if value == side and aspect in lists]
    kept = mentioned[: int(rng.integers(1, 3))]
    polarity.update({aspect: "언급없음" for aspect in ASPECTS if aspect not in kept})
    if tone == "보통":
        polarity.update(dict.fromkeys(ASPECTS, "언급없음"))
        return book.say(lists["맛"] + lists["기타"])
    only_delivered = book.frames["reviews_배달말"]
    words = [
        book.say([w for w in lists[aspect] if plan.channel == "배달" or w not in only_delivered])
        for aspect in kept
    ]
    if not words or rng.random() < 0.25:
        words.append(book.say(lists["기타"]))
    text = pick((" ", ", ", "~ ", " "), rng=rng, weights=(3, 1, 1, 2)).join(words)
    if rng.random() < 0.35:
        text += pick(_MARKS[side]["해요"], rng=rng)
    return text


def _composed(plan: Plan, writer: Writer, polarity: dict[str, str], book: _FrameBook) -> str:
    """Sentences of the aspects in some order, joined by what they have to do with each other."""
    rng, frames = book.rng, book.frames
    said = [(aspect, side) for aspect, side in polarity.items() if side != "언급없음"]
    order = rng.permutation(len(said))
    clauses = [(_clause(said[i][0], said[i][1], plan, book), said[i][1]) for i in order]
    tone = _tone(plan.mood, rng)
    if rng.random() < 0.22 + 0.1 * (len(said) > 2) and plan.channel != "배달":
        side = "긍정" if rng.random() < _POSITIVE[plan.mood] else "부정"
        clauses.append((book.say(frames["reviews_기타"][plan.channel][side]), side))
    sentences = _join(clauses, writer, rng)
    last = clauses[-1][1] if clauses else "긍정" if plan.mood >= 3 else "부정"
    if rng.random() < 0.30 or not sentences:
        opener = book.say(frames["reviews_여는말"][plan.channel])
        lead = speak(opener, ending="는데")
        if sentences and "데 " not in sentences[0] and rng.random() < 0.75:
            sentences[0] = f"{lead} {sentences[0]}"
        else:
            sentences.insert(0, _end(opener, writer, rng, heard=False))
    closing = 0.38 if clauses else 0.9
    if rng.random() < closing:
        close = book.say(frames["reviews_맺는말"][tone][plan.channel])
        sentences.append(_end(close, writer, rng, heard=False))
        last = "긍정" if tone == "보통" else tone
    return _punctuate(sentences, writer, last, rng)


def _join(clauses: list[tuple[str, str]], writer: Writer, rng: np.random.Generator) -> list[str]:
    sentences: list[str] = []
    place = 0
    while place < len(clauses):
        clause, side = clauses[place]
        if place + 1 < len(clauses) and rng.random() < 0.62:
            after, other = clauses[place + 1]
            link = "고" if side == other else pick(("는데", "지만"), rng=rng, weights=(4, 1))
            sentences.append(f"{speak(clause, ending=link)} {_end(after, writer, rng)}")
            place += 2
        else:
            sentences.append(_end(clause, writer, rng))
            place += 1
    return sentences


def _end(clause: str, writer: Writer, rng: np.random.Generator, *, heard: bool = True) -> str:
    past = clause.endswith(("았다", "었다", "였다", "했다", "갔다", "왔다", "렸다", "났다", "졌다"))
    heard = heard and not past
    choices = [(name, w) for name, w in _ENDINGS[writer.style] if heard or name not in _HEARD]
    ending = pick([n for n, _ in choices], rng=rng, weights=[w for _, w in choices])
    return speak(clause, ending=ending)


def _punctuate(sentences: list[str], writer: Writer, side: str, rng: np.random.Generator) -> str:
    habit = pick((". ", " ", "~ ", "! ", ", "), rng=rng, weights=(5, 4, 1, 1, 0.6))
    if side == "부정" and habit in ("~ ", "! "):
        habit = " "
    text = habit.join(sentences)
    draw = rng.random()
    if draw < 0.38:
        text += pick(_MARKS[side][writer.style], rng=rng)
    elif draw < 0.62:
        text += "."
    return text


def _sarcastic(polarity: dict[str, str], book: _FrameBook) -> str:
    aspect = pick(ASPECTS, rng=book.rng, weights=(4, 3, 2, 4))
    polarity[aspect] = "부정"
    return book.say(book.frames["reviews_반어"][aspect])


def _sponsored(plan: Plan, polarity: dict[str, str], book: _FrameBook) -> str:
    rng, frames = book.rng, book.frames["reviews_협찬"]
    menu = book.grammar.expand("{" + plan.shop.trade + "메뉴}", rng=rng)
    given = {"업종": plan.shop.trade, "가게": plan.shop.name, "메뉴": menu}
    body = rng.choice(len(frames["본문"]), size=int(rng.integers(4, 7)), replace=False)
    lines = [book.grammar.expand(frames["본문"][i], rng=rng, given=given) for i in body]
    polarity["맛"] = "긍정"
    joined = " ".join(lines)
    for aspect, word in (("서비스", "친절"), ("가격", "가격"), ("대기·위생", "위생")):
        if word in joined:
            polarity[aspect] = "긍정"
    text = [book.say(frames["첫머리"], given=given), *lines]
    text.append(book.say(frames["맺음"], given=given))
    if rng.random() < 0.5:
        text.append(book.say(frames["꼬리표"], given=given))
    return " ".join(text)
