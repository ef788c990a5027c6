"""The click parts, driven as a learner drives them: by their buttons."""

import json
import re

import pytest

from junggu import clicks
from junggu.answers import NAME, saved
from junggu.clicks.korean import with_particle
from junggu.clicks.style import CSS, PAGE_CSS

PILES = ("의심돼요", "괜찮아요")
CARDS = [
    clicks.Card(id="a", text="주소 <확인>", pile="의심돼요", why="누르라고 해요."),
    clicks.Card(id="b", text="내일 봐요", pile="괜찮아요", why="하라는 것이 없어요."),
    clicks.Card(id="c", text="돈 보내줘", pile="의심돼요", why="돈을 달라고 해요."),
]
TEXTS = ["주소 확인 http://x.example"] * 30 + ["내일 시장에서 봐요"] * 60 + ["주소 적었어요"] * 10
FRAUD = [True] * 30 + [False] * 70


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def sort(cards=CARDS):
    return clicks.sort_cards(
        name="문자", cards=cards, piles=PILES, asks="어떤가요?", thing="문자", counter="통"
    )


def press(part, *words):
    """Press the visible buttons whose words begin so, one after the other."""
    for word in words:
        found = [b for b in buttons(part) if b.description.removeprefix("✓ ").startswith(word)]
        assert len(found) == 1, (word, [b.description for b in buttons(part)])
        assert not found[0].disabled, word
        found[0].click()


def buttons(part):
    """The buttons on the screen, in order."""
    if part.layout.display == "none":
        return []
    if hasattr(part, "description") and hasattr(part, "button_style"):
        return [part]
    return [b for child in getattr(part, "children", ()) for b in buttons(child)]


def words(part):
    """What is written on the screen, without mark-up."""
    if part.layout.display == "none":
        return ""
    if hasattr(part, "children"):
        return " ".join(words(child) for child in part.children)
    text = re.sub(r"<style>.*?</style>", "", str(getattr(part, "value", "")), flags=re.S)
    return re.sub(r"<[^>]+>", " ", text)


class TestSorting:
    def test_one_card_a_screen_with_the_progress_in_words(self):
        part = sort()
        assert "3통 가운데 1통째" in words(part)
        assert "내일 봐요" not in words(part)
        press(part, "의심돼요")
        assert "3통 가운데 2통째" in words(part)
        assert "내일 봐요" in words(part)

    def test_a_card_is_shown_as_text_and_never_as_markup(self):
        assert "&lt;확인&gt;" in sort().body.value

    def test_each_click_is_kept_at_once(self):
        part = sort()
        press(part, "의심돼요")
        assert saved() == {"문자": {"a": "의심돼요"}}

    def test_a_restart_goes_on_where_it_stopped(self):
        press(sort(), "의심돼요")
        part = sort()
        assert "3통 가운데 2통째" in words(part)
        assert "1통" in part.note.value
        press(part, "◀ 앞")
        assert "✓ 의심돼요 (고름)" in [b.description for b in buttons(part)]

    def test_a_finished_round_opens_at_its_end(self):
        press(sort(), "의심돼요", "괜찮아요", "의심돼요")
        assert "맞게 고른 문자: 3통" in words(sort())

    def test_undo_takes_the_last_choice_back_and_shows_its_card(self):
        part = sort()
        press(part, "의심돼요", "괜찮아요", "방금 것 되돌리기")
        assert saved() == {"문자": {"a": "의심돼요"}}
        assert "2통째" in words(part)
        press(part, "방금 것 되돌리기")
        assert saved() == {}
        assert part.undo.disabled

    def test_undo_of_a_change_brings_the_earlier_choice_back(self):
        part = sort()
        press(part, "의심돼요", "◀ 앞", "괜찮아요", "방금 것 되돌리기")
        assert saved()["문자"] == {"a": "의심돼요"}

    def test_reasons_come_only_when_all_is_done(self):
        part = sort()
        press(part, "괜찮아요", "◀ 앞")
        assert "누르라고 해요." not in words(part)
        press(part, "괜찮아요", "괜찮아요", "의심돼요", "다시 볼 문자 보기")
        assert "누르라고 해요." in words(part)
        assert "다시 볼 문자예요." in words(part)

    def test_looking_again_shows_only_what_differs_and_may_be_changed(self):
        part = sort()
        press(part, "괜찮아요", "괜찮아요", "의심돼요")
        assert "다시 볼 문자: 1통" in words(part)
        press(part, "다시 볼 문자 보기")
        assert "1통 가운데 1통째" in words(part)
        press(part, "의심돼요")
        assert "다시 볼 문자: 0통" in words(part)
        assert "다시 볼 문자 보기" not in [b.description for b in buttons(part)]
        assert saved()["문자"]["a"] == "의심돼요"

    def test_a_skipped_card_is_asked_for_at_the_end(self):
        part = sort()
        press(part, "다음 문자", "괜찮아요", "의심돼요")
        assert "아직 고르지 않은 문자: 1통" in words(part)
        press(part, "남은 문자 고르기", "의심돼요")
        assert set(saved()["문자"]) == {"a", "b", "c"}

    def test_nothing_is_called_wrong(self):
        part = sort()
        press(part, "괜찮아요", "의심돼요", "괜찮아요")
        seen = words(part)
        press(part, "다시 볼 문자 보기")
        seen += words(part)
        assert not re.search("틀렸|틀린|오답|실패|땡", seen)

    def test_answers_of_cards_that_are_gone_are_left_alone(self):
        press(sort(), "의심돼요")
        part = sort(CARDS[1:])
        press(part, "괜찮아요")
        assert saved()["문자"] == {"a": "의심돼요", "b": "괜찮아요"}

    def test_two_tabs_do_not_lose_each_others_clicks(self):
        one, other = sort(), sort()
        press(one, "의심돼요")
        press(other, "다음 문자", "괜찮아요")
        assert saved()["문자"] == {"a": "의심돼요", "b": "괜찮아요"}


