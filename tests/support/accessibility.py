"""What a page must keep to: WCAG 2.1 A and AA by axe-core, sizes of type, no sideways scrolling."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

_AXE = Path(__file__).parent / "axe" / "node_modules" / "axe-core" / "axe.min.js"
_STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]

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


def assert_accessible(page: Page) -> None:
    """Fail with every violation of WCAG 2.1 A and AA that axe-core finds on the page."""
    page.evaluate(_AXE.read_text(encoding="utf-8"))
    result = page.evaluate(
        "standard => axe.run(document, {runOnly: {type: 'tag', values: standard}})", _STANDARD
    )
    found = [
        f"{violation['id']} ({violation['help']}): {node['target']} {node['html'][:200]}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]
    assert not found, f"{page.url}\n" + "\n".join(found)


def layout_faults(page: Page, *, smallest: int) -> list[str]:
    """Text smaller than ``smallest`` px, and what is wider than its window."""
    return page.evaluate(_SMALL_TEXT, smallest) + page.evaluate(_TOO_WIDE)
