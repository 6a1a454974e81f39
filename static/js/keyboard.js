/** Every key presses the control it is printed on: `data-key` names it, and Space is the primary button. */
import { begin, end } from "hold";

const FIELDS = "input, textarea, select, [contenteditable]";
const PRESSABLE = "button, a[href], summary, [role=button]";

export function listenForKeys() {
  document.addEventListener("keydown", press);
  document.addEventListener("keyup", end);
}

/** @param {KeyboardEvent} event */
function press(event) {
  const target = /** @type {Element} */ (event.target);
  if (event.key === "Enter" && event.repeat && target.closest("[data-command]")) event.preventDefault(); // a held Enter is one press
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
  if (target.closest(FIELDS) || document.querySelector("dialog[open]")) return;
  const space = event.key === " ";
  if (space && target.closest(PRESSABLE)) return; // the focused button is pressed, as everywhere
  const control = space ? document.querySelector("[data-primary]") : find(event.key.toUpperCase());
  if (!control) return;
  event.preventDefault();
  if (event.repeat) return;
  if (!(control instanceof HTMLFormElement)) /** @type {HTMLElement} */ (control).click();
  else if (control.matches("[data-hold]")) begin(control);
  else control.requestSubmit();
}

/** @param {string} key */
function find(key) {
  const controls = document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`);
  return [...controls].find((control) => !control.closest("[hidden]")) ?? null;
}
