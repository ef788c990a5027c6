"""Names that a screen reader speaks for sliders and radio buttons, which ipywidgets leaves out."""

import ipywidgets as widgets

# A part is named by its own label, else by the text that stands before it. The name points at
# that text, so it changes with it. Parts come and go: whatever is added is looked at again.
_SCRIPT = """
if (!window.jungguSpoken) {
  let made = 0, waiting = false;
  const text = (box) => box && box.textContent.trim();
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
    const parts = ":is(.jg, .junggu-look) :is(.noUi-handle, .widget-radio-box)";
    document.querySelectorAll(parts + ":not([aria-labelledby])").forEach((part) => {
      const words = naming(part.closest(".widget-slider, .widget-radio"));
      if (!words) { return; }
      words.id = words.id || "junggu-spoken-" + (++made);
      part.setAttribute("aria-labelledby", words.id);
      if (part.matches(".widget-radio-box")) { part.setAttribute("role", "radiogroup"); }
    });
  };
  window.jungguSpoken = new MutationObserver(() => {
    if (!waiting) { waiting = true; requestAnimationFrame(nameAll); }
  });
  window.jungguSpoken.observe(document.body, { childList: true, subtree: true });
  nameAll();
}
"""


def spoken() -> widgets.Output:
    """A part that is not seen and gives the others of its page their names."""
    output = {
        "output_type": "display_data",
        "data": {"application/javascript": _SCRIPT, "text/plain": ""},
        "metadata": {},
    }
    return widgets.Output(outputs=(output,), layout=widgets.Layout(display="none"))
