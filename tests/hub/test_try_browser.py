"""``/try/`` in a real Chromium: a senior's way on a phone, the waiting room, every page looked at.

Pictures are kept in ``artifacts/`` for people to look at.
"""

import re
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from accessibility import look, needs_axe
from answering import Parts
from browsing import CHROMIUM, PHONE, chromium, outside_requests, person
from hubs import running_hub, wait_for
from playwright.sync_api import expect
from visitors import PREFIX, try_server

from autograder.banks import read_bank
from autograder.sandbox.tiers import available
from autograder.tryout.units import chosen, publish
from junggu import load

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(600),
    pytest.mark.skipif(
        not Path(CHROMIUM).exists(), reason="install Debian's chromium and fonts-nanum to run it"
    ),
    pytest.mark.skipif(not available(), reason="no sandbox tier on this machine"),
]
STEPS = ["멈춰요", "확인해요", "신고해요", "지워요", "알려요"]


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


def visitor(browser):
    """Somebody with a phone for whom everything but this machine is out of reach."""
    context = person(browser, size=PHONE)
    context.route(
        lambda url: not url.startswith(("http://127.0.0.1", "data:")), lambda route: route.abort()
    )
    return context


@needs_axe
def test_a_senior_taps_through_the_exercise_without_an_account(browser, tmp_path):
    """Through the Hub's proxy; nothing is asked from elsewhere and nothing is left behind."""
    unit = chosen(["SN2"])[0]
    wanted = read_bank(unit.bank).reference_answers
    table = load("sms_messages")
    fraud = table[table["라벨"] == "스미싱"]["본문"].str.split().str.join(" ").tolist()
    with (
        running_hub(tmp_path / "home", tmp_path / "hub.txt", "--try", "--try-unit", "SN2") as hub,
        closing(visitor(browser)) as phone,
    ):
        start = f"{hub.url}{PREFIX}"
        assert start in hub.printed
        lines = [line for line in hub.printed.splitlines() if re.search("[A-Za-z]", line)]
        assert [line for line in lines if not re.search("[가-힣]", line)] == []
        wait_for(
            lambda: httpx.get(start).status_code == 200, what="the visitors' server", seconds=120
        )
        asked = outside_requests(phone)
        page = phone.new_page()
        begun_anew = []
        told = "Sec-WebSocket-Protocol"
        page.on("console", lambda m: begun_anew.append(m.text) if told in m.text else None)
        page.goto(f"{hub.url}/hub/login")
        look(page, "try-0-login", english=True)
        page.get_by_role("link", name="로그인 없이 체험하기").tap()
        look(page, "try-1-start", smallest=20)
        page.get_by_role("button", name="배우기").tap()
        expect(page.locator(".jupyter-button:visible").first).to_be_visible()
        look(page, "try-2-lesson", smallest=20)
        page.get_by_role("link", name="풀기로 가기").tap()
        parts = Parts(page, press=lambda button: button.tap())
        expect(parts.part(6)).to_be_visible()
        look(page, "try-3-exercise", smallest=20)
        parts.sort(0, lambda text: "의심돼요" if " ".join(text.split()) in fraud else "괜찮아요")
        parts.pick_many(1, wanted["signals"])
        parts.pick(2, list(wanted["bar-questions"].values()))
        parts.move_bar(3, to=wanted["bar"])
        parts.pick(4, list(wanted["promise"].values()))
        parts.move_bar(5, to=wanted["my-bar"])
        parts.order(6, STEPS)
        look(page, "try-4-done", smallest=20)
        assert begun_anew == []
        assert page.get_by_role("button", name="내기", exact=True).count() == 0
        page.get_by_role("link", name="처음으로").tap()
        expect(page.get_by_role("heading", name="체험하기")).to_be_visible()

        page.get_by_role("button", name="풀기").tap()
        expect(parts.part(6)).to_be_visible()
        expect(parts.part(0)).to_contain_text("20통 가운데 1통째")
        assert asked == []
        left = [path.name for path in hub.home.root.rglob("answers.json")]
        assert left == []


@needs_axe
def test_one_too_many_waits_and_gets_in_when_a_page_is_closed(browser, tmp_path):
    units = tmp_path / "units"
    publish(units=chosen(["SN2"]), folder=units)
    with (
        try_server(tmp_path, units=units, visitors=1) as server,
        closing(visitor(browser)) as first,
        closing(visitor(browser)) as second,
    ):
        inside = first.new_page()
        inside.goto(server.url)
        inside.get_by_role("button", name="풀기").tap()
        expect(inside.locator(".jupyter-button:visible").first).to_be_visible()

        outside = second.new_page()
        outside.goto(server.url)
        outside.get_by_role("button", name="풀기").tap()
        expect(outside.get_by_text("다음이 내 차례예요")).to_be_visible()
        look(outside, "try-5-waiting", smallest=20)
        inside.close(run_before_unload=True)
        expect(outside.locator(".jupyter-button:visible").first).to_be_visible()

        # The same visitor opens another window: the first one says so.
        again = second.new_page()
        again.goto(outside.url)
        expect(again.locator(".jupyter-button:visible").first).to_be_visible()
        expect(outside.get_by_role("dialog")).to_be_visible()
        outside.bring_to_front()
        outside.keyboard.press("Escape")
        expect(outside.get_by_role("dialog")).to_be_visible()
        look(outside, "try-6-over", smallest=20)
        outside.get_by_role("dialog").get_by_role("link", name="체험 처음으로").tap()
        expect(outside.get_by_role("heading", name="체험하기")).to_be_visible()

        outside.goto(f"{server.url}no/such/page")
        look(outside, "try-7-trouble", smallest=20)
