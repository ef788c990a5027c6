"""The whole way in a real browser: learners and an instructor, from login to feedback.

Pictures are kept in ``artifacts/`` for people to look at.
"""

import re
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import nbformat
import pytest
from accessibility import lab_english, look, needs_axe
from browsing import (
    CHROMIUM,
    NOTEBOOK,
    PHONE,
    chromium,
    log_in,
    open_above,
    outside_requests,
    person,
    press_in_toolbar,
    reference_answers,
    shot,
    solve_by_keyboard,
    still_saving,
    tab_to,
)
from hubs import wait_for
from playwright.sync_api import expect

from autograder.course.nbgrader_api import open_gradebook
from autograder.syllabus import read_syllabus
from autograder.tryout.settings import PREFIX

# Pages of the Hub that an instructor meets, each with its heading.
PAGES = {
    "change-password": "비밀번호 바꾸기",
    "token": "토큰",
    "nowhere": "그런 화면은 없어요",
    "admin": "이 화면은 볼 수 없어요",
    "user/prof.han": "학습 공간이 꺼져 있어요",
}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(600),
    pytest.mark.skipif(
        not Path(CHROMIUM).exists(), reason="install Debian's chromium and fonts-nanum to run it"
    ),
]

CODE = next(u for u in read_syllabus().of("officials") if not u.no_code)
NO_CODE = next(u for u in read_syllabus().of("residents") if u.no_code)


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


def await_release(hub, unit):
    wait_for(lambda: hub.released(unit.track, unit.code), what=f"{unit.code} released", seconds=120)


def formgrader_step(page, cell):
    """Press one of formgrader's buttons and close what it says."""
    frame = page.frame_locator("iframe")
    cell.locator("a").click()
    said = frame.locator(".modal.in, .modal.show").last
    expect(said).to_contain_text("Success")
    said.locator("[data-dismiss=modal]").last.click()
    expect(frame.locator(".modal-backdrop")).to_have_count(0)


def test_official_solves_by_keyboard_alone_and_gets_feedback(hub, browser):
    """Log in, fetch, solve, validate, submit; collect, autograde, feedback; read it."""
    unit = CODE
    await_release(hub, unit)
    with closing(person(browser)) as learner:
        asked = outside_requests(learner)
        page = learner.new_page()
        page.goto(hub.url)
        expect(page.get_by_text("격리가 없어요")).to_be_visible()
        shot(page, "1-login")
        press = page.keyboard.press
        page.keyboard.insert_text("kim.official")
        press("Tab")
        page.keyboard.insert_text(hub.password("kim.official"))
        press("Enter")
        expect(page.get_by_role("heading", name="내 학습")).to_be_visible()
        expect(page.get_by_text("채점실")).to_have_count(0)
        shot(page, "2-home")
        tab_to(page, "시작하기")
        press("Enter")
        expect(page.get_by_role("menuitem", name="파일", exact=True)).to_be_visible()
        expect(page.get_by_role("heading", name=unit.title)).to_be_visible()
        shot(page, "2-lesson")
        press("Shift+F10")
        expect(page.get_by_role("menuitem", name="고른 글 복사")).to_be_visible()
        assert lab_english(page) == []
        press("Escape")
        ask_by_keyboard(page)
        page.locator(f"{NOTEBOOK} .jp-Cell").first.focus()

        open_above(page, "exercise.ipynb")
        source = hub.home.course(unit.track) / "source" / unit.code / "exercise.ipynb"
        cells = len(nbformat.read(source, as_version=4).cells)
        # Opened and not touched, a notebook is no unsaved work.
        expect(page.locator(".lm-TabBar-tab.lm-mod-current.jp-mod-dirty")).to_have_count(0)
        press_in_toolbar(page, "확인하기")
        result = page.locator(".jp-Dialog")
        expect(result).to_contain_text("○ 아직 풀지 않았어요")
        press("Enter")
        expect(result).to_have_count(0)
        page.locator(f"{NOTEBOOK} .jp-Cell").first.focus()
        solve_by_keyboard(page, reference_answers(source), cells=cells)
        assert lab_english(page) == []
        shot(page, "3-solved")
        with still_saving(page), page.expect_response("**/nbgrader_version*"):
            press_in_toolbar(page, "확인하기")
        expect(result).to_contain_text("보이는 확인을 모두 지났어요")
        shot(page, "4-validated")
        press("Enter")
        expect(result).to_have_count(0)

        written = []
        page.on("request", lambda asked: written.append(asked.url if asked.method == "PUT" else ""))
        tab_to(page, "← 내 학습", ringed=False)
        press("Enter")
        expect(page.get_by_role("heading", name="내 학습")).to_be_visible()
        # Written once more, it would pass for changed since it was handed in.
        assert not any("exercise.ipynb" in address for address in written)
        # The names of both hold the title, too; the link to the unit comes after them.
        tab_to(page, "이어서 하기")
        tab_to(page, "배우기")
        tab_to(page, unit.title)
        press("Enter")
        expect(page.get_by_role("heading", name=unit.title)).to_be_visible()
        shot(page, "5-unit")
        tab_to(page, "내기")
        press("Enter")
        expect(page.get_by_role("button", name="네, 낼게요")).to_be_visible()
        tab_to(page, "네, 낼게요")
        press("Enter")
        expect(page.get_by_role("heading", name="잘 냈어요")).to_be_visible()
        expect(page.get_by_label("접수증")).to_contain_text("월")
        shot(page, "5-submitted")
        assert asked == []

        page.goto(f"{hub.url}/services/{unit.track}/lab?formgrader=true")
        expect(page.get_by_role("heading", name="이 화면은 볼 수 없어요")).to_be_visible()
        shot(page, "6-no-formgrader-for-learners")

        with closing(person(browser)) as teacher:
            grade_in_formgrader(hub, teacher.new_page(), unit, "kim.official")

        with open_gradebook(hub.home.course(unit.track)) as gradebook:
            graded = gradebook.find_submission(unit.code, "kim.official")
            automatic = [
                g for nb in graded.notebooks for g in nb.grades if not g.needs_manual_grade
            ]
            assert automatic
            assert [g.name for g in automatic if g.auto_score != g.max_score_gradecell] == []
            # Kept in UTC: nine hours off would mean that Korean time was taken for it.
            handed_in = graded.timestamp.replace(tzinfo=UTC)
            assert abs(datetime.now(UTC) - handed_in) < timedelta(minutes=10)
            assert graded.total_seconds_late == 0

        page.goto(f"{hub.url}/user/kim.official/junggu")
        expect(page.get_by_text("돌려받음")).to_be_visible()
        shot(page, "8-home-again")
        page.locator(".next").get_by_role("link", name="의견 보기").click()
        feedback = page.locator("body")
        # What a check says of a task that is done.
        expect(feedback).to_contain_text("다 했어요")
        expect(feedback).not_to_contain_text("BEGIN HIDDEN TESTS")
        shot(page, "8-feedback")


