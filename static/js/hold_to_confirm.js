/** Forms with `data-hold` are sent by a key or pointer that is held: nothing grave happens by a slip. */
import { clickedControl } from "keyboard_focus";

const HOLD_MS = 1_200; // the same as the line in console.css
const CONFIRM_MS = 5_000; // screen readers press, they cannot hold: a second press confirms

/** @type {HTMLFormElement | null} */
let current = null;
let timer = 0;

/** Holds every `[data-hold]` of the page, now and later, to it. */
export function listenForHolds() {
  document.addEventListener("submit", blockUnheld, true);
  document.addEventListener("pointerdown", (event) => { if (event.button === 0) beginHold(formOf(event)); });
  for (const type of ["pointerup", "pointercancel", "blur"]) window.addEventListener(type, endHold);
  document.addEventListener("click", confirmByClick);
  document.addEventListener("keydown", onKey);
  document.addEventListener("keyup", onKey);
}

/** Begins to fill the line of a form; it is sent when full. @param {HTMLFormElement | null} form */
export function beginHold(form) {
  if (!form || current) return;
  current = form;
  for (const part of partsOf(form)) part.setAttribute("data-holding", "");
  timer = window.setTimeout(() => { endHold(); submitHeld(form); }, HOLD_MS);
}

/** The key or pointer is up: nothing is sent. */
export function endHold() {
  clearTimeout(timer);
  for (const part of current ? partsOf(current) : []) part.removeAttribute("data-holding");
  current = null;
}

/** The form, and a button of it that stands elsewhere. @param {HTMLFormElement} form */
function partsOf(form) {
  return [form, ...(form.id ? document.querySelectorAll(`button[form="${form.id}"]`) : [])];
}

/** @param {HTMLFormElement} form */
function submitHeld(form) {
  form.dataset.held = "1";
  submitForm(form);
  delete form.dataset.held;
}

/** As its button would, where a browser cannot be asked to (Safari before 16). @param {HTMLFormElement} form */
export function submitForm(form) {
  if ("requestSubmit" in form) form.requestSubmit();
  else if (/** @type {HTMLFormElement} */ (form).dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }))) /** @type {HTMLFormElement} */ (form).submit();
}

/** @param {Event} event */
function blockUnheld(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (!form.matches("[data-hold]") || form.dataset.held) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.key !== " " && event.key !== "Enter") return;
  const form = formOf(event);
  if (!form || isPrimarys(event)) return;
  event.preventDefault();
  if (event.type === "keyup") endHold();
  else if (!event.repeat) beginHold(form);
}

/** Space is for the one button of a console, unless somebody tabbed to this one. @param {KeyboardEvent} event */
function isPrimarys(event) {
  return event.type === "keydown" && document.querySelector("[data-primary]") !== null && clickedControl(/** @type {Element} */ (event.target)) !== null;
}

/** @param {MouseEvent} event */
function confirmByClick(event) {
  const form = formOf(event);
  if (!form || event.detail !== 0) return; // a pointer's click; a key's click was prevented above
  if (form.dataset.armed) {
    submitHeld(form);
    return;
  }
  const how = form.querySelector(".hold__how");
  const before = how?.textContent ?? "";
  form.dataset.armed = "1";
  if (how) how.textContent = document.getElementById("words")?.dataset.again ?? before;
  setTimeout(() => { delete form.dataset.armed; if (how) how.textContent = before; }, CONFIRM_MS);
}

/**
 * @param {Event} event
 * @returns {HTMLFormElement | null}
 */
function formOf(event) {
  const button = event.target instanceof Element ? event.target.closest("button") : null;
  return button?.form?.matches("[data-hold]") ? button.form : null;
}
