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
  var opener = ending.querySelector("button"), said = ending.querySelector("p");
  var dialog = document.createElement("dialog");
  dialog.className = "page-dialog";
  document.body.append(dialog);

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

  // What stands at the end of the unit: the button by what it does now, or why there is none.
  function stand(content) {
    var part = content.querySelector("[data-hand-in]"), trouble = content.querySelector("[role=alert]");
    opener.textContent = trouble ? "다시 해 보기" : part.dataset.handIn;
    said.textContent = trouble ? trouble.textContent : part.dataset.handedIn;
    ending.hidden = false;
    return content;
  }

  function away() {
    opener.textContent = "다시 해 보기";
    said.textContent = "지금은 낼 수 없어요. 이어지지 않아요. 조금 뒤에 다시 눌러 주세요.";
    ending.hidden = false;
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

  function fail(says) {
    show(main('<main><h1>잠깐만요</h1><p role="alert">' + says + '</p>' +
      '<div class="buttons"><a class="button" data-close href="">알겠어요</a></div></main>'));
  }

  dialog.addEventListener("submit", function (event) {
    event.preventDefault();
    var form = event.target, button = form.querySelector("button");
    if (form.dataset.sent) { return; }
    form.dataset.sent = "yes";
    button.textContent = form.dataset.busy;
    ask({ method: "POST", body: new URLSearchParams(new FormData(form)) }).then(show).catch(function () {
      fail("이어지지 않아서 냈는지 알 수 없어요. 조금 뒤에 다시 눌러 주세요.");
    }).then(function () { return ask().then(stand); }).catch(away);
  });
  dialog.addEventListener("click", function (event) {
    if (event.target.closest("[data-close]")) { event.preventDefault(); dialog.close(); }
  });
  dialog.addEventListener("close", function () { opener.focus(); });
  opener.addEventListener("click", function () {
    ask().then(stand).then(show).catch(function () {
      away();
      fail("지금은 이어지지 않아서 낼 수 없어요. 조금 뒤에 다시 눌러 주세요.");
    });
  });

  ask().then(stand).catch(away);
})();
