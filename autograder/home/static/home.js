(function () {
  "use strict";
  var AWAY = "지금은 이어지지 않아요. 한 것은 그대로 있어요. 조금 뒤에 다시 눌러 주세요.";
  var script = document.currentScript.src, home = document.querySelector(".course-name").href;
  var note = document.querySelector(".waiting"), busy = note.textContent;

  // While a form is on its way: say so, and take no second click. For a server that was stopped
  // the Hub calls a form forbidden; asked for a page it says how to start the server again.
  document.addEventListener("submit", function (event) {
    var form = event.target, button = form.querySelector("button"), words = button.innerHTML;
    event.preventDefault();
    if (form.dataset.sent) { return; }
    form.dataset.sent = "yes";
    button.textContent = form.dataset.busy || "잠깐만요…";
    button.setAttribute("aria-disabled", "true");
    note.textContent = busy;
    document.body.classList.add("busy");
    fetch(script, { cache: "no-store" }).then(function (answer) {
      if (answer.ok) { form.submit(); } else { window.location.assign(home); }
    }, function () {
      delete form.dataset.sent;
      button.innerHTML = words;
      button.removeAttribute("aria-disabled");
      note.textContent = AWAY;
      note.scrollIntoView({ block: "nearest" });
    });
  });
  // Coming back by the browser's own button must find working buttons.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) { window.location.reload(); }
  });
})();
