/** Every key presses the control it is printed on: `data-key` names it, and Space is the primary button. */
import { beginHold, endHold, submitForm } from "hold_to_confirm";
import { clickedControl, followFocus, reachedControl } from "keyboard_focus";

const FIELDS = "input, textarea, select, [contenteditable]";
const DIGITS = "input[type=number]"; // a space means nothing in there

/** Listens from here on. */
export function listenForKeys() {
  followFocus();
  document.addEventListener("keydown", press);
  document.addEventListener("keyup", endHold);
}

/** @param {KeyboardEvent} event */
function press(event) {
  const target = /** @type {Element} */ (event.target);
  if (event.key === "Enter" && event.repeat && target.closest("[data-command]")) event.preventDefault(); // a held Enter is one press
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
  const space = event.key === " ";
  if (target.closest(FIELDS) && !(space && target.matches(DIGITS)) || document.querySelector("dialog[open]")) return;
  if (space && reachedControl(target)) return; // the button somebody tabbed to is pressed, as everywhere
  const clicked = clickedControl(target);
  if (clicked && (space || event.key === "Enter")) { // nobody means again what they clicked a while ago
    /** @type {HTMLElement} */ (clicked).blur(); // or some browsers press it when the key comes up
    event.preventDefault();
  }
  const control = space ? document.querySelector("[data-primary]") : find(event.key.toUpperCase());
  if (!control) return;
  event.preventDefault();
  if (event.repeat) return;
  if (!(control instanceof HTMLFormElement)) /** @type {HTMLElement} */ (control).click();
  else if (control.matches("[data-hold]")) beginHold(control);
  else submitForm(control);
}

/** @param {string} key */
function find(key) {
  const controls = document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`);
  return [...controls].find((control) => !control.closest("[hidden]")) ?? null;
}