class TestPicking:
    def test_a_single_question_says_its_reason_at_once_and_may_be_changed(self):
        question = clicks.Question(
            id="q",
            asks="?",
            options=("네", "아니요"),
            key="네",
            because={"네": "그래요", "아니요": "왜"},
        )
        part = clicks.pick_one(name="하나", questions=[question])
        press(part, "아니요")
        assert "왜" in words(part)
        assert "다시 볼 문제예요." in words(part)
        press(part, "네")
        assert "맞게 고르셨어요." in words(part)
        assert saved() == {"하나": {"q": "네"}}
        assert "방금 고른 것" not in words(part)

    def test_a_guess_is_never_judged(self):
        question = clicks.Question(id="q", asks="?", options=("네", "아니요"))
        part = clicks.pick_one(name="예상", questions=[question])
        press(part, "아니요")
        assert "다시 볼" not in words(part)
        assert "맞게" not in words(part)

    def test_questions_may_have_different_numbers_of_options(self):
        questions = [
            clicks.Question(id="q", asks="?", options=("네", "아니요", "몰라요")),
            clicks.Question(id="r", asks="?", options=("위", "아래")),
        ]
        part = clicks.pick_one(name="둘", questions=questions)
        press(part, "몰라요")
        assert [b.description for b in part.choices if b.layout.display != "none"] == ["위", "아래"]

    def test_pick_many_keeps_what_is_chosen_in_the_order_shown(self):
        part = many()
        press(part, "셋", "하나")
        assert saved() == {"여럿": ["하나", "셋"]}
        press(part, "셋")
        assert saved() == {"여럿": ["하나"]}
        press(part, "방금 것 되돌리기")
        assert saved() == {"여럿": ["하나", "셋"]}

    def test_pick_many_gives_reasons_after_the_last_button(self):
        part = many()
        press(part, "하나", "둘")
        assert "까닭" not in words(part)
        press(part, "다 골랐어요")
        again, seen = words(part).split("다시 볼 것:")[1].split("맞게 보셨어요:")
        assert "둘: 까닭 2" in again
        assert "셋: 까닭 3" in again
        assert "하나: 까닭 1" in seen

    def test_pick_many_says_nothing_of_what_was_rightly_left_alone(self):
        part = many()
        press(part, "하나", "셋", "다 골랐어요")
        assert "까닭 3" in words(part)
        assert "까닭 2" not in words(part)
        assert "다시 볼 것" not in words(part)

    def test_choosing_nothing_is_an_answer_only_when_said_so(self):
        part = many()
        assert saved() == {}
        press(part, "다 골랐어요")
        assert saved() == {"여럿": []}

    def test_pick_many_finds_its_answer_again(self):
        press(many(), "둘")
        assert "✓ 둘 (고름)" in [b.description for b in many().choices]


