"""The home in a real Chromium: every screen at three sizes, by tapping, and by keyboard alone.

Pictures are kept in ``artifacts/`` for people to look at.
"""

import json
import re
from contextlib import closing
from pathlib import Path

import pandas as pd
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
from junggu import clicks, load
from junggu.interactive.own_week import OwnWeek

pytestmark = [
    pytest.mark.browser,
    pytest.mark.usefixtures("one_engine"),
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
        # A server that is out of reach, or was stopped, is asked for a page before the form goes.
        script, start = "**/static/home.js", page.get_by_role("button", name="시작하기")
        page.route(script, lambda route: route.abort())
        start.click()
        expect(page.get_by_role("status")).to_contain_text("지금은 이어지지 않아요")
        page.unroute(script)
        page.route(script, lambda route: route.fulfill(status=424))
        start.click()
        expect(page.get_by_role("heading", name="지금 할 일")).to_be_visible()
        page.unroute(script)
        page.reload()
        start.first.click()
        expect(page).to_have_url(re.compile("lesson.ipynb"))
        classroom.learner("officials").answer_all("OA1")

        page.goto(server.url("/officials/OA1"))
        look(page, "home-3-unit-begun")
        # The page that answers comes when the whole notebook was run.
        page.get_by_role("button", name="미리 확인하기").click(timeout=240_000)
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
            page.get_by_role("link", name="풀기로 가기").tap()
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
            # What it does now is said once the home has been asked.
            expect(page.locator("#hand-in button")).to_have_text("다시 내기")
            expect(page.locator("#hand-in p")).to_contain_text("에 냈어요")

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
        tab_to(page, "풀기로 가기")
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


@needs_axe
def test_a_unit_in_our_page_says_at_once_that_the_server_is_gone(classroom, browser):
    """Also that the exchange is gone; nothing that was not kept is called kept."""
    with closing(person(browser, size=PHONE)) as learner:
        page = learner.new_page()
        with home_server(classroom, member=SENIOR) as server:
            page.goto(server.url())
            page.get_by_role("button", name="시작하기").first.tap()
            expect(page.locator(".jupyter-button:visible").first).to_be_visible()
            exchange = classroom.home.exchange
            exchange.rename(exchange.with_name("away"))
            page.get_by_role("link", name="풀기로 가기").tap()
            again = page.get_by_role("button", name="다시 해 보기")
            expect(again).to_be_visible()
            expect(page.get_by_label("내기", exact=True)).to_contain_text("과제를 주고받는 곳에")
            exchange.with_name("away").rename(exchange)
            again.tap()
            page.get_by_role("link", name="아니요, 더 볼게요").tap()
            expect(page.get_by_role("button", name="내기", exact=True)).to_be_visible()
        lost = page.get_by_role("dialog", name="이어지지 않아요")
        expect(lost).to_be_visible(timeout=5_000)
        expect(lost).to_contain_text("저장되지 않았을 수 있어요")
        look(page, "home-28-lost", smallest=20)
        lost.get_by_role("button", name="다시 열기").press("Escape")
        lost.get_by_role("button", name="다시 열기").tap()
        expect(lost).to_contain_text("아직 이어지지 않아요")
        assert "저장되어 있어요" not in page.locator("body").inner_text()


PRINTED = "window.print = () => { top.printed = document.documentElement.outerHTML; }"


@pytest.mark.parametrize(("sheet", "smallest"), [("card", 20), ("week", 12)])
def test_a_sheet_goes_on_paper_alone_on_one_page(browser, sheet, smallest):
    """From a phone, out of a box that scrolls and cuts, as Lab's and Voilà's pages are."""
    days = pd.date_range("2025-01-06", periods=140)
    sold = pd.Series([1e6 + day % 7 * 1e5 for day in range(140)], days)
    made = {
        "card": lambda: (
            clicks.take_home_card(
                title="의심 문자, 다섯 걸음",
                steps=["확인해요. 아는 번호나 보호나라에 물어요."] * 5,
                contacts={"한국인터넷진흥원": "카카오톡 채널에 문자를 붙여 넣어요"},
                to_write=["꼭 전화해 볼 가족:", "내가 아는 은행 번호:"],
            ).data
        ),
        "week": lambda: (
            OwnWeek(sample=sold, sample_name="본보기 가게", left=3000, short=7000).page.value
        ),
    }[sheet]()
    with closing(person(browser, size=PHONE)) as learner:
        learner.add_init_script(PRINTED)
        page = learner.new_page()
        page.set_content(f'<p>다른 것</p><div style="height: 300px; overflow: auto">{made}</div>')
        button = page.get_by_role("button", name="인쇄하기")
        button.tap()
        expect(button).to_be_focused()
        page.set_content("<!doctype html>" + page.evaluate("printed"))
        assert page.locator("button").count() == 0
        assert "다른 것" not in page.inner_text("body")
        assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 703, "height": 1032})  # A4 within its margins
        sizes = page.locator("li, td").evaluate_all(
            "parts => parts.map(part => parseFloat(getComputedStyle(part).fontSize) * 72 / 96)"
        )
        assert min(sizes) >= smallest - 0.1
        # A whole edge: what reaches the margin is cut.
        assert 699 < page.locator(".jg-sheet").bounding_box()["width"] < 702
