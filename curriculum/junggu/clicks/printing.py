"""A sheet on the screen that goes on paper alone, from Lab, Voilà or any page that holds it."""

import html

from junggu.clicks.style import style_tag

# A page prints what it has on the screen: Lab prints the frame of its window, a phone the width
# of a phone. So the sheet and the style beside it go into a page of their own. Nothing of it
# stays: a page that was printed is taken away, and one left over before the next.
_PRINT = """
const sheet = this.previousElementSibling, style = sheet.previousElementSibling;
document.querySelectorAll('iframe.jg-on-paper').forEach((old) => old.remove());
const frame = document.createElement('iframe');
frame.className = 'jg-on-paper';
frame.setAttribute('aria-hidden', 'true');
frame.tabIndex = -1;
frame.style.cssText = 'position: fixed; left: -9999px; width: 210mm; height: 297mm; border: 0';
document.body.append(frame);
const paper = frame.contentDocument;
paper.documentElement.lang = 'ko';
paper.title = sheet.getAttribute('aria-label');
paper.head.append(style.cloneNode(true));
paper.body.append(sheet.cloneNode(true));
frame.contentWindow.addEventListener('afterprint', () => setTimeout(() => frame.remove()));
frame.contentWindow.print();
"""

# px on the screen; pt and the whole width of the sheet on paper, but for what would cut its edge.
# `--jg-type` is the size of the text on paper. A page that is printed without our button leaves
# out what is not the sheet.
_CSS = """
.jg-sheet { border: 3px solid #1a1a1a; border-radius: 16px; margin: 8px 0;
  padding: 16px clamp(8px, 5vw, 22px);
  max-width: 44rem; color: #1a1a1a; background: #fff; font-size: 20px; line-height: 1.55;
  word-break: keep-all; overflow-wrap: anywhere; box-sizing: border-box; }
.jg-sheet h2 { font-size: 28px; margin: 0 0 8px; }
.jg-sheet h3 { font-size: 22px; margin: 14px 0 4px; }
.jg-sheet ol, .jg-sheet ul { margin: 0; padding-left: 1.4em; font-size: 20px; }
.jg-sheet li { margin: 4px 0; }
.jg-sheet .jg-blank { border-bottom: 2px solid #1a1a1a; min-height: 2.2em; margin: 4px 0; }
.jg-sheet .jg-small { color: #444; }
.jg-print { min-height: 56px; padding: 10px 24px; font-size: 20px; border-radius: 12px;
  border: 2px solid #0b4a8f; background: #0b4a8f; color: #fff; cursor: pointer; }
.jg-print:focus-visible { outline: 4px solid #c2410c; outline-offset: 3px; }
@page { size: A4; margin: 12mm; }
@media print {
  body:has(.jg-sheet) .jp-Cell:not(:has(.jg-sheet)), .jg-print { display: none !important; }
  body { margin: 0; }
  .jg-sheet { border: 2pt solid #000; border-radius: 12pt; padding: 12pt 18pt; margin: 0;
    max-width: none; width: calc(100% - 2pt); color: #000; font-size: var(--jg-type);
    line-height: 1.4; font-family: "Noto Sans KR", "Noto Sans CJK KR", "Apple SD Gothic Neo",
    "Malgun Gothic", "NanumGothic", sans-serif; break-inside: avoid; }
  .jg-sheet h2 { font-size: calc(1.5 * var(--jg-type)); line-height: 1.3; margin: 0 0 8pt; }
  .jg-sheet h3 { font-size: calc(1.1 * var(--jg-type)); margin: 10pt 0 3pt; }
  .jg-sheet :is(ol, ul, li, p, table) { font-size: 1em; }
  .jg-sheet li { margin: 3pt 0; }
  .jg-sheet .jg-blank { border-bottom: 1.5pt solid #000; min-height: 2.2em; }
  .jg-sheet .jg-small { color: #000; margin: 8pt 0 0; }
}
"""


def printed_sheet(*, title: str, body: str, button: str, points: int, css: str = "") -> str:
    """HTML of a sheet headed ``title`` (plain) with ``body`` (HTML), and a ``button`` below that
    prints the sheet alone on A4.

    ``points`` is the size of its text on paper; ``css`` is added to the sheet's own rules.
    Needs no kernel.
    """
    words = html.escape(title, quote=True)
    return (
        f"{style_tag(_CSS + css)}"
        f'<section class="jg-sheet" style="--jg-type: {points}pt" aria-label="{words}">'
        f"<h2>{words}</h2>{body}</section>"
        f'<button class="jg-print" type="button" onclick="{html.escape(_PRINT, quote=True)}">'
        f"{html.escape(button)}</button>"
    )
