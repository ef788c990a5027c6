"""How click parts look: large type, tall buttons with words, states never by colour alone."""

import html

# Sizes in px: type 20 and more, buttons 56 high, gaps of 16. Every pair of colours used has a
# contrast of 4.5:1 or more on white. Rules are scoped so that Lab's own menus stay as they are.
CSS = """
.jg { max-width: 44rem; margin: 8px 0 24px; padding: 4px; overflow: visible;
  color: #1a1a1a; background: #fff; word-break: keep-all; overflow-wrap: anywhere; }
.jg .widget-html, .jg .widget-html-content { font-size: 20px; line-height: 1.6; height: auto;
  color: #1a1a1a; white-space: normal; margin: 0; overflow: visible; width: auto; }
.jg p { margin: 4px 0; font-size: 20px; line-height: 1.6; }
.jg .jg-where { font-size: 22px; font-weight: 700; }
.jg .jg-soft, .jg .jg-soft p { color: #444; }
.jg .jg-ask { font-size: 24px; font-weight: 700; line-height: 1.45; }
.jg .jg-paper { border: 2px solid #444; border-radius: 14px; padding: 14px 18px; margin: 8px 0;
  background: #fffdf5; min-height: 8rem; box-sizing: border-box; }
.jg .jg-paper p { font-size: 22px; }
.jg .jg-why { border-left: 8px solid #0b5394; background: #f0f5fb; padding: 10px 16px;
  margin: 8px 0; }
.jg .jg-count { display: flex; flex-wrap: wrap; gap: 16px; margin: 8px 0; }
.jg .jg-count > div { flex: 1 1 9rem; border: 2px solid #444; border-radius: 14px;
  padding: 8px 14px; }
.jg .jg-count strong { display: block; font-size: 34px; line-height: 1.3; }
.jg .jg-people { font-size: 22px; letter-spacing: 1px; line-height: 1.25; margin: 0;
  overflow-wrap: anywhere; }
.jg u { text-decoration-thickness: 3px; text-underline-offset: 5px; }
.jg .jg-up u { text-decoration-color: #a5340b; font-weight: 700; }
.jg .jg-down u { text-decoration-style: dashed; text-decoration-color: #0b5394; }
.jg .jg-points { font-size: 20px; font-weight: 400; color: #1a1a1a; white-space: nowrap;
  background: #e9ecef; border-radius: 6px; padding: 0 5px; margin: 0 2px; }
.jg .jupyter-button { min-height: 56px; height: auto; width: auto; margin: 0; padding: 10px 18px;
  font-size: 20px; line-height: 1.35; white-space: normal; text-align: center; color: #1a1a1a;
  background: #fff; border: 2px solid #1a1a1a; border-radius: 12px; box-shadow: none;
  overflow: visible; word-break: keep-all; flex: 1 1 10rem; cursor: pointer; }
.jg .jupyter-button.jg-on { background: #dcebdf; border-width: 5px; font-weight: 700; }
.jg .jupyter-button.jg-main { background: #0b4a8f; color: #fff; border-color: #0b4a8f; }
.jg .jupyter-button:disabled { opacity: 1; color: #595959; background: #f2f2f2;
  border: 2px dashed #767676; cursor: default; }
.jg .jupyter-button:focus-visible, .jg .noUi-handle:focus-visible { outline: 4px solid #c2410c;
  outline-offset: 3px; }
.jg .jg-row { display: flex; flex-flow: row wrap; gap: 16px; padding: 8px 4px; overflow: visible; }
.jg .jg-line { border-top: 2px solid #767676; padding: 8px 0; overflow: visible; }
.jg .jg-row.jg-pair .jupyter-button { flex: 1 1 6rem; }
.jg .widget-slider .widget-label { font-size: 20px; height: auto; width: auto; }
.jg .widget-slider { width: auto; height: 64px; margin: 8px 20px; overflow: visible; }
.jg .widget-slider .noUi-target { height: 14px; border: 2px solid #444; border-radius: 8px; }
.jg .widget-slider .noUi-connect { background: #0b4a8f; }
.jg .widget-slider .noUi-handle { width: 44px !important; height: 44px !important;
  top: -17px !important; right: -22px !important; border: 3px solid #1a1a1a; border-radius: 50%;
  background: #fff; }
"""

# The page around the parts: only a page that holds the mark of `large_type`, and of Lab only
# its notebook.
PAGE_CSS = """
body[data-voila]:has(.jg-large), .jp-Notebook:has(.jg-large) {
  --jp-content-font-family: inherit; word-break: keep-all; overflow-wrap: anywhere; }
:is(body[data-voila], .jp-Notebook):has(.jg-large) .jp-MarkdownOutput {
  font-size: 20px; line-height: 1.65; color: #1a1a1a; max-width: 44rem; padding: 0 4px; }
:is(body[data-voila], .jp-Notebook):has(.jg-large) .jp-MarkdownOutput :is(p, li, td, th) {
  font-size: 20px; line-height: 1.65; text-align: left; max-width: 44rem; }
:is(body[data-voila], .jp-Notebook):has(.jg-large) .jp-MarkdownOutput h1 {
  font-size: 32px; line-height: 1.35; }
:is(body[data-voila], .jp-Notebook):has(.jg-large) .jp-MarkdownOutput h2 {
  font-size: 27px; line-height: 1.4; margin-top: 1.4em; border-top: 3px solid #767676;
  padding-top: .7em; }
:is(body[data-voila], .jp-Notebook):has(.jg-large) .jp-MarkdownOutput h3 {
  font-size: 23px; line-height: 1.4; }
:is(body[data-voila], .jp-Notebook):has(.jg-large) .jp-MarkdownOutput a {
  color: #0b4a8f; text-decoration: underline; }
:is(body[data-voila], .jp-Notebook):has(.jg-large) .jp-MarkdownOutput a[href$=".ipynb"] {
  display: inline-block; box-sizing: border-box; min-height: 56px; padding: 10px 24px;
  font-size: 20px; line-height: 1.6; font-weight: 700; text-decoration: none;
  border: 2px solid #0b4a8f; border-radius: 12px; background: #0b4a8f; color: #fff; }
:is(body[data-voila], .jp-Notebook):has(.jg-large) .jp-MarkdownOutput a[href$="lesson.ipynb"] {
  background: #fff; color: #0b4a8f; }
body[data-voila]:has(.jg-large) .celltag_grader-only { display: none; }
"""


def paragraph(text: str, *, kind: str = "") -> str:
    """``text`` (plain) as an HTML paragraph; ``kind`` is one of the ``jg-`` classes above."""
    attribute = f' class="jg-{kind}"' if kind else ""
    return f"<p{attribute}>{html.escape(text)}</p>"


def paper(text: str) -> str:
    """``text`` (plain) as it would lie on a table."""
    return framed(html.escape(text).replace("\n", "<br>"))


def framed(inner: str) -> str:
    """The same for text that is HTML already."""
    return f'<div class="jg-paper"><p>{inner}</p></div>'


def reason(text: str) -> str:
    """``text`` (plain, lines allowed) as the box that says why."""
    lines = "".join(paragraph(line) for line in text.splitlines())
    return f'<div class="jg-why">{lines}</div>'


def style_tag(css: str) -> str:
    return f"<style>{css}</style>"
