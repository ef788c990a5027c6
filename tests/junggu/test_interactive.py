import pandas as pd
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import make_pipeline

from junggu.interactive.learned import Taught
from junggu.interactive.rules import KeywordRules, words_in
from junggu.interactive.rules_and_learning import RulesAndLearning
from junggu.interactive.shown import table_html, text_table

TEXTS = pd.Series(["가로등이 꺼졌어요", "가로등 옆 불법주차", "주차 단속해 주세요", "쓰레기 냄새"])
NAMES = pd.Series(["도로", "주정차", "주정차", "청소"])
EXAMPLES = pd.Series(
    ["가로등 고장", "불법주차 신고", "쓰레기 수거", "가로등 깜빡", "주차된 차", "쓰레기 더미"] * 2
)
EXAMPLE_NAMES = pd.Series(["도로", "주정차", "청소"] * 4)


def model():
    return make_pipeline(TfidfVectorizer(analyzer="char", ngram_range=(1, 2)), MultinomialNB())


@pytest.fixture
def made():
    return RulesAndLearning(
        texts=TEXTS,
        names=NAMES,
        words={"도로": ["가로등"], "주정차": ["주차"]},
        otherwise="모름",
        model=model(),
        examples=EXAMPLES,
        example_names=EXAMPLE_NAMES,
        counts=[1, 6, 12],
    )


def test_the_first_rule_that_fits_decides():
    rules = KeywordRules(words={"도로": ("가로등",), "주정차": ("주차",)}, otherwise="모름")
    assert rules.names_of(TEXTS) == ["도로", "도로", "주정차", "모름"]
    turned = KeywordRules(words={"주정차": ("주차",), "도로": ("가로등",)}, otherwise="모름")
    assert turned.name_of("가로등 옆 불법주차") == "주정차"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("주차, 견인", ("주차", "견인")),
        (" 주차 ,, 주차、견인·불법 주차 ", ("주차", "견인", "불법 주차")),
        (" , ", ()),
    ],
)
def test_words_are_read_however_they_are_separated(typed, words):
    assert words_in(typed) == words


def test_a_name_without_words_catches_nothing(made):
    made.words["도로"].value = " "
    assert made.compared()["낱말 규칙"].tolist() == ["모름", "주정차", "주정차", "모름"]


def test_more_examples_are_more_of_the_same_order():
    taught = Taught(model=model(), examples=EXAMPLES, names=EXAMPLE_NAMES, questions=TEXTS, seed=3)
    again = Taught(model=model(), examples=EXAMPLES, names=EXAMPLE_NAMES, questions=TEXTS, seed=3)
    assert taught.answers(examples=12) == again.answers(examples=12)
    assert taught.answers(examples=12)[0] == "도로"
    assert len(set(taught.answers(examples=1))) == 1


@pytest.mark.parametrize("count", [0, 13])
def test_a_count_of_examples_that_is_not_there_is_refused(count):
    taught = Taught(model=model(), examples=EXAMPLES, names=EXAMPLE_NAMES, questions=TEXTS)
    with pytest.raises(ValueError, match="1건부터 12건"):
        taught.answers(examples=count)


def test_texts_that_were_learned_are_not_asked_again():
    with pytest.raises(ValueError, match="1건이 배울 보기에도 있어요"):
        RulesAndLearning(
            texts=TEXTS,
            names=NAMES,
            words={},
            otherwise="모름",
            model=model(),
            examples=pd.concat([EXAMPLES, TEXTS[:1]]),
            example_names=pd.concat([EXAMPLE_NAMES, NAMES[:1]]),
            counts=[6],
        )


def test_typing_a_word_changes_the_counts_in_words(made, capsys):
    capsys.readouterr()
    made.words["도로"].value = "꺼졌"
    said = capsys.readouterr().out
    assert "낱말 규칙은 3건(75%)" in said
    assert "둘 다 틀림" in said


def test_words_and_table_of_misses_tell_the_same(made):
    table = made.compared()
    wrong = (table["낱말 규칙"] != table["정답"]).sum()
    assert f"낱말 규칙은 {len(table) - wrong}건" in made.still().words


def test_the_reset_button_brings_the_first_words_back(made):
    made.words["도로"].value = "아무거나"
    made.reset.click()
    assert made.compared()["낱말 규칙"].tolist() == ["도로", "도로", "주정차", "모름"]


def test_the_still_picture_keeps_the_first_state(made):
    before = made.still().words
    made.words["도로"].value = "아무거나"
    assert made.still().words == before
    assert "<img alt=" in made.still().html


def test_widgets_answer_only_when_the_learner_is_done(made):
    assert not made.count.continuous_update
    assert not any(field.continuous_update for field in made.words.values())


def test_a_table_shows_mark_up_as_text():
    shown = table_html(pd.DataFrame({"글": ["<script>"]}), caption="<틀림>")
    assert "&lt;script&gt;" in shown and "&lt;틀림&gt;" in shown and "<script>" not in shown


def test_a_table_of_texts_is_not_cut_and_reads_aloud():
    long = "가나다라 " * 60
    named = pd.DataFrame({"글": [long]}, index=pd.Index(["S01"], name="번호"))
    shown = text_table(named, caption="한 장")
    assert long.strip() in shown.html and "text-align:left" in shown.html
    assert shown.words.startswith("한 장\n번호 S01 · 글 가나다라")


def test_row_numbers_are_no_column():
    assert "<th" in text_table(pd.DataFrame({"글": ["가"]}), caption="표").html
    assert text_table(pd.DataFrame({"글": ["가"]}), caption="표").words == "표\n글 가"
