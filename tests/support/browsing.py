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
        page.wait_for_load_state()
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


def open_above(page: Page, name: str) -> None:
    """From the list of files open the one above the open one by keyboard; wait for its kernel."""
    tab_to(page, name, ringed=False)
    page.keyboard.press("ArrowUp")
    expect(page.locator(".jp-DirListing-item.jp-mod-selected")).to_contain_text(name)
    page.keyboard.press("Enter")
    tab = page.locator("#jp-main-dock-panel .lm-TabBar-tab.lm-mod-current")
    expect(tab.filter(has_text=name)).to_be_visible()
    # Run sooner, a cell makes Lab ask which kernel is meant.
    expect(page.locator("#jp-main-statusbar")).to_contain_text("Python 3 (ipykernel) | 대기")


def solve_by_keyboard(page: Page, answers: dict[int, str], *, cells: int) -> None:
    """Run every cell of the notebook in front in turn, with answers typed over what they held."""
    active = page.locator(f"{NOTEBOOK} .jp-Cell.jp-mod-active")
    for number in range(cells):
        expect(active).to_have_attribute("data-windowed-list-index", str(number))
        expect(active).to_be_focused()
        if number in answers:
            page.keyboard.press("Enter")
            expect(active.locator(".cm-content")).to_be_focused()
            page.keyboard.press("Control+a")
            page.keyboard.insert_text(answers[number])
        # Shift+Enter would add a cell after the last one.
        page.keyboard.press("Shift+Enter" if number < cells - 1 else "Control+Enter")
    running = page.locator(f"{NOTEBOOK} .jp-InputPrompt", has_text="[*]")
    expect(running).to_have_count(0)


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


def tab_to(page: Page, words: str, *, key: str = "Tab", ringed: bool = True) -> None:
    """Press ``key`` until what bears ``words`` has the keyboard; every stop on the way shows it.

    Without ``ringed`` a stop need not: JupyterLab marks its cells and buttons in other ways.
    """
    for _ in range(150):
        page.keyboard.press(key)
        at = page.evaluate(_FOCUSED)
        if at is None:
            continue
        assert at["ring"] or not ringed, f"no ring is seen round {at['html']}"
        if words in at["name"]:
            return
    raise AssertionError(f"{key} never came to {words!r} on {page.url}")


def press_in_toolbar(page: Page, words: str) -> None:
    """From the notebook in front into its toolbar, to the button with ``words``, and press it."""
    page.keyboard.press("Shift+Tab")
    tab_to(page, words, key="ArrowRight", ringed=False)
    page.keyboard.press("Enter")
