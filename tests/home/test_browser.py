"""The home in a real Chromium: every screen at three sizes, by tapping, and by keyboard alone.

Pictures are kept in ``artifacts/`` for people to look at.
"""

import json
import re
from contextlib import closing
from pathlib import Path

import pytest
from accessibility import look, needs_axe
from answering import Parts
from browsing import CHROMIUM, PHONE, chromium, person, tab_to
from home_servers import LEARNER, home_server
from playwright.sync_api import expect

from autograder.banks import read_bank
from autograder.cli.app import run
from autograder.course.nbgrader_api import open_gradebook
from autograder.paths import TRACKS
from junggu import load

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(600),
    pytest.mark.skipif(
        not Path(CHROMIUM).exists(), reason="install Debian's chromium and fonts-nanum to run it"
    ),
]
OFFICIAL = [{"course": "officials", "audience": "official"}]
SENIOR = [{"course": "residents", "audience": "senior"}]


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


def feedback_file(classroom, course, unit):
    (page,) = (classroom.desk / course / unit / "feedback").glob("*/exercise.html")
    return page


def give_back(classroom, course, unit):
    """What the instructor does at the command line."""
    for step in ("collect", "grade", "feedback"):
        assert run([step, course, unit, "--home", str(classroom.home.root)]) == 0


def points(classroom, course, unit):
    with open_gradebook(classroom.course(course)) as gradebook:
        submission = gradebook.find_submission(unit, LEARNER)
        return submission.score, submission.max_score


@needs_axe
def test_an_official_does_everything_but_solving_on_the_home_page(classroom, browser):
    with home_server(classroom, member=OFFICIAL) as server, closing(person(browser)) as learner:
        page = learner.new_page()
        page.goto(server.url())
        look(page, "home-1-new")
        page.locator(".unit-list h3 a").click()
        look(page, "home-2-unit-new")
        page.get_by_role("button", name="시작하기").click()
        expect(page).to_have_url(re.compile("lesson.ipynb"))
        classroom.learner("officials").answer_all("OA1")

        page.goto(server.url("/officials/OA1"))
        look(page, "home-3-unit-begun")
        page.get_by_role("button", name="미리 확인하기").click()
        expect(page.get_by_role("heading", name="미리 확인한 결과")).to_be_visible()
        look(page, "home-4-checked")
        page.get_by_role("link", name="내기").click()
        look(page, "home-5-submit")
        page.get_by_role("button", name="네, 낼게요").click()
        expect(page.get_by_role("heading", name="잘 냈어요")).to_be_visible()
        look(page, "home-6-receipt")
        page.get_by_role("link", name="내 학습으로").click()
        look(page, "home-7-handed-in")

        give_back(classroom, "officials", "OA1")
        page.reload()
        look(page, "home-8-returned")
        page.locator(".unit-list h3 a").click()
        look(page, "home-9-unit-returned")
        page.get_by_role("link", name="의견 보기").click()
        expect(page.get_by_text("목표마다 얻은 점수")).to_be_visible()
        # The page shows the learner's own code, which is not Korean.
        file = feedback_file(classroom, "officials", "OA1")
        look(page, "home-10-feedback", english=True, axe_on=file)
        page.go_back()
        page.get_by_role("link", name="단원으로").click()
        expect(page.get_by_role("heading", name="이 단원에서 배우는 것")).to_be_visible()

        page.goto(server.url("/officials/ZZ9"))
        expect(page.get_by_role("heading", name="잠깐만요")).to_be_visible()
        look(page, "home-11-trouble", english=True)


