/* Says at once when the kernel behind the page no longer answers: a press would then do nothing
   and be kept nowhere. Runs before Voilà's own scripts, so as to see its websocket. */
(function () {
  "use strict";
  // Milliseconds. A kernel says at once that it has heard; on a crowded machine it takes longer.
  var ANSWERED_WITHIN = 8000, BACK_WITHIN = 1500, LOOK_EVERY = 3000, ASK_EVERY = 30000;
  var OPENED_WITHIN = 30000, LEFT_WITHIN = 15000;
  var BEGUN_ANEW = ["restarting", "autorestarting", "dead"];
  var Plain = window.WebSocket;
  var socket = null, unanswered = new Map(), ended = false, leaving = false, looking = 0;

  function dialog() { return document.getElementById("lost"); }

  function well() {
    return socket !== null && socket.readyState === Plain.OPEN && !unanswered.size && !ended;
  }

  function lost() {
    if (!well()) { say(); }
  }

  // The end of a trial is said by a dialog of its own.
  function said() { return document.querySelector("dialog[open]:is(#lost, [data-end])") !== null; }

  function say() {
    if (leaving || said()) { return; }
    dialog().querySelector("[role=status]").textContent = "";
    dialog().showModal();
    clearTimeout(looking);
    looking = setTimeout(look, LOOK_EVERY);
  }

  function found() {
    if (dialog().open && well()) { dialog().close(); }
  }

  // Asks the server for the kernel; fails when there is no answer. A websocket stays open when
  // the server ends the kernel behind it.
  function reached() {
    var page = JSON.parse((document.getElementById("jupyter-config-data") || {}).textContent || "{}");
    // The Hub takes a login by cookie only together with this token when a script asks.
    var token = document.cookie.match(/(?:^|; )_xsrf=([^;]*)/);
    return fetch((page.baseUrl || "") + "api/kernels/" + page.kernelId + "?no_track_activity=1", {
      cache: "no-store",
      headers: token ? { "X-XSRFToken": decodeURIComponent(token[1].replace(/^"|"$/g, "")) } : {},
      signal: AbortSignal.timeout(ANSWERED_WITHIN)
    }).then(function (answer) {
      if (answer.status === 404 && page.kernelId) { ended = true; lost(); }
    });
  }

  function ask() {
    if (!leaving && !document.hidden && !dialog().open) { reached().catch(say); }
  }

  function look() {
    if (!dialog().open) { return; }
    reached().then(found, function () {}).then(function () { looking = setTimeout(look, LOOK_EVERY); });
  }

  // A message of the protocol v1 is a list of offsets and the parts that they point at.
  function part(data, number) {
    var view = new DataView(data);
    function at(n) { return Number(view.getBigUint64(8 * (n + 1), true)); }
    return JSON.parse(new TextDecoder().decode(new Uint8Array(data, at(number), at(number + 1) - at(number))));
  }

  function read(connection, data) {
    if (typeof data === "string") { return JSON.parse(data); }
    if (connection.protocol !== "v1.kernel.websocket.jupyter.org") { return null; }
    return { header: part(data, 1), parent_header: part(data, 2), content: part(data, 4) };
  }

  function sent(message) {
    if (!message || ["comm_msg", "kernel_info_request"].indexOf(message.header.msg_type) === -1) { return; }
    unanswered.set(message.header.msg_id, setTimeout(lost, ANSWERED_WITHIN));
  }

  function heard(message) {
    if (!message) { return; }
    if (message.header.msg_type === "status" && BEGUN_ANEW.indexOf(message.content.execution_state) !== -1) {
      ended = true;
      lost();
    }
    var id = (message.parent_header || {}).msg_id;
    clearTimeout(unanswered.get(id));
    unanswered.delete(id);
    found();
  }

  window.WebSocket = class extends Plain {
    constructor(address, protocols) {
      super(address, protocols);
      if (!/\/channels(\?|$)/.test(address)) { return; }
      var mine = socket = this;
      this.addEventListener("message", function (event) { heard(read(mine, event.data)); });
      this.addEventListener("close", function () { setTimeout(lost, BACK_WITHIN); });
    }
    send(data) {
      super.send(data);
      if (this === socket) { sent(read(this, data)); }
    }
  };

  // Voilà ends the kernel of a page that is being left.
  window.addEventListener("beforeunload", function () {
    leaving = true;
    setTimeout(function () { leaving = false; lost(); }, LEFT_WITHIN);
  });
  // Brought back from the browser's memory, the page has no kernel any more.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) { window.location.reload(); }
  });
  window.addEventListener("offline", ask);
  document.addEventListener("visibilitychange", ask);
  setInterval(ask, ASK_EVERY);

  document.addEventListener("DOMContentLoaded", function () {
    var button = dialog().querySelector("button"), words = dialog().querySelector("[role=status]");
    setTimeout(lost, OPENED_WITHIN);
    // Behind it is a page that does nothing: the Escape key does not lead there.
    dialog().addEventListener("close", lost);
    button.addEventListener("click", function () {
      words.textContent = "잠깐만요…";
      reached().then(function () { window.location.reload(); }, function () {
        words.textContent = "아직 이어지지 않아요. 와이파이를 봐 주세요. 조금 뒤에 다시 눌러 주세요.";
      });
    });
  });
})();
