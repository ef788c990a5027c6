from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from junggu.interactive.next_word import NextWord
from junggu.interactive.word_chain import WordChain, pieces

SENTENCES = ["비가 오면 문을 닫습니다.", "비가 오면 길을 막습니다.", "눈이 오면 문을 엽니다."]


def counted(sentences):
    counts = {}
    for sentence in sentences:
        words = ["(시작)", *sentence.split(), "(끝)"]
        for now, after in pairwise(words):
            counts.setdefault(now, Counter())[after] += 1
    return counts


@pytest.fixture
def chain():
    return WordChain(counts=counted(SENTENCES))


@pytest.fixture
def made():
    return NextWord(counts=counted(SENTENCES), sentences=SENTENCES, start="비가", many=60)


def test_at_temperature_one_the_odds_are_the_shares_of_the_counts(chain):
    odds = chain.chances("오면", temperature=1)
    assert odds.to_dict() == pytest.approx({"문을": 2 / 3, "길을": 1 / 3})


@pytest.mark.parametrize(
    ("temperature", "first"), [(0.5, 4 / 5), (2, 2**0.5 / (2**0.5 + 1)), (0.01, 1)]
)
def test_a_low_temperature_leans_to_the_frequent_word(chain, temperature, first):
    odds = chain.chances("오면", temperature=temperature)
    assert odds["문을"] == pytest.approx(first)
    assert odds.sum() == pytest.approx(1)


def test_a_word_without_a_next_one_is_refused_in_korean(chain):
    with pytest.raises(ValueError, match="‘없는말’ 뒤에 온 낱말이 말뭉치에 없어요"):
        chain.seen("없는말")
    with pytest.raises(ValueError, match="말뭉치에 없어요"):
        NextWord(counts=counted(SENTENCES), sentences=SENTENCES, start="없는말")


def test_drawing_follows_the_odds(chain):
    rng = np.random.default_rng(0)
    drawn = Counter(chain.drawn("오면", temperature=1, rng=rng) for _ in range(3000))
    assert drawn["문을"] / 3000 == pytest.approx(2 / 3, abs=0.04)


def test_a_circle_comes_to_an_end():
    chain = WordChain(counts={"(시작)": {"가": 1}, "가": {"가": 1}})
    rng = np.random.default_rng(0)
    assert set(chain.continued([], temperature=1, rng=rng)) == {"가"}


def test_a_made_up_sentence_is_laid_out_in_pieces_of_its_sources():
    laid = pieces(["눈이", "오면", "길을", "막습니다."], sentences=SENTENCES)
    assert [(p.words, p.source) for p in laid] == [
        ("눈이 오면", "눈이 오면 문을 엽니다."),
        ("오면 길을 막습니다.", "비가 오면 길을 막습니다."),
    ]


def test_a_copied_sentence_is_one_piece():
    assert [p.words for p in pieces(SENTENCES[0].split(), sentences=SENTENCES)] == [SENTENCES[0]]


def test_a_word_that_stands_nowhere_ends_the_laying_out():
    assert [p.words for p in pieces(["모름", "비가"], sentences=SENTENCES)] == ["모름"]


def test_drawing_word_by_word_ends_with_a_verdict(made):
    for _ in range(4):
        assert not made.draw.disabled
        made.draw.click()
    assert made.draw.disabled and made.finish.disabled
    assert "문장이 끝났어요" in made.result.value
    known = made.text in SENTENCES
    said = "말뭉치에 똑같은 문장이 있어요" if known else "말뭉치에 없는 문장이에요"
    assert said in made.result.value


def test_a_word_can_be_taken_back_but_not_the_start(made):
    assert made.undo.disabled
    made.draw.click()
    assert made.text == "비가 오면"
    made.undo.click()
    assert made.text == "비가" and made.undo.disabled


def test_beginning_again_forgets_the_sentence(made):
    made.finish.click()
    made.reset.click()
    assert made.text == "비가" and not made.draw.disabled


def test_the_temperature_changes_the_odds_in_words(made):
    made.draw.click()
    assert "‘문을’의 확률은 67%" in made.result.value
    made.temperature.value = 0.5
    assert "‘문을’의 확률은 80%" in made.result.value


def test_of_many_sentences_the_new_ones_are_counted(made):
    sampled = made.sampled(temperature=1.0)
    new = sum(sentence not in SENTENCES for sentence in sampled)
    assert 0 < new < 60
    assert f"60문장을 뽑아 보면 말뭉치에 없는 문장이 {new}개" in made.still().words
    assert made.sampled(temperature=1.0) == sampled


def test_many_candidates_are_put_together():
    sentences = [f"가 나{n}" for n in range(12)]
    widget = NextWord(counts=counted(sentences), sentences=sentences, start="가", many=1)
    assert "나머지 4가지" in widget.still().html


def test_the_still_picture_keeps_the_first_state(made):
    before = made.still().words
    made.finish.click()
    assert made.still().words == before
    assert "<img alt=" in made.still().html


def test_the_slider_answers_only_when_the_learner_is_done(made):
    assert not made.temperature.continuous_update
