/* On a unit's page: gives the place back when the page is left, and says when the visit is over. */
(function () {
  "use strict";
  var EVERY = 10000;
  var page = JSON.parse(document.getElementById("jupyter-config-data").textContent);
  var over = document.getElementById("visit-over");

  window.addEventListener("pagehide", function () {
    var goodbye = new FormData();
    var xsrf = document.cookie.match("\\b_xsrf=([^;]*)\\b");
    goodbye.append("_xsrf", xsrf ? xsrf[1] : "");
    navigator.sendBeacon(page.baseUrl + "voila/api/shutdown/" + page.kernelId, goodbye);
  });
  // Behind it is a page that does nothing: the Escape key does not lead there.
  over.addEventListener("close", function () { over.showModal(); });

  function look() {
    fetch(page.baseUrl + "visit/" + page.kernelId, { cache: "no-store" }).then(function (answer) {
      if (answer.status === 410) {
        over.showModal();
        document.getElementById("lost").close();
      } else {
        setTimeout(look, EVERY);
      }
    }).catch(function () { setTimeout(look, EVERY); });
  }
  document.addEventListener("visibilitychange", function () {
    if (!document.hidden && !over.open) {
      look();
    }
  });
  setTimeout(look, EVERY);
})();
