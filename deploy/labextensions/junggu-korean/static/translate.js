/* nbgrader asks no translator, so the language pack cannot reach it. No text that a person wrote is
 * touched: notebooks, files and outputs are left out.
 */
import { korean } from "./words.js";

// Attributes that are read out or shown at the pointer.
const HINTS = ["title", "aria-label"];
// What people wrote, and code; the frame and the buttons of a notebook's cells are JupyterLab's.
const HANDS_OFF = ".jp-InputArea, .jp-OutputArea, .jp-FileEditor, .cm-editor, " +
  ".jp-DirListing-content, script, style";
const BUTTONS = ".jp-cell-toolbar";

function ours(element) {
  return !element || !element.closest(HANDS_OFF) || element.closest(BUTTONS);
}

function translateText(node) {
  const said = ours(node.parentElement) ? korean(node.data) : node.data;
  if (said !== node.data) {
    node.data = said;
  }
}

function translateHints(element) {
  if (!ours(element)) {
    return;
  }
  HINTS.forEach(function (name) {
    const hint = element.getAttribute(name);
    if (hint && korean(hint) !== hint) {
      element.setAttribute(name, korean(hint));
    }
  });
}

/* nbgrader shows the whole source of a check that did not pass, and what it says below: the report
 * of a task begins with its title. A cell that is no task keeps its source.
 */
function nameChecks(root) {
  root.querySelectorAll("#validation-message pre").forEach(function (shown) {
    if (/\bTask\(\s*"/.test(shown.textContent)) {
      shown.parentElement.remove();
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
  nameChecks(root);
  translateHints(root);
  root.querySelectorAll("[title], [aria-label]").forEach(translateHints);
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    translateText(texts.currentNode);
  }
}

/** Put Korean in the place of whole, known texts of the page, now and when they come. */
export function watch() {
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