def many():
    because = {"하나": "까닭 1", "둘": "까닭 2", "셋": "까닭 3"}
    return clicks.PickMany(name="여럿", asks="?", key=["하나", "셋"], because=because)

    def test_a_guess_comes_back_with_what_there_is_to_say_of_it_now(self):
        question = clicks.Question(id="q", asks="?", options=("네", "아니요"))
        guess = clicks.pick_one(name="예상", questions=[question])
        later = clicks.look_back(guess, says={"네": "이제 <봐요>", "아니요": "그래요"})
        assert "아직 고르지 않으셨어요" in words(later)
        press(guess, "네")
        assert "‘네’" in words(later)
        assert "이제 &lt;봐요&gt;" in words(later)
        press(guess, "아니요")
        assert "‘아니요’" in words(later)
        again = clicks.pick_one(name="예상", questions=[question])
        assert "그래요" in words(clicks.look_back(again, says={"네": "", "아니요": "그래요"}))


class TestOrdering:
    def test_a_step_moves_one_place_and_is_kept(self):
        part = order()
        part.ups[2].click()
        assert saved() == {"차례": ["c", "a", "b"]}
        assert "2번째. 가" in part.texts[1].value
        part.undo.click()
        assert saved() == {"차례": ["c", "b", "a"]}

    def test_nothing_is_kept_before_something_was_decided(self):
        part = order()
        assert saved() == {}
        part.done.click()
        assert saved() == {"차례": ["c", "b", "a"]}

    def test_the_ends_cannot_be_pushed_out(self):
        part = order()
        assert part.ups[0].disabled
        assert part.downs[-1].disabled

    def test_every_right_order_is_right(self):
        part = order(right=[["a", "b", "c"], ["c", "b", "a"]])
        part.done.click()
        assert "바른 차례예요." in words(part)

    def test_another_order_is_explained_without_blame(self):
        part = order()
        part.done.click()
        assert "1가지는 제자리에 있어요" in words(part)
        assert "까닭 a" in words(part)
        part.ups[1].click()
        assert "까닭 a" not in words(part)

    @pytest.mark.parametrize("kept", [["a"], ["a", "b", "x"], "abc", {"a": 1}, [["a"], "b", "c"]])
    def test_an_odd_answer_in_the_file_counts_as_none(self, own_folder, kept):
        (own_folder / NAME).write_text(json.dumps({"차례": kept}), "utf-8")
        assert "1번째. 다" in order().texts[0].value

    def test_a_restart_shows_the_order_that_was_left(self):
        order().ups[2].click()
        assert "1번째. 다" in order().texts[0].value
        assert "2번째. 가" in order().texts[1].value


def order(right=(("a", "b", "c"),)):
    steps = [
        clicks.Step(id=i, text=t, why=f"까닭 {i}") for i, t in zip("cba", "다나가", strict=True)
    ]
    return clicks.PutInOrder(name="차례", asks="?", steps=steps, right=right)


