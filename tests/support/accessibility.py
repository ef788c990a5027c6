"""What a page must keep to: WCAG 2.1 A and AA by axe-core, sizes of type, no sideways scrolling."""

import re
from pathlib import Path

import pytest
from browsing import DESKTOP, PHONE, TABLET, shot
from playwright.sync_api import Page

_AXE = Path(__file__).parent / "axe" / "node_modules" / "axe-core" / "axe.min.js"
_STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]

_SIZES = {"desktop": DESKTOP, "tablet": TABLET, "phone": PHONE}
# What stands on a learner's way in Latin letters: words taken over into Korean, codes of units,
# and what invented text messages hold: an address, and the mark of those sent by a computer.
_TAKEN_OVER = {"AI", "pandas", "QR", "Web"}
_NO_WORDS = re.compile(r"\S*(?:\.|://)[A-Za-z]\S*|\b[A-Z]{2}[0-9]\b")

needs_axe = pytest.mark.skipif(
    not _AXE.exists(), reason="axe-core is not installed: .ci/npm-packages installs it with npm"
)

# Each visible piece of text with a size below the smallest, once a size and element. Text that
# only a screen reader meets is clipped away.
_SMALL_TEXT = """smallest => {
  const name = box => `<${box.tagName.toLowerCase()} class="${box.className}">`;
  const found = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent.trim(), box = walk.currentNode.parentElement;
    if (!text || box.closest("script, style, noscript, template, .visually-hidden")) continue;
    if (!box.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
    const size = parseFloat(getComputedStyle(box).fontSize);
    if (size < smallest) found.add(`${size}px ${name(box)} ${text.slice(0, 40)}`);
  }
  return [...found];
}"""

# The page itself, and every part that scrolls on its own.
_TOO_WIDE = """() => {
  const boxes = [document.documentElement, ...document.querySelectorAll("main, #rendered_cells")];
  return boxes.filter(box => box.scrollWidth > box.clientWidth && box.clientWidth)
    .map(box => `<${box.tagName} id="${box.id}">: ${box.scrollWidth} in ${box.clientWidth} px`);
}"""

# JupyterLab's own visible texts and hints; code, files and what people wrote are not its own.
_LAB_TEXTS = """() => {
  const theirs = ".jp-InputArea, .jp-OutputArea, .jp-DirListing-content, .jp-BreadCrumbs, " +
    ".lm-TabBar-tab, script, style";
  const ours = box => box.checkVisibility({visibilityProperty: true, opacityProperty: true})
    && (!box.closest(theirs) || box.closest(".jp-cell-toolbar"));
  const found = new Set();
  const keep = text => found.add(text || "");
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) if (ours(walk.currentNode.parentElement)) keep(walk.currentNode.data);
  for (const box of document.querySelectorAll("[title], [aria-label]")) {
    if (ours(box)) ["title", "aria-label"].forEach(hint => keep(box.getAttribute(hint)));
  }
  return [...found];
}"""
_KOREAN = re.compile("[가-힣]")
# Names of keys, of the kernel and of files.
_LAB_NAMES = re.compile(
    r"\b(Ctrl|Shift|Alt|Enter|Tab|Backspace|Python|ipykernel)\b|\S+\.ipynb|\S*/\S*"
)


def lab_english(page: Page) -> list[str]:
    """What JupyterLab itself says on ``page`` without a word of Korean."""
    texts = [_LAB_NAMES.sub("", text) for text in page.evaluate(_LAB_TEXTS)]
    return [text for text in texts if re.search("[A-Za-z]{2}", text) and not _KOREAN.search(text)]


def look(
    page: Page,
    name: str,
    *,
    smallest: int = 16,
    english: bool = False,
    axe_on: Path | None = None,
) -> None:
    """Keep a picture of the page at each size; no fault of layout, language or accessibility.

    ``english`` allows Latin words, as in a learner's own code; ``axe_on`` is
    where axe can run when the page itself runs no script.
    """
    faults = []
    for size, viewport in _SIZES.items():
        page.set_viewport_size(viewport)
        shot(page, f"{name}-{size}")
        faults += [f"{size}: {fault}" for fault in _layout_faults(page, smallest=smallest)]
    if not english:
        words = set(
            re.findall(r"[A-Za-z]{2,}", _NO_WORDS.sub("", page.locator("body").inner_text()))
        )
        faults += [f"not Korean: {word}" for word in sorted(words - _TAKEN_OVER)]
    if axe_on is not None:
        page.goto(axe_on.as_uri())
    page.evaluate(_AXE.read_text(encoding="utf-8"))
    # From the phone's size, which the page has now, back to the desktop's.
    for size, viewport in reversed(_SIZES.items()):
        page.set_viewport_size(viewport)
        faults += [f"{size}: {fault}" for fault in _violations(page)]
    assert not faults, f"{name} {page.url}\n" + "\n".join(faults)
    page.set_viewport_size(PHONE)


def _violations(page: Page) -> list[str]:
    """Every violation of WCAG 2.1 A and AA that axe-core, loaded already, finds on the page."""
    result = page.evaluate(
        "standard => axe.run(document, {runOnly: {type: 'tag', values: standard}})", _STANDARD
    )
    return [
        f"{violation['id']} ({violation['help']}): {node['target']} {node['html'][:200]}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


def _layout_faults(page: Page, *, smallest: int) -> list[str]:
    """Text smaller than ``smallest`` px, and what is wider than its window."""
    return page.evaluate(_SMALL_TEXT, smallest) + page.evaluate(_TOO_WIDE)
