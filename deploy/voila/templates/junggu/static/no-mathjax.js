/* Voilà would load MathJax from a CDN. Units without code have no formulas: this stands for it. */
(function () {
  "use strict";
  function nothing() {}
  window.MathJax = {
    Hub: {
      Config: nothing, Configured: nothing, Queue: nothing, getAllJax: function () { return []; },
      Register: { StartupHook: nothing }, Insert: nothing
    }
  };
})();
