"""Give a Korean sentence written in dictionary form (``…다``) the ending of a speech style.

Covers the regular verbs and the irregular ones that occur in the frames: ㅂ (어둡다), ㄷ (걷다),
ㅅ (짓다), 르 (흐르다), ㅡ (크다), ㄹ (흔들다), 하다, 되다, the copula and the honorific -시-.
"""

from .frames import read_frames

_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS = "_ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_WORDS = read_frames("endings")
_ADJECTIVES = (*_WORDS["형용사"], *_WORDS["하다형용사"])
_IDA_VERBS = tuple(_WORDS["이다동사"])
_B_REGULAR = ("좁다", "잡다", "입다", "뽑다", "씹다", "집다", "업다")
_PLAIN_SI = ("마시다", "모시다", "쑤시다")


class Word:
    """The last word of a sentence, without 다, and what its endings depend on."""

    def __init__(self, word: str) -> None:
        if not word.endswith("다"):
            raise ValueError(f"not in dictionary form: {word!r}")
        self.whole = word
        self.stem = word[:-1]
        self.copula = word.endswith("이다") and not word.endswith(_IDA_VERBS)
        self.honorific = word.endswith("시다") and not word.endswith(_PLAIN_SI)
        self.vowel, self.final = _parts(self.stem[-1])
        negated = word == "않다"
        self.adjective = word.endswith(_ADJECTIVES) and not negated
        self.tensed = self.final == "ㅆ" and self.stem[-1] != "있"

    @property
    def exists(self) -> bool:
        return self.whole.endswith(("있다", "없다")) or self.tensed


def speak(clause: str, *, ending: str) -> str:
    """``clause`` in the plain form (``국물이 진하다``, ``빨리 나온다``) with ``ending``.

    Unlike the dictionary form, the plain form itself tells verbs (``-ㄴ다/-는다``) from adjectives
    (``-다``), so no list of adjectives is needed. Raises ``ValueError`` for another form.
    """
    head, _, last = clause.rpartition(" ")
    if not last.endswith("다"):
        raise ValueError(f"not in the plain form: {clause!r}")
    if last in _WORDS["이_없는_이다"] and ending != "다":
        last = last[:-1] + "이다"
    stem = last[:-1]
    final = _parts(stem[-1])[1]
    if stem.endswith("는") and len(stem) > 1 and _parts(stem[-2])[1] != "_":
        word = Word(stem[:-1] + "다")
    elif final == "ㄴ":
        word = Word(stem[:-1] + _bare(stem[-1]) + "다")
    else:
        word = Word(last)
        word.adjective = not word.tensed
    made = last if ending == "다" else _END[ending](word)
    return f"{head} {made}" if head else made


def conjugate(sentence: str, *, ending: str) -> str:
    """``sentence`` with ``ending``: 해요, 합쇼, 네요, 음, 다고, 는데, 어서 or 니.

    A sentence that is not in dictionary form is returned as it is, because it already has its
    ending.
    """
    if not sentence.endswith("다"):
        return sentence
    head, _, last = sentence.rpartition(" ")
    word = Word(last)
    if word.whole == "않다" and head.endswith(("좋지", "깨끗하지", "안전하지", "편하지", "마땅치")):
        word.adjective = True
    made = _END[ending](word)
    return f"{head} {made}" if head else made


