/* Korean for nbgrader's panels in JupyterLab, a way back to 내 학습, and one save after the other.
 *
 * nbgrader asks no translator, so the language pack cannot reach it. This extension, written by
 * hand in the form that JupyterLab loads (a module-federation container), puts Korean in the place
 * of whole, known texts. It touches no text that a person wrote: notebooks, files and outputs are
 * left out. It also shows nbgrader's UTC times as Korean local time, and opens the list of units.
 */
(function () {
  "use strict";

  var WORDS = {
    // menu, tabs, toolbar
    "Nbgrader": "단원",
    "Assignment List": "단원 목록",
    "Assignments": "단원 목록",
    "Course List": "과정 목록",
    "Formgrader": "채점실",
    "Create assignment": "단원 만들기",
    "Create Assignment": "단원 만들기",
    "Validate": "확인하기",
    "Validate Assignment": "내기 전에 보이는 확인을 모두 해 봐요",
    "Refresh assignments list": "단원 목록 새로 고침",
    "Validating...": "확인하는 중…",
    "Saving...": "저장하는 중…",
    // list of units
    "Released, downloaded, and submitted assignments for course:": "과정의 단원:",
    "Released assignments": "받을 수 있는 단원",
    "Downloaded assignments": "받은 단원",
    "Submitted assignments": "낸 단원",
    "There are no assignments to fetch.": "새로 받을 단원이 없어요.",
    "There are no downloaded assignments.": "받은 단원이 없어요.",
    "There are no submitted assignments.": "낸 단원이 없어요.",
    "Loading, please wait...": "불러오고 있어요…",
    "No courses found.": "들어 있는 과정이 없어요. 강사에게 알려 주세요.",
    "Error fetching courses!": "과정을 불러오지 못했어요. 새로 고쳐 주세요.",
    "Fetch": "받기",
    "Fetching...": "받는 중…",
    "Submit": "내기",
    "submitting...": "내는 중…",
    "Fetch Feedback": "의견 받기",
    "Fetching Feedback...": "의견 받는 중…",
    "(view feedback)": "(의견 보기)",
    "(feedback available to fetch)": "(의견이 왔어요)",
    "Error fetching assignment.": "받지 못했어요. 새로 고쳐 주세요.",
    "Error submitting assignment.": "내지 못했어요. 다시 해 주세요.",
    "Error fetching feedback.": "의견을 받지 못했어요. 다시 해 주세요.",
    "Error validating assignment.": "확인하지 못했어요. 다시 해 주세요.",
    "Assignment not submitted:": "내지 못했어요:",
    "Invalid Submission": "내지 못했어요",
    // validation
    "Validation Results": "확인 결과",
    "Validation failed": "확인하지 못했어요",
    "Cannot save notebook": "노트북을 저장하지 못했어요.",
    "Success! Your notebook passes all the tests.": "보이는 확인을 모두 지났어요. 이제 내도 돼요.",
    "The following cell failed:": "다시 볼 칸이에요:",
    "The following cell passed:": "지난 칸이에요:",
    "The source of the following cell has changed, but it should not have!":
      "바꾸면 안 되는 칸이 바뀌었어요:",
    "There was an error running the validate command:": "확인하다가 멈추었어요:",
    "You did not provide a response.": "아직 답을 쓰지 않았어요.",
    "Partial credit; passed some but not all of the tests":
      "일부만 지났어요. 노트북에서 그 칸을 실행하면 무엇을 고칠지 보여요.",
    "Version Mismatch": "판이 서로 달라요"
  };
  // Times in the exchange are UTC.
  var UTC_TIME = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d+)? UTC$/;
  // Attributes that are read out or shown at the pointer.
  var HINTS = ["title", "aria-label"];
  // What people wrote, and code.
  var HANDS_OFF = ".jp-Notebook, .jp-FileEditor, .cm-editor, .jp-DirListing-content, script, style";

  var clock = new Intl.DateTimeFormat("ko-KR", {
    timeZone: "Asia/Seoul", year: "numeric", month: "long", day: "numeric",
    hour: "2-digit", minute: "2-digit", hour12: false
  });

  function korean(text) {
    var whole = text.trim();
    if (Object.prototype.hasOwnProperty.call(WORDS, whole)) {
      return text.replace(whole, WORDS[whole]);
    }
    var time = UTC_TIME.exec(whole);
    return time ? clock.format(new Date(time[1] + "T" + time[2] + "Z")) : text;
  }

  function translateText(node) {
    var said = korean(node.data);
    if (said !== node.data && !(node.parentElement && node.parentElement.closest(HANDS_OFF))) {
      node.data = said;
    }
  }

  function translateHints(element) {
    HINTS.forEach(function (name) {
      var hint = element.getAttribute(name);
      if (hint && korean(hint) !== hint && !element.closest(HANDS_OFF)) {
        element.setAttribute(name, korean(hint));
      }
    });
  }

  function translate(root) {
    if (root.nodeType === Node.TEXT_NODE) {
      translateText(root);
      return;
    }
    if (root.nodeType !== Node.ELEMENT_NODE) {
      return;
    }
    translateHints(root);
    root.querySelectorAll("[title], [aria-label]").forEach(translateHints);
    var texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      translateText(texts.currentNode);
    }
  }

  function watch() {
    new MutationObserver(function (changes) {
      changes.forEach(function (change) {
        if (change.type === "characterData") {
          translateText(change.target);
        } else if (change.type === "attributes") {
          translateHints(change.target);
        } else {
          change.addedNodes.forEach(translate);
        }
      });
    }).observe(document.body, {
      childList: true, characterData: true, subtree: true, attributeFilter: HINTS
    });
    translate(document.body);
  }

  /* JupyterLab takes a save that overlaps another one for a change by somebody else and asks the
   * learner to choose. That happens when a notebook is being saved (by Ctrl+S or by itself) while
   * nbgrader's button saves it: a second save waits here until the first has ended.
   */
  var waiting = new WeakMap();

  function saveInTurn(panel, context) {
    if (waiting.has(context)) {
      return;
    }
    var save = context.save.bind(context);
    waiting.set(context, Promise.resolve());
    context.save = function () {
      var turn = waiting.get(context).then(save);
      waiting.set(context, turn.catch(function () {}));
      return turn;
    };
  }

  // What JupyterLab shares with its extensions: package name → version → how to get it.
  var shared = {};

  function addWayHome(app) {
    var found = Object.values(shared["@lumino/widgets"] || {})[0];
    if (!found) {
      return;
    }
    found.get().then(function (library) {
      var link = document.createElement("a");
      link.href = app.serviceManager.serverSettings.baseUrl + "junggu";
      link.textContent = "← 내 학습";
      link.style.cssText =
        "padding: 0 16px; font-size: 16px; line-height: 28px; color: #0b4a8f; flex: none";
      var bar = new (library().Widget)({ node: link });
      bar.id = "junggu-home";
      app.shell.add(bar, "top", { rank: 10000 });
    });
  }

  var plugin = {
    id: "junggu-korean:plugin",
    description: "Korean words and times in nbgrader's panels; a way home; saves in turn.",
    autoStart: true,
    activate: function (app) {
      watch();
      addWayHome(app);
      app.docRegistry.addWidgetExtension("Notebook", { createNew: saveInTurn });
      app.restored.then(function () {
        if (app.commands.hasCommand("nbgrader:open-assignment-list")) {
          app.commands.execute("nbgrader:open-assignment-list");
        }
      });
    }
  };

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB["junggu-korean"] = {
    init: function (scope) {
      shared = scope;
      return Promise.resolve();
    },
    get: function () {
      return Promise.resolve(function () { return { __esModule: true, default: plugin }; });
    }
  };
})();
