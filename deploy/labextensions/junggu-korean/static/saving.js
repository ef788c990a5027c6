/* JupyterLab takes a save that overlaps another one for a change by somebody else and asks the
 * learner to choose. That happens when a notebook is being saved (by Ctrl+S or by itself) while
 * nbgrader's button saves it: a second save waits here until the first has ended.
 */
const waiting = new WeakMap();

export function saveInTurn(panel, context) {
  if (waiting.has(context)) {
    return;
  }
  const save = context.save.bind(context);
  waiting.set(context, Promise.resolve());
  context.save = function () {
    const turn = waiting.get(context).then(save);
    waiting.set(context, turn.catch(function () {}));
    return turn;
  };
}

// What JupyterLab writes into a notebook as soon as its kernel runs.
const OF_THE_KERNEL = ["kernelspec", "language_info"];

/* A notebook that was only opened is no unsaved work: what JupyterLab notes about the kernel waits
 * for the next save.
 */
export function openClean(panel, context) {
  const model = context.model;
  const set = model.setMetadata.bind(model);
  model.setMetadata = function (key, value) {
    const clean = !model.dirty;
    set(key, value);
    if (clean && OF_THE_KERNEL.includes(key)) {
      model.dirty = false;
    }
  };
}
