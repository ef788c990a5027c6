"""What ipywidgets leaves out for screen readers and the keyboard: names, values, arrow keys."""

import ipywidgets as widgets

# Parts come and go: whatever is added or changed is looked at again.
#
# Names: a part is named by its own label, else by the text that stands before it. The name points
# at that text, so it changes with it.
# Values: a slider over words tells the place of its value among them; the words stand beside it.
# Readouts: ipywidgets lets the words beside a slider be typed over, which does nothing but stop the
# keyboard there once more.
# Uploads: the number of files chosen stands on the button, a bare "(0)" with none.
# Radio buttons: without a shared name each is a group of its own, and arrow keys do not choose.
# `RadioButtons.focus()` reaches the group's outer box, which hands it on.
# Keys: JupyterLab takes arrows, Enter and letters for its cells unless what has the keyboard bears
# an attribute; Ctrl+S and its like stay JupyterLab's.
_SCRIPT = """
if (!window.jungguSpoken) {
  const ours = ":is(.jg, .junggu-look)";
  let made = 0, waiting = false;
  const text = (box) => box && box.textContent.trim();
  const all = (selector, act) => document.querySelectorAll(ours + " " + selector).forEach(act);
  const named = (box) => (box.id = box.id || "junggu-spoken-" + (++made));
  const naming = (part) => {
    const own = part.querySelector(".widget-label");
    if (text(own)) { return own; }
    let before = part.previousElementSibling;
    while (before && !(before.matches(".widget-html") && text(before))) {
      before = before.previousElementSibling;
    }
    return before && before.querySelector(".widget-html-content");
  };
  const nameAll = () => {
    waiting = false;
    all(":is(.noUi-handle, .widget-radio-box):not([aria-labelledby])", (part) => {
      const words = naming(part.closest(".widget-slider, .widget-radio"));
      if (words) { part.setAttribute("aria-labelledby", named(words)); }
    });
    all(".noUi-handle", (handle) => {
      const shown = text(handle.closest(".widget-slider").querySelector(".widget-readout"));
      const told = handle.getAttribute("aria-valuetext") || "";
      const words = shown || told.replace(/[.]0+$/, "");
      if (words !== told) { handle.setAttribute("aria-valuetext", words); }
    });
    all(".widget-readout[contenteditable=true]", (box) => { box.contentEditable = "false"; });
    all(".widget-upload", (button) => {
      const words = button.lastChild, bare = words.data && words.data.replace(/ [(]0[)]$/, "");
      if (bare && bare !== words.data) { words.data = bare; }
    });
    all(".widget-radio-box:not([role])", (box) => {
      box.setAttribute("role", "radiogroup");
      box.parentElement.tabIndex = -1;
    });
    all(".widget-radio-box input:not([name])", (input) => {
      input.name = named(input.closest(".widget-radio-box"));
    });
  };
  document.addEventListener("focus", (event) => {
    const group = event.target;
    if (!group.matches || !group.matches(ours + " .widget-radio")) { return; }
    const first = group.querySelector("input:checked:enabled") ||
      group.querySelector("input:enabled");
    if (first) { first.focus(); }
  }, true);
  window.addEventListener("keydown", (event) => {
    const at = event.target;
    if (!at.matches || !at.matches(ours + " *")) { return; }
    const bare = !(event.ctrlKey || event.metaKey || event.altKey);
    at.toggleAttribute("data-lm-suppress-shortcuts", bare);
  }, true);
  window.jungguSpoken = new MutationObserver(() => {
    if (!waiting) { waiting = true; requestAnimationFrame(nameAll); }
  });
  window.jungguSpoken.observe(document.body, {
    childList: true, subtree: true, attributeFilter: ["aria-valuetext", "contenteditable"],
  });
  nameAll();
}
"""


def spoken() -> widgets.Output:
    """A part that is not seen and completes the others of its page in the browser."""
    output = {
        "output_type": "display_data",
        "data": {"application/javascript": _SCRIPT, "text/plain": ""},
        "metadata": {},
    }
    return widgets.Output(outputs=(output,), layout=widgets.Layout(display="none"))
