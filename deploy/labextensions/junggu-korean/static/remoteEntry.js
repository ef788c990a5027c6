/* The form in which JupyterLab loads an extension (a module-federation container), written by hand.
 *
 * The extension itself stands in plugin.js beside this file and the modules that it imports.
 */
(function () {
  "use strict";

  // What JupyterLab shares with its extensions: package name → version → how to get it.
  let shared = {};

  async function load() {
    const [widgets] = Object.values(shared["@lumino/widgets"]);
    const [library, { makePlugin }] = await Promise.all([widgets.get(), import("./plugin.js")]);
    return function () { return { __esModule: true, default: makePlugin(library()) }; };
  }

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB["junggu-korean"] = {
    init: function (scope) {
      shared = scope;
      return Promise.resolve();
    },
    get: load
  };
})();
