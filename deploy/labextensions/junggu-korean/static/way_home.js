/* The way back to 내 학습, at the right end of the top bar. */

/* What is not saved yet. JupyterLab's own "save all" also writes what nobody has changed, which
 * would then pass for changed after it was handed in.
 */
function unsaved(shell) {
  const open = Array.from(shell.widgets("main"), function (widget) { return widget.context; });
  return new Set(open.filter(function (context) { return context && context.model.dirty; }));
}

/** Show the link; `library` is @lumino/widgets. Everything is saved before the page is left. */
export function addWayHome(app, library) {
  const link = document.createElement("a");
  link.href = app.serviceManager.serverSettings.baseUrl + "junggu";
  link.textContent = "← 내 학습";
  link.addEventListener("click", function (event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    event.preventDefault();
    const saving = Array.from(unsaved(app.shell), function (context) { return context.save(); });
    // When a save fails JupyterLab says so, and the page stays.
    Promise.all(saving).then(
      function () { window.location.assign(link.href); },
      function () {}
    );
  });
  const bar = new library.Widget({ node: link });
  bar.id = "junggu-home";
  app.shell.add(bar, "top", { rank: 10000 });
}
