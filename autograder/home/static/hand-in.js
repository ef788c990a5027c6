// Handing in at the end of a unit without code, without leaving its page: the home's own pages
// (their form, their XSRF token, their words) are shown in a dialog.
(function () {
  "use strict";
  var home = document.currentScript.dataset.home;
  // …/voila/render/[course/]unit/exercise.ipynb
  var way = window.location.pathname.split("/voila/render/")[1].split("/").reverse();
  if (way[0] !== "exercise.ipynb") { return; }
  var address = home + "/" + (way[2] || "local") + "/" + way[1] + "/submit";
  var ending = document.getElementById("hand-in");
  var opener = ending.querySelector("button");
  var dialog = document.createElement("dialog");
  dialog.className = "hand-in-dialog";

  function main(text) {
    var found = new DOMParser().parseFromString(text, "text/html").querySelector("main");
    found.querySelectorAll(".waiting").forEach(function (part) { part.remove(); });
    return found;
  }

  function ask(options) {
    // The Hub takes a login by cookie only together with this token when a script asks.
    var token = document.cookie.match(/(?:^|; )_xsrf=([^;]*)/);
    var headers = token ? { "X-XSRFToken": decodeURIComponent(token[1].replace(/^"|"$/g, "")) } : {};
    return fetch(address, Object.assign({ headers: headers }, options)).then(function (answer) {
      // Logged out meanwhile: the page itself asks for the login.
      if (answer.url.indexOf(home) === -1) { window.location.reload(); }
      return answer.text();
    }).then(main);
  }

  function show(content) {
    dialog.replaceChildren.apply(dialog, content.childNodes);
    var heading = dialog.querySelector("h1");
    heading.id = "hand-in-words";
    heading.tabIndex = -1;
    dialog.setAttribute("aria-labelledby", heading.id);
    if (!dialog.open) { dialog.showModal(); }
    heading.focus();
  }

  function fail() {
    show(main('<main><h1>잠깐만요</h1><p role="alert">지금은 이어지지 않아요. 고르신 것은 저장되어 있어요. ' +
      '잠시 뒤에 다시 눌러 주세요.</p><div class="buttons"><a class="button" data-close href="">알겠어요</a></div></main>'));
  }

  dialog.addEventListener("submit", function (event) {
    event.preventDefault();
    var form = event.target, button = form.querySelector("button");
    if (form.dataset.sent) { return; }
    form.dataset.sent = "yes";
    button.textContent = form.dataset.busy;
    ask({ method: "POST", body: new URLSearchParams(new FormData(form)) }).then(show).catch(fail);
  });
  dialog.addEventListener("click", function (event) {
    if (event.target.closest("[data-close]")) { event.preventDefault(); dialog.close(); }
  });
  dialog.addEventListener("close", function () { opener.focus(); });
  opener.addEventListener("click", function () { ask().then(show).catch(fail); });

  // Where the home does not know the unit (a trial without an account) there is nothing to hand in.
  ask().then(function (content) {
    opener.textContent = content.querySelector("[data-hand-in]").dataset.handIn;
    document.body.append(dialog);
    ending.hidden = false;
  }).catch(function () {});
})();