class TestScoring:
    def test_one_point_for_twice_as_frequent(self):
        # 32 of 100 against 16 of 100, with the smoothing too small to matter after rounding.
        texts = ["강아지"] * 330 + ["고양이"] * 670 + ["강아지"] * 150 + ["고양이"] * 850
        flags = [True] * 1000 + [False] * 1000
        assert clicks.learn_scores(texts=texts, suspicious=flags).points["강아지"] == 1

    def test_what_lowers_the_suspicion_gets_points_below_zero(self):
        scores = clicks.learn_scores(texts=TEXTS, suspicious=FRAUD)
        assert scores.points["링크"] > 0 > scores.points["시장"]
        assert scores.score("시장") < 0 < scores.score("http://go.example/a 를 눌러")

    def test_a_word_scores_by_its_beginning_and_once(self):
        scores = clicks.WordScores(points={"주소": 2, "주소지": 3})
        assert scores.score("주소를 주소에서 확인") == 2
        assert scores.score("주소지가") == 3
        assert [(m.start, m.end) for m in scores.marks("내 주소를")] == [(2, 5)]

    def test_rare_words_get_nothing(self):
        scores = clicks.learn_scores(
            texts=[*TEXTS, "하나뿐인 말"], suspicious=[*FRAUD, True], seen_at_least=10
        )
        assert "하나" not in scores.points

    def test_one_side_alone_teaches_nothing(self):
        with pytest.raises(ValueError, match="보기가 모두 있어야"):
            clicks.learn_scores(texts=["말"], suspicious=[True])

    def test_numbers_and_telephones_are_kinds_of_their_own(self):
        scores = clicks.WordScores(points={"전화번호": 2, "금액": 1})
        assert [m.name for m in scores.marks("3,000원 보내고 010-0000-1234")] == [
            "금액",
            "전화번호",
        ]

    def test_marks_say_the_points_in_words_and_escape_the_text(self):
        scores = clicks.WordScores(points={"주소": 2, "내일": -1})
        shown = clicks.marked_paper("<b>주소</b> 내일", scores=scores)
        assert "<u>주소</u>" in shown
        assert "의심 2점" in shown
        assert "안심 1점" in shown
        assert "&lt;b&gt;" in shown
        assert "의심 2점에서 안심 1점을 빼면 1점이에요." in shown


class TestThreshold:
    def test_errors_are_counted_as_people(self):
        now = clicks.outcome(
            points=[5, 1, 3, 0], suspicious=[True, True, False, False], threshold=3
        )
        assert (now.missed, now.worried, now.everyone) == (1, 1, 4)
        assert now.sentence() == "이웃 4명 가운데 놓친 사기는 1명, 헛걱정은 1명이에요."

    def test_a_score_on_the_bar_warns(self):
        assert clicks.outcome(points=[3], suspicious=[True], threshold=3).missed == 0

    def test_buttons_and_slider_move_the_same_bar_and_keep_it(self):
        part = bar()
        press(part, "− 기준 내리기")
        assert saved() == {"막대": 2}
        part.slider.value = 5
        assert saved() == {"막대": 5}
        assert "지금 기준: 5점" in words(part)

    def test_moving_says_what_changed_for_people(self):
        part = bar()
        part.slider.value = 0
        assert re.search(r"놓친 사기는 .+, 헛걱정은 \d+명이 늘었어요", words(part))

    def test_undo_puts_the_bar_back(self):
        part = bar()
        press(part, "+ 기준 올리기", "+ 기준 올리기", "방금 것 되돌리기")
        assert part.slider.value == 4
        assert saved() == {"막대": 4}
        press(part, "방금 것 되돌리기")
        assert part.undo.disabled

    def test_the_bar_stays_between_its_ends(self):
        part = bar(start=0)
        assert part.less.disabled
        assert not part.more.disabled

    def test_a_bar_left_alone_is_no_answer_until_said_so(self):
        part = bar()
        assert saved() == {}
        press(part, "이 기준으로 할게요")
        assert saved() == {"막대": 3}

    def test_a_restart_finds_the_bar_where_it_was(self):
        press(bar(), "+ 기준 올리기")
        assert bar().slider.value == 4

    @pytest.mark.parametrize("kept", [99, "4", None, 2.5, [1], True])
    def test_an_odd_answer_in_the_file_counts_as_none(self, own_folder, kept):
        (own_folder / NAME).write_text(json.dumps({"막대": kept}), "utf-8")
        assert bar().slider.value == 3

    def test_examples_show_the_words_that_scored(self):
        part = bar(start=0)
        press(part, "헛걱정 문자 한 통 보기")
        assert "헛걱정" in part.example.value
        assert "의심" in part.example.value
        press(part, "놓친 문자 한 통 보기")
        assert "그런 문자가 없어요" in part.example.value


def bar(start=3):
    scores = clicks.WordScores(points={"주소": 2, "링크": 3, "시장": -4})
    return clicks.ThresholdBar(
        name="막대",
        asks="?",
        texts=TEXTS,
        suspicious=FRAUD,
        scores=scores,
        low=0,
        high=8,
        start=start,
    )


