"""Driving the Hub, JupyterLab and nbgrader's panels in a real Chromium."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    Page,
    Route,
    expect,
    sync_playwright,
)

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ARTIFACTS = Path(__file__).resolve().parents[2] / "artifacts"
DESKTOP = {"width": 1360, "height": 850}
TABLET = {"width": 820, "height": 1180}
PHONE = {"width": 390, "height": 844}

FREE_TEXT = "기계가 고른 것을 사람이 다시 보기로 했어요. 까닭은 위의 숫자예요."

# The notebook in front; Lab keeps the others that were open behind it.
NOTEBOOK = ".jp-NotebookPanel:not(.lm-mod-hidden)"

# Milliseconds that a page may take for one step; the rest of the suite shares two cores with it.
PATIENT = 60_000
expect.set_options(timeout=PATIENT)


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def person(browser: Browser, *, size: dict = DESKTOP) -> BrowserContext:
    """A browser of somebody of their own, with nothing kept from others."""
    context = browser.new_context(
        viewport=size, has_touch=size is PHONE, locale="ko-KR", timezone_id="Asia/Seoul"
    )
    context.set_default_timeout(PATIENT)
    return context


def outside_requests(context: BrowserContext) -> list[str]:
    """A list that fills with every address asked that is not this machine's."""
    asked: list[str] = []
    inside = ("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:", "about:")
    context.on("request", lambda r: None if r.url.startswith(inside) else asked.append(r.url))
    return asked


def shot(page: Page, name: str) -> None:
    """Keep a picture for people to look at; in at most five tries.

    Chromium at times refuses a picture of a page that has not been painted since it changed,
    and takes the same picture a moment later.
    """
    os.makedirs(ARTIFACTS, exist_ok=True)
    for tries_left in reversed(range(5)):
        expect(page.locator("body")).to_be_visible()
        try:
            page.screenshot(path=str(ARTIFACTS / f"{name}.png"))
            return
        except Error as refused:
            if "Unable to capture screenshot" not in refused.message or not tries_left:
                raise


def log_in(page: Page, hub, who: str, *, password: str | None = None) -> None:
    page.goto(f"{hub.url}/hub/login")
    page.fill("#username_input", who)
    page.fill("#password_input", password or hub.password(who))
    page.click("#login_submit")


def open_notebook(page: Page, path: str) -> None:
    """Open a notebook through the file browser's own address and wait for its kernel."""
    page.goto(page.url.split("/lab")[0] + f"/lab/tree/{path}")
    tab = page.locator("#jp-main-dock-panel .lm-TabBar-tab.lm-mod-current")
    expect(tab.filter(has_text=path.rsplit("/", 1)[-1])).to_be_visible()
    notebook = page.locator(NOTEBOOK)
    expect(notebook).to_be_visible()
    expect(notebook.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]")).to_be_visible()


def reference_answers(notebook: Path) -> dict[int, str]:
    """What stands between the solution marks, by the number of its cell; words for free text."""
    answers = {}
    for number, cell in enumerate(nbformat.read(notebook, as_version=4).cells):
        if "### BEGIN SOLUTION" in cell.source:
            _, rest = cell.source.split("### BEGIN SOLUTION", 1)
            answers[number] = rest.split("### END SOLUTION", 1)[0].strip("\n") + "\n"
        elif cell.metadata.get("nbgrader", {}).get("solution") and cell.cell_type == "markdown":
            answers[number] = FREE_TEXT
    return answers


def type_answer(page: Page, number: int, source: str) -> None:
    """Replace what stands in cell ``number`` by keyboard."""
    cell = page.locator(f"{NOTEBOOK} .jp-Cell").nth(number)
    cell.scroll_into_view_if_needed()
    rendered = cell.locator(".jp-MarkdownOutput:visible")
    if rendered.count():
        rendered.dblclick()
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(source)


def run_all(page: Page) -> None:
    page.get_by_role("menuitem", name="실행", exact=True).click()
    page.get_by_role("menuitem", name="모든 셀 실행", exact=True).click()


@contextmanager
def still_saving(page: Page) -> Iterator[None]:
    """Press Ctrl+S; the notebook is written, but Lab is told so only at the end of the block."""
    written: list[str] = []
    held: list[Route] = []

    def pass_on(route: Route) -> None:
        if route.request.method == "PUT":
            written.append(route.request.url)
        elif written and not held:
            held.append(route)
            return
        route.continue_()

    page.route("**/api/contents/**", pass_on)
    with page.expect_request(lambda asked: bool(written) and asked.method == "GET"):
        page.keyboard.press("Control+s")
    yield
    for route in held:
        route.continue_()
    page.unroute("**/api/contents/**")


# What the keyboard is on: its words, and whether a ring is drawn round it.
_FOCUSED = """() => {
  const at = document.activeElement, style = getComputedStyle(at);
  const words = (at.textContent || at.value || "").trim();
  const name = at.getAttribute("aria-label") || words;
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return at === document.body ? null : {name, ring, html: at.outerHTML.slice(0, 200)};
}"""


def tab_to(page: Page, words: str) -> None:
    """Press Tab until what bears ``words`` has the keyboard; every stop on the way shows it."""
    for _ in range(150):
        page.keyboard.press("Tab")
        at = page.evaluate(_FOCUSED)
        if at is None:
            continue
        assert at["ring"], f"no ring is seen round {at['html']}"
        if words in at["name"]:
            return
    raise AssertionError(f"Tab never came to {words!r} on {page.url}")
