/* A window too narrow for a side bar beside a notebook. */

const NARROW = window.matchMedia("(max-width: 999px)");

/** Fold the side bars now and whenever the window becomes narrow; a learner may open them. */
export function foldWhenNarrow(shell) {
  const fold = function () {
    if (NARROW.matches) {
      shell.collapseLeft();
      shell.collapseRight();
    }
  };
  fold();
  NARROW.addEventListener("change", fold);
}