def ask_by_keyboard(page):
    """The concept questions in Lab: arrow keys choose, and the keyboard's place is never lost."""
    cell = page.locator(f"{NOTEBOOK} .jp-CodeCell", has_text="import ask")
    cell.focus()
    page.keyboard.press("Control+Enter")
    options = cell.get_by_role("radiogroup").first.get_by_role("radio")
    options.first.focus()
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_be_focused()
    expect(options.nth(1)).to_be_checked()
    # The last question disables the button that leads to it.
    tab_to(page, "다음 물음")
    page.keyboard.press("Enter")
    expect(options.first).to_be_focused()
    expect(cell.get_by_role("radiogroup", name="얼마나 확신하나요?")).to_be_visible()


def grade_in_formgrader(hub, page, unit, learner):
    """An instructor's way: from the Hub's home into Lab, and the steps inside formgrader."""
    log_in(page, hub, "prof.han")
    expect(page.get_by_role("heading", name="어서 오세요")).to_be_visible()
    shot(page, "7-instructor-home")
    title = read_syllabus().track(unit.track).title
    page.locator("section", has_text=f"{title} 채점실").get_by_role(
        "link", name="채점실 열기"
    ).click()
    frame = page.frame_locator("iframe")
    row = frame.locator("tr", has=frame.get_by_role("link", name=unit.code, exact=True))
    formgrader_step(page, row.locator(".collect"))
    row.locator(".num-submissions a").click()
    submission = frame.locator("tr", has_text=learner)
    expect(submission.locator(".timestamp")).to_contain_text("한국 시각")
    formgrader_step(page, submission.locator(".autograde"))
    expect(submission.locator(".status")).not_to_contain_text("needs autograding")
    shot(page, "7-formgrader")
    formgrader_step(page, submission.locator(".generate-feedback"))
    formgrader_step(page, submission.locator(".release-feedback"))