class TestEverywhere:
    def test_a_fault_in_a_click_becomes_a_friendly_sentence(self, monkeypatch):
        part = sort()
        monkeypatch.setattr(part, "_draw", lambda: 1 / 0)
        press(part, "의심돼요")
        assert "한 번 더 눌러 주세요" in part.note.value
        assert "ZeroDivision" not in words(part)

    def test_a_folder_that_cannot_be_written_does_not_stop_the_exercise(self, monkeypatch):
        def refuse(*_, **__):
            raise OSError("read-only")

        monkeypatch.setattr("junggu.clicks.keeping.save", refuse)
        part = sort()
        press(part, "의심돼요")
        assert "지금은 저장이 안 돼요" in words(part)
        assert "3통 가운데 2통째" in words(part)

    @pytest.mark.parametrize(
        ("make", "first", "second"),
        [
            (lambda: many(), "하나", "둘"),
            (lambda: order(), "이 차례로", "이 차례로"),
            (lambda: bar(), "+ 기준", "− 기준"),
        ],
        ids=["pick-many", "order", "bar"],
    )
    def test_a_second_window_takes_over_what_the_first_kept(self, make, first, second):
        """What is kept as a whole would be lost without a word; from then on it goes on."""
        one, other = make(), make()
        if first == second:
            one.ups[2].click()
        press(one, first)
        kept = saved()
        press(other, second)
        assert saved() == kept
        assert "다른 창에서 바꾸신 것" in words(other)
        press(other, second)
        assert "다른 창에서" not in words(other)
        assert second == first or saved() != kept

    @pytest.mark.parametrize("broken", ["{", "[]", '{"문자": [1]}', '{"문자": {"a": 3}}'])
    def test_an_unreadable_answers_file_does_not_stop_the_exercise(self, own_folder, broken):
        (own_folder / NAME).write_text(broken, "utf-8")
        part = sort()
        press(part, "의심돼요")
        assert saved()["문자"]["a"] == "의심돼요"

    def test_a_viewer_without_a_kernel_shows_a_sentence(self):
        bundle = sort()._repr_mimebundle_()
        assert "application/vnd.jupyter.widget-view+json" in bundle
        assert "다시 열어 주세요" in bundle["text/plain"]

    @pytest.mark.parametrize(
        ("make", "presses"),
        [
            (lambda: many(), ["하나", "방금 것 되돌리기"]),
            (lambda: bar(start=7), ["+ 기준 올리기"]),
            (lambda: bar(start=1), ["− 기준 내리기"]),
            (lambda: bar(), ["+ 기준 올리기", "방금 것 되돌리기"]),
            (lambda: sort(), ["의심돼요", "◀ 앞"]),
            (lambda: sort(), ["의심돼요", "방금 것 되돌리기"]),
        ],
    )
    def test_the_keyboard_stays_in_the_part_when_its_button_can_be_pressed_no_more(
        self, make, presses, monkeypatch
    ):
        focused = []
        monkeypatch.setattr("ipywidgets.Button.focus", lambda button: focused.append(button))
        part = make()
        press(part, *presses)
        assert focused
        assert focused[-1] in buttons(part)
        assert not focused[-1].disabled

    def test_every_button_has_words(self):
        for part in (sort(), many(), order(), bar()):
            assert all(re.search("[가-힣]", b.description) for b in buttons(part))

    def test_sizes_of_the_seniors_style(self):
        sizes = [int(px) for px in re.findall(r"font-size: (\d+)px", CSS + PAGE_CSS)]
        assert min(sizes) >= 20
        assert "min-height: 56px" in CSS
        assert "gap: 16px" in CSS

    def test_colours_have_enough_contrast(self):
        rules = re.findall(r"\{([^}]*)\}", CSS)
        pairs = [
            (colour.group(1), back.group(1))
            for rule in rules
            if (colour := re.search(r"(?<![-\w])color: (#\w+)", rule))
            and (back := re.search(r"background: (#\w+)", rule))
        ]
        assert len(pairs) >= 5
        assert all(contrast(*pair) >= 4.5 for pair in pairs), pairs

    def test_particles(self):
        assert with_particle("20통", "을/를") == "20통을"
        assert with_particle("3문제", "을/를") == "3문제를"


def contrast(one, other):
    """WCAG 2.1 contrast ratio of two colours such as #fff or #0b4a8f."""

    def luminance(colour):
        digits = colour.lstrip("#")
        digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
        parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
