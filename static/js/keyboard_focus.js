/** Tells a control that somebody went to with Tab from one that was clicked: it keeps the focus too, but nobody means it any more. */

const PRESSABLE = "button, a[href], summary, [role=button]";
/** @type {WeakSet<EventTarget>} */
const reached = new WeakSet();
let tabbing = false; // was Tab the last thing touched?
let last = { id: "", reached: false }; // where the focus was: a page that is swapped gives it to the control of the same name

/** Notes from here on how the focus moves. */
export function followFocus() {
  document.addEventListener("keydown", (event) => { tabbing = event.key === "Tab"; }, true);
  document.addEventListener("pointerdown", (event) => {
    tabbing = false;
    const control = /** @type {Element} */ (event.target).closest(PRESSABLE);
    if (control) reached.delete(control);
    last = { id: "", reached: false };
  }, true);
  document.addEventListener("focusin", ({ target }) => {
    const { id } = /** @type {Element} */ (target);
    if (target && (tabbing || (id && id === last.id && last.reached))) reached.add(target);
    last = { id, reached: Boolean(target && reached.has(target)) };
  });
}

/** The control that a key pressed here is for: it has the focus, and Tab brought it there. @param {Element} target */
export function reachedControl(target) {
  const control = target.closest(PRESSABLE);
  return control && reached.has(control) ? control : null;
}

/** A control that only a click brought the focus to. @param {Element} target */
export function clickedControl(target) {
  return reachedControl(target) ? null : target.closest(PRESSABLE);
}