def test_senior_answers_by_tapping_alone(hub, browser):
    """A unit without code on a phone: no code, nothing from outside, and the taps are kept."""
    unit = NO_CODE
    await_release(hub, unit)
    who = "park.senior"
    with closing(person(browser, size=PHONE)) as phone:
        asked = outside_requests(phone)
        page = phone.new_page()
        log_in(page, hub, who)
        expect(page.get_by_role("heading", name="내 학습")).to_be_visible()
        shot(page, "9-senior-home")
        page.locator(".next").get_by_role("button", name="시작하기").tap()
        # The lesson opens first; its way back leads home, and from there to the exercise.
        page.locator(".course-bar").get_by_role("link", name="← 내 학습").tap()
        page.locator(".next").get_by_role("link", name="풀기").tap()
        expect(page).to_have_url(re.compile("exercise.ipynb"))
        buttons = page.locator(".jp-OutputArea .jupyter-button:visible")
        expect(buttons.first).to_be_enabled()
        shot(page, "9-senior-unit")
        assert page.locator(".jp-InputArea-editor:visible").count() == 0
        assert "import " not in page.locator("body").inner_text()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert buttons.first.bounding_box()["height"] >= 56
        buttons.first.tap()
        answers = hub.home.users / who / unit.track / unit.code / "answers.json"
        wait_for(answers.exists, what="the tap is kept")
        shot(page, "10-senior-answered")
        page.get_by_role("button", name="내기", exact=True).tap()
        page.get_by_role("dialog").get_by_role("button", name="네, 낼게요").tap()
        expect(page.get_by_label("접수증")).to_be_visible()
        shot(page, "11-senior-receipt")
        assert asked == []


@needs_axe
def test_every_page_of_the_hub_is_korean_large_enough_and_accessible(hub, browser):
    with closing(person(browser)) as visitor:
        page = visitor.new_page()
        log_in(page, hub, "prof.han", password="틀린 비밀번호")
        expect(page.get_by_role("alert")).to_contain_text("맞지 않아요")
        expect(page.get_by_label("비밀번호", exact=True)).to_be_focused()
        look(page, "hub-1-login", smallest=20, english=True)
        # Nobody else's test logs in as this person.
        form = {"username": "choi.youth", "password": "틀린 비밀번호"}
        token = page.locator("[name=_xsrf]").first.get_attribute("value")
        for _ in range(10):
            page.request.post(f"{hub.url}/hub/login", form=form | {"_xsrf": token})
        log_in(page, hub, "choi.youth")
        expect(page.get_by_role("alert")).to_contain_text("비밀번호가 맞아도 지금은")
        log_in(page, hub, "prof.han")
        expect(page.get_by_role("heading", name="어서 오세요")).to_be_visible()
        look(page, "hub-2-home", smallest=20)
        for number, (path, heading) in enumerate(PAGES.items(), start=3):
            page.goto(f"{hub.url}/hub/{path}")
            expect(page.get_by_role("heading", name=heading)).to_be_visible()
            look(page, f"hub-{number}-{path.split('/')[0]}", smallest=20, english=True)
        # Without its news the page of a server that is starting stays as it is.
        visitor.route("**/progress*", lambda route: route.abort())
        page.goto(f"{hub.url}/hub/spawn")
        expect(page.get_by_role("heading", name="학습 공간을 켜고 있어요")).to_be_visible()
        look(page, "hub-8-pending", smallest=20, english=True)


@needs_axe
def test_instructor_sees_how_far_a_course_is(hub, browser):
    """From 내 학습 of the instructor's own server to the course's state, and on to formgrader."""
    await_release(hub, CODE)
    with closing(person(browser)) as teacher:
        page = teacher.new_page()
        log_in(page, hub, "prof.han")
        page.goto(f"{hub.url}/user/prof.han/junggu")
        start = page.get_by_role("link", name="다시 켜기")
        title = read_syllabus().track(CODE.track).title
        course = page.get_by_role("link", name=f"{title} 살펴보기")
        expect(start.or_(course)).to_be_visible()
        if start.is_visible():
            start.click()
        expect(course).to_be_visible()
        course.click()
        row = page.locator("li", has_text=CODE.title)
        expect(row).to_contain_text("배포함")
        expect(row.locator("dl")).to_contain_text("냄")
        look(page, "teaching")
        row.get_by_role("link", name="낸 것 보기").click()
        expect(page.get_by_text(CODE.code).first).to_be_visible()
        assert "/formgrader/manage_submissions/" in page.url
    with closing(person(browser)) as learner:
        page = learner.new_page()
        log_in(page, hub, "kim.official")
        page.goto(f"{hub.url}/services/{CODE.track}/junggu")
        expect(page.get_by_role("heading", name="이 화면은 볼 수 없어요")).to_be_visible()


def test_trying_without_an_account_is_off_by_default(hub):
    answer = httpx.get(f"{hub.url}{PREFIX}", follow_redirects=True)
    assert answer.status_code == 404
    assert "체험" not in httpx.get(f"{hub.url}/hub/login").text
    assert "체험" not in hub.printed
