/* Says that a unit is being opened, which takes some seconds when many come at once. */
(function () {
  "use strict";
  var opening = document.getElementById("opening");
  document.addEventListener("submit", function () {
    opening.hidden = false;
    opening.scrollIntoView({ block: "nearest" });
  });
  window.addEventListener("pageshow", function () { opening.hidden = true; });
})();