def _parts(syllable: str) -> tuple[str, str]:
    code = ord(syllable) - ord("가")
    return _VOWELS[code // 28 % 21], _FINALS[code % 28]


def _with(syllable: str, *, vowel: str | None = None, final: str | None = None) -> str:
    code = ord(syllable) - ord("가")
    middle = _VOWELS.index(vowel) if vowel else code // 28 % 21
    last = _FINALS.index(final) if final else code % 28
    return chr(ord("가") + code // 588 * 588 + middle * 28 + last)


def _bare(syllable: str) -> str:
    return _with(syllable, final="_")


def _irregular_b(word: Word) -> bool:
    return word.final == "ㅂ" and not word.whole.endswith(_B_REGULAR)


def _irregular_d(word: Word) -> bool:
    return word.whole.endswith(("걷다", "듣다", "싣다"))


def _irregular_s(word: Word) -> bool:
    return word.whole.endswith(("짓다", "낫다", "붓다"))


def _before_vowel(word: Word) -> str:
    """Stem as it is before an ending that begins with 으 (그을, 걸으니, 지으니)."""
    if _irregular_b(word):
        return word.stem[:-1] + _bare(word.stem[-1]) + "우"
    if _irregular_d(word):
        return word.stem[:-1] + _with(word.stem[-1], final="ㄹ") + "으"
    if _irregular_s(word):
        return word.stem[:-1] + _bare(word.stem[-1]) + "으"
    return word.stem + ("" if word.final in "_ㄹ" else "으")


def _light(word: Word) -> str:
    """Stem without a final ㄹ, as before ㄴ and ㅂ."""
    return word.stem[:-1] + _bare(word.stem[-1]) if word.final == "ㄹ" else word.stem


def _infinitive(word: Word) -> str:
    """The 아/어 form: 막혀, 나, 흘러, 더러워, 돼."""
    stem, last = word.stem, word.stem[-1]
    if last == "하":
        return stem[:-1] + "해"
    if _irregular_b(word):
        return stem[:-1] + _bare(last) + "워"
    if word.final != "_":
        if _irregular_d(word) or _irregular_s(word):
            stem = stem[:-1] + _with(last, final="ㄹ" if _irregular_d(word) else "_")
        return stem + ("아" if word.vowel in "ㅏㅗㅑ" else "어")
    if last == "르":
        before = stem[-2]
        return (
            stem[:-2] + _with(before, final="ㄹ") + ("라" if _parts(before)[0] in "ㅏㅗ" else "러")
        )
    if word.vowel == "ㅡ":
        bright = len(stem) > 1 and _parts(stem[-2])[0] in "ㅏㅗ"
        return stem[:-1] + _with(last, vowel="ㅏ" if bright else "ㅓ")
    joined = {"ㅗ": "ㅘ", "ㅜ": "ㅝ", "ㅣ": "ㅕ", "ㅚ": "ㅙ"}.get(word.vowel)
    if joined:
        return stem[:-1] + _with(last, vowel=joined)
    return stem + "어" if word.vowel in "ㅟㅢ" else stem


def _copula(word: Word, after_vowel: str, after_consonant: str) -> str:
    noun = word.stem[:-1]
    return noun + (after_vowel if _parts(noun[-1])[1] == "_" else after_consonant)


def _haeyo(word: Word) -> str:
    if word.whole == "아니다":
        return "아니에요"
    if word.copula:
        return _copula(word, "예요", "이에요")
    if word.whole.endswith("주시다"):  # 주세요 would read as a request
        return word.stem + "네요"
    if word.honorific:
        return word.stem[:-1] + "세요"
    return word.stem + "어요" if word.final == "ㅆ" else _infinitive(word) + "요"


def _hapsyo(word: Word) -> str:
    if word.final in "_ㄹ":
        return _light(word)[:-1] + _with(word.stem[-1], final="ㅂ") + "니다"
    return word.stem + "습니다"


def _neyo(word: Word) -> str:
    return _copula(word, "네요", "이네요") if word.copula else _light(word) + "네요"


def _noun(word: Word) -> str:
    stem = _before_vowel(word)
    if stem.endswith("으"):
        return stem[:-1] + "음"
    return stem[:-1] + _with(stem[-1], final="ㄻ" if word.final == "ㄹ" else "ㅁ")


def _quoted(word: Word) -> str:
    if word.copula:
        return _copula(word, "라고", "이라고")
    if word.adjective or word.exists:
        return word.stem + "다고"
    if word.final in "_ㄹ":
        return _light(word)[:-1] + _with(word.stem[-1], final="ㄴ") + "다고"
    return word.stem + "는다고"


def _neunde(word: Word) -> str:
    if word.copula:
        return word.stem[:-1] + "인데"
    if not word.adjective or word.exists:
        return _light(word) + "는데"
    stem = _before_vowel(word)
    if stem.endswith("으"):
        return stem[:-1] + "은데"
    return stem[:-1] + _with(stem[-1], final="ㄴ") + "데"


def _because(word: Word) -> str:
    if word.copula:
        return _copula(word, "라서", "이라서")
    if word.whole == "아니다":
        return "아니라서"
    if word.honorific:
        return word.stem[:-1] + "셔서"
    if word.tensed:  # 어서 takes no tense: 고장 났다, 고장 나서
        return word.stem[:-1] + _bare(word.stem[-1]) + "서"
    return _infinitive(word) + "서"


def _since(word: Word) -> str:
    if word.copula:
        return _copula(word, "니", "이니")
    stem = _before_vowel(word)
    return (_light(word) if word.final == "ㄹ" else stem) + "니"


def _casual(word: Word) -> str:
    if word.copula:
        return _copula(word, "야", "이야")
    return word.stem + "어" if word.final == "ㅆ" else _infinitive(word)


def _onto_stem(word: Word, ending: str) -> str:
    return _copula(word, ending, "이" + ending) if word.copula else word.stem + ending


_END = {
    "해": _casual,
    "네": lambda word: _neyo(word)[:-1],
    "고": lambda word: _onto_stem(word, "고"),
    "지만": lambda word: _onto_stem(word, "지만"),
    "더라": lambda word: _onto_stem(word, "더라"),
    "더라고요": lambda word: _onto_stem(word, "더라고요"),
    "해요": _haeyo,
    "합쇼": _hapsyo,
    "네요": _neyo,
    "음": _noun,
    "다고": _quoted,
    "는데": _neunde,
    "어서": _because,
    "니": _since,
}
