/* The way back to 내 학습, at the right end of the top bar. */

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
    // When a save fails JupyterLab says so, and the page stays.
    app.commands.execute("docmanager:save-all").then(
      function () { window.location.assign(link.href); },
      function () {}
    );
  });
  const bar = new library.Widget({ node: link });
  bar.id = "junggu-home";
  app.shell.add(bar, "top", { rank: 10000 });
}
