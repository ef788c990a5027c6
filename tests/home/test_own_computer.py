"""What a learner takes home opens on 내 학습, with nothing but what the pack carries."""

import json
import os
import re
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from browsing import (
    CHROMIUM,
    NOTEBOOK,
    PHONE,
    chromium,
    outside_requests,
    person,
    shot,
    tab_to,
)
from home_servers import TOKEN, wait_until_ready
from playwright.sync_api import expect

from autograder.course import local
from autograder.ports import free_ports
from autograder.syllabus import read_syllabus

UNIT = next(u for u in read_syllabus().of("residents") if u.no_code)
CODE = next(u for u in read_syllabus().of("residents") if not u.no_code and u.source.is_dir())


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("own")


@pytest.fixture(scope="module")
def own_computer(folder):
    """The pack unpacked, and its server running on the wheel inside it: no checkout around."""
    zipfile.ZipFile(local.pack(course="residents", target=folder)).extractall(folder)
    pack = folder / "junggu-residents"
    wheel = next((pack / "software").glob("*.whl"))
    zipfile.ZipFile(wheel).extractall(folder / "installed")
    (port,) = free_ports(1)
    log = folder / "server.log"
    start = "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); " + (
        "runpy.run_module('autograder.home.server', run_name='__main__')"
    )
    command = [
        *[sys.executable, "-c", start, str(folder / "installed")],
        *[str(pack / "units"), str(pack / "software" / "state")],
        f"--ServerApp.port={port}",
        "--ServerApp.open_browser=False",
        f"--IdentityProvider.token={TOKEN}",
    ]
    variables = os.environ | {"PYTHONPATH": str(folder / "installed"), "HOME": str(folder)}
    with log.open("w") as output:
        process = subprocess.Popen(
            command, cwd=folder, env=variables, stdout=output, stderr=output, start_new_session=True
        )
    address = f"http://127.0.0.1:{port}"
    headers = {"Authorization": f"token {TOKEN}"}
    try:
        wait_until_ready(address, process, log)
        with httpx.Client(base_url=address, headers=headers, timeout=120) as client:
            yield client
    finally:
        os.killpg(process.pid, 15)
        process.wait(20)


def test_the_window_in_which_it_was_started_says_in_korean_where_to_go(own_computer, folder):
    said = (folder / "server.log").read_text(encoding="utf-8").splitlines()
    assert said[0] == f"내 학습이 열렸어요: {own_computer.base_url}/junggu?token=..."
    assert all(re.search("[가-힣]", line) for line in said)


def test_it_opens_on_the_home_page_and_lists_the_units(own_computer):
    opened = own_computer.get("/")
    assert opened.headers["location"].startswith("/junggu")
    page = own_computer.get("/junggu").text
    for unit in read_syllabus().of("residents"):
        assert unit.title in page


def test_lab_is_korean_and_keeps_no_widget_state(own_computer):
    page = own_computer.get("/lab").text
    config = json.loads(re.search(r'id="jupyter-config-data"[^>]*>(.*?)</script', page, re.S)[1])
    assert "@jupyterlab/apputils-extension:announcements" in str(config["disabledExtensions"])
    settings = own_computer.get("/lab/api/settings").json()["settings"]
    kept = {entry["id"]: entry for entry in settings}
    widgets = kept["@jupyter-widgets/jupyterlab-manager:plugin"]["schema"]["properties"]
    assert widgets["saveState"]["default"] is False
    language = kept["@jupyterlab/translation-extension:plugin"]["schema"]["properties"]
    assert language["locale"]["default"] == "ko_KR"


def test_a_unit_without_code_opens_in_our_own_page(own_computer):
    page = own_computer.get(f"/voila/render/{UNIT.code}/exercise.ipynb").text
    assert "hand-in.js" in page
    assert 'lang="ko"' in page or "← 내 학습" in page
    for address in re.findall(r'(?:src|href)="([^"]+)"', page):
        assert not address.startswith("http"), address


def test_what_is_done_is_noted_here_and_sent_nowhere(own_computer):
    way = f"/junggu/local/{UNIT.code}"
    xsrf = re.search(r'name="_xsrf" value="([^"]+)"', own_computer.get(way).text)[1]
    told = own_computer.post(f"{way}/submit", data={"_xsrf": xsrf}, follow_redirects=True).text
    assert "다 한 때" in told and "어디로도 보내지 않아요" in told
    assert "다 함" in own_computer.get("/junggu").text


@pytest.mark.browser
@pytest.mark.skipif(
    not Path(CHROMIUM).exists(), reason="install Debian's chromium and fonts-nanum to run it"
)
def test_the_unit_itself_notes_that_it_is_done(own_computer):
    with chromium() as browser, closing(person(browser, size=PHONE)) as learner:
        asked = outside_requests(learner)
        page = learner.new_page()
        page.goto(f"{own_computer.base_url}/voila/render/{UNIT.code}/exercise.ipynb?token={TOKEN}")
        button = page.get_by_role("button", name=re.compile("^(다 했어요|다시 적어 두기)$"))
        expect(button).to_be_visible()
        button.tap()
        page.get_by_role("dialog").get_by_role("button", name="네, 다 했어요").tap()
        expect(page.get_by_label("적어 둔 것")).to_contain_text("어디로도 보내지 않아요")
        assert asked == []


@pytest.mark.browser
@pytest.mark.skipif(
    not Path(CHROMIUM).exists(), reason="install Debian's chromium and fonts-nanum to run it"
)
def test_a_unit_with_code_opens_in_lab_and_lab_leads_back(own_computer):
    with chromium() as browser, closing(person(browser)) as learner:
        page = learner.new_page()
        page.goto(f"{own_computer.base_url}/junggu/local/{CODE.code}?token={TOKEN}")
        tab_to(page, "시작하기")
        page.keyboard.press("Enter")
        title = page.locator(NOTEBOOK).get_by_role("heading", name=CODE.title)
        expect(title).to_be_visible()
        shot(page, "lab-own-computer")
        # What only an instructor uses.
        expect(page.get_by_text("단원 만들기")).to_have_count(0)
        back = page.get_by_role("link", name="← 내 학습")
        back.focus()
        page.keyboard.press("Enter")
        item = page.locator(".unit-list li", has_text=CODE.title)
        expect(item.get_by_text("하는 중")).to_be_visible()
