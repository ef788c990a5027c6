/* Korean words and times, a way home, saving, and a page that is read with ease. */
import { foldWhenNarrow } from "./narrow.js";
import { openClean, saveInTurn } from "./saving.js";
import { watch } from "./translate.js";
import { addWayHome } from "./way_home.js";

function addStyle() {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL("./lab.css", import.meta.url).href;
  document.head.append(link);
}

/** The plugin; `library` is @lumino/widgets. */
export function makePlugin(library) {
  return {
    id: "junggu-korean:plugin",
    description: "Korean words and times, a way home, saving, and a page that is read with ease.",
    autoStart: true,
    activate: function (app) {
      addStyle();
      watch();
      addWayHome(app, library);
      app.docRegistry.addWidgetExtension("Notebook", { createNew: saveInTurn });
      app.docRegistry.addWidgetExtension("Notebook", { createNew: openClean });
      app.restored.then(function () {
        if (app.commands.hasCommand("nbgrader:open-assignment-list")) {
          app.commands.execute("nbgrader:open-assignment-list");
        }
        foldWhenNarrow(app.shell);
      });
    }
  };
}
