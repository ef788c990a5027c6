"""The one look of everything that a learner presses: type, buttons, focus, spoken status."""

import html
from collections.abc import Callable

import ipywidgets as widgets

from junggu.spoken import spoken

# Not a widget: one made at import would be missing in kernels that are forked after it.
FULL = {"width": "100%"}

# Colours hold 4.5:1 on white, a slider's bar and knob, too; edges are borders, since forced colours
# take backgrounds away. `order:-1` puts a radio button before its words: ipywidgets writes the
# words first. Boxes cut nothing off, else a ring at their edge is half gone.
_STYLE = """<style>
.junggu-look {--type:16px; --button:40px; --gap:10px; max-width:56em;
  --jp-widgets-slider-handle-size:24px}
.junggu-look.junggu-large {--type:20px; --button:56px; --gap:16px}
.junggu-look, .junggu-look .widget-box {overflow:visible}
.junggu-look {box-sizing:border-box; padding:6px}
.junggu-look .widget-html, .junggu-look .widget-html-content {height:auto; overflow:visible}
.junggu-look .widget-html-content {font-size:var(--type); line-height:1.6; word-break:keep-all}
.junggu-look .widget-html-content p {margin:4px 0}
.junggu-look .widget-html-content li {margin:6px 0}
.junggu-look .widget-html-content img {max-width:100%; height:auto}
.junggu-look .jp-OutputArea-output {font-size:var(--type); line-height:1.6; word-break:keep-all}
.junggu-look .widget-radio {height:auto; outline:none}
.junggu-look .widget-radio-box {width:100%; max-width:none; height:auto; flex-wrap:wrap}
.junggu-look .widget-radio-box label {height:auto; min-height:calc(var(--button) - 8px);
  width:auto; display:flex; align-items:center; font-size:var(--type); line-height:1.5;
  white-space:normal; word-break:keep-all; padding:4px 14px 4px 4px}
.junggu-look .widget-radio-box input {order:-1; width:var(--type); height:var(--type);
  margin:0 10px 0 0; flex:none}
.junggu-look .jupyter-button {width:auto; height:auto; min-height:var(--button);
  font-size:var(--type); line-height:1.4; padding:6px 18px; margin:0 var(--gap) var(--gap) 0;
  border:1px solid #767676; white-space:normal; overflow:visible}
.junggu-look .jupyter-button.mod-primary {background:#004d99; color:#fff; border-color:#004d99}
.junggu-look .jupyter-button:disabled {opacity:1; border-style:dashed; background:#f2f2f2;
  color:#595959}
.junggu-look .widget-label, .junggu-look .widget-readout {font-size:var(--type); height:auto;
  white-space:normal; word-break:keep-all}
.junggu-look .widget-slider {height:auto; min-height:40px; align-items:center; flex-wrap:wrap}
.junggu-look .widget-slider .slider-container {margin:0 16px; min-width:9em}
.junggu-look .widget-slider .widget-readout {margin-left:12px; width:auto; min-width:4em}
@media (max-width:480px) {
  .junggu-look .widget-slider .widget-label {width:100% !important; text-align:left}
}
.junggu-look .noUi-target {border:1px solid #767676}
.junggu-look .noUi-connects {background:#767676}
.junggu-look .widget-slider .noUi-target .noUi-handle {border:3px solid #004d99}
.junggu-look .widget-text {height:auto; flex-wrap:wrap; align-items:center}
.junggu-look .widget-text :is(input[type="text"], input[type="number"]) {
  font-size:var(--type); height:var(--button); min-width:7em; border-color:#767676}
.junggu-look .widget-text input[type="number"] {flex:0 1 10em}
.junggu-look :is(button,input,[tabindex]):focus-visible {outline:3px solid #b34700 !important;
  outline-offset:2px !important}
</style>"""


def dress(box: widgets.Box, *, large: bool = False) -> None:
    """Give ``box`` the course's look; ``large`` is 20 px type and 56 px buttons."""
    box.add_class("junggu-look")
    if large:
        box.add_class("junggu-large")
    box.children = (widgets.HTML(_STYLE), *box.children, spoken())


def button(words: str, act: Callable[[], None], *, primary: bool = False) -> widgets.Button:
    """A button with words on it that calls ``act``."""
    made = widgets.Button(description=words, button_style="primary" if primary else "")
    made.on_click(lambda _: act())
    return made


def keep_keyboard(*buttons: widgets.Button) -> None:
    """When a press disables its own button, the keyboard goes to the first that is left alive."""

    def kept(pressed: widgets.Button) -> None:
        if pressed.disabled:
            next(other for other in buttons if not other.disabled).focus()

    for one in buttons:
        one.on_click(kept)


def row(*parts: widgets.Widget) -> widgets.HBox:
    """Parts side by side; on a narrow screen they wrap."""
    return widgets.HBox(parts, layout=widgets.Layout(flex_flow="row wrap", width="100%"))


def status(text: str) -> str:
    """One sentence that a screen reader speaks when it changes."""
    return f'<p role="status"><strong>{html.escape(text)}</strong></p>'