@needs_axe
def test_a_senior_taps_through_everything_and_gets_full_marks(classroom, browser):
    """On a phone, with the server gone and back in the middle; graded by ``junggu grade``."""
    wanted = read_bank(TRACKS["residents"] / "answers" / "SN2.yaml").reference_answers
    table = load("sms_messages")
    fraud = {" ".join(text.split()) for text in table.loc[table["라벨"] == "스미싱", "본문"]}

    def pile(text):
        return "의심돼요" if " ".join(text.split()) in fraud else "괜찮아요"

    with closing(person(browser, size=PHONE)) as phone:
        page = phone.new_page()
        parts = Parts(page, press=lambda button: button.tap())
        with home_server(classroom, member=SENIOR) as server:
            page.goto(server.url())
            look(page, "home-20-senior-new", smallest=20)
            page.set_viewport_size(PHONE)
            page.get_by_role("button", name="시작하기").first.tap()
            expect(page.locator(".jupyter-button:visible").first).to_be_visible()
            # Of ipywidgets' own neither sliders nor groups of radio buttons have a name.
            expect(page.get_by_role("slider", name="기준")).to_be_visible()
            expect(page.get_by_role("radiogroup", name="얼마나 확신하나요?")).to_be_visible()
            look(page, "home-21-lesson", smallest=20)
            page.set_viewport_size(PHONE)
            page.get_by_role("link", name="연습 열기").tap()
            expect(parts.part(6)).to_be_visible()
            look(page, "home-22-exercise", smallest=20)
            page.set_viewport_size(PHONE)
            parts.sort(0, pile, stop=8)
            parts.pick_many(1, wanted["signals"])

        answers = classroom.desk / "residents" / "SN2" / "answers.json"
        assert len(json.loads(answers.read_text())["messages"]) == 8
        with home_server(classroom, member=SENIOR) as server:
            page.goto(server.url())
            page.get_by_role("button", name="이어서 하기").first.tap()
            expect(parts.part(6)).to_be_visible()
            expect(parts.part(0)).to_contain_text("앞에서 고르신 것은 그대로 있어요: 8통")
            for option in wanted["signals"]:
                expect(parts.button(parts.part(1), option)).to_contain_text("고름")
            parts.sort(0, pile)
            parts.pick(2, list(wanted["bar-questions"].values()))
            parts.move_bar(3, to=wanted["bar"])
            parts.pick(4, list(wanted["promise"].values()))
            parts.move_bar(5, to=wanted["my-bar"])
            parts.order(6, ORDER)
            look(page, "home-23-exercise-done", smallest=20)
            page.set_viewport_size(PHONE)
            hand_in = page.get_by_role("button", name="내기", exact=True)
            hand_in.tap()
            dialog = page.get_by_role("dialog")
            expect(dialog.get_by_role("heading", name="이대로 낼까요?")).to_be_visible()
            look(page, "home-24-exercise-asks", smallest=20)
            dialog.get_by_role("link", name="아니요, 더 볼게요").tap()
            expect(dialog).to_be_hidden()
            hand_in.tap()
            page.set_viewport_size(PHONE)
            dialog.get_by_role("button", name="네, 낼게요").tap()
            expect(dialog.get_by_role("heading", name="잘 냈어요")).to_be_visible()
            expect(dialog.get_by_label("접수증")).to_contain_text(
                re.compile(r"\d+월 \d+일.*오[전후]")
            )
            look(page, "home-25-exercise-receipt", smallest=20)

            give_back(classroom, "residents", "SN2")
            got, full = points(classroom, "residents", "SN2")
            assert got == full > 0
            dialog.get_by_role("link", name="내 학습으로").tap()
            expect(page.get_by_text("돌려받음")).to_be_visible()
            look(page, "home-26-senior-returned", smallest=20)
            page.set_viewport_size(PHONE)
            page.locator(".next").get_by_role("link", name="의견 보기").tap()
            expect(page.get_by_text("목표마다 얻은 점수")).to_be_visible()
            assert "import " not in page.locator("body").inner_text()
            file = feedback_file(classroom, "residents", "SN2")
            look(page, "home-27-senior-feedback", smallest=20, axe_on=file)


ORDER = ["멈춰요", "확인해요", "신고해요", "지워요", "알려요"]


def test_a_learner_gets_all_the_way_by_keyboard_alone(classroom, browser):
    with home_server(classroom, member=SENIOR) as server, closing(person(browser)) as learner:
        page = learner.new_page()
        page.goto(server.url())
        tab_to(page, "시작하기")
        page.keyboard.press("Enter")
        expect(page.locator(".jupyter-button:visible").first).to_be_visible()
        tab_to(page, "연습 열기")
        page.keyboard.press("Enter")
        hand_in = page.get_by_role("button", name="내기", exact=True)
        expect(hand_in).to_be_visible()
        first = page.locator(".jg:has(.jupyter-button)").first
        tab_to(page, "의심돼요")
        page.keyboard.press("Space")
        expect(first).to_contain_text("20통 가운데 2통째")
        page.keyboard.press("Enter")
        expect(first).to_contain_text("20통 가운데 3통째")
        tab_to(page, "방금 것 되돌리기")
        page.keyboard.press("Enter")
        expect(first).to_contain_text("되돌렸어요")
        slider = page.get_by_role("slider", name="기준").first
        for _ in range(100):
            page.keyboard.press("Tab")
            if slider.evaluate("bar => bar === document.activeElement"):
                break
        before = slider.get_attribute("aria-valuetext")
        page.keyboard.press("ArrowLeft")
        expect(slider).not_to_have_attribute("aria-valuetext", before)
        tab_to(page, "내기")
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.press("Escape")
        expect(hand_in).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="이대로 낼까요?")).to_be_focused()
        tab_to(page, "네, 낼게요")
        page.keyboard.press("Space")
        expect(page.get_by_role("heading", name="잘 냈어요")).to_be_focused()
        tab_to(page, "내 학습으로")
        page.keyboard.press("Enter")
        expect(page.locator(".state")).to_contain_text("채점 기다림")
        # Nothing is asked for in the residents' exchange but what was handed in once.
        assert len(list((classroom.home.exchange / "residents" / "inbound").iterdir())) == 1


def test_a_unit_in_our_page_keeps_what_was_chosen_when_the_server_is_gone(classroom, browser):
    with closing(person(browser)) as learner:
        page = learner.new_page()
        with home_server(classroom, member=SENIOR) as server:
            page.goto(server.url())
            page.get_by_role("button", name="시작하기").first.click()
            expect(page.locator(".jupyter-button:visible").first).to_be_visible()
            page.goto(page.url.replace("lesson", "exercise"))
            hand_in = page.get_by_role("button", name="내기", exact=True)
            expect(hand_in).to_be_visible()
        hand_in.click()
        expect(page.get_by_role("dialog")).to_contain_text("고르신 것은 저장되어 있어요")
