/** Rows to put in order: by dragging them or with two buttons each. */
import { hash } from "activities/option_order";
import { setText } from "dom";

/** @param {HTMLFormElement} form @returns {string[]} */
export function read(form) {
  return items(form).map((item) => item.dataset.item ?? "");
}

/** @param {HTMLFormElement} form @param {string[] | null} value */
export function fill(form, value) {
  if (!value) return;
  const list = box(form);
  list.toggleAttribute("data-touched", true);
  for (const key of value) list.append(...items(form).filter((item) => item.dataset.item === key));
}

/** An order that was moved and not yet sent. @param {HTMLFormElement} form */
export function draft(form) {
  return "touched" in box(form).dataset ? read(form) : null;
}

/** Any order can be sent, the one shown too. */
export function lacks() {
  return "";
}

/** @param {HTMLFormElement} form @param {string[]} value */
export function say(form, value) {
  return value.map((key, at) => `${at + 1}. ${nameOf(items(form).find((item) => item.dataset.item === key))}`).join(" · ");
}

/** @param {HTMLFormElement} form @param {string} seed */
export function arrange(form, seed) {
  const list = box(form);
  if ("shuffle" in list.dataset) list.append(...items(form).sort((a, b) => hash(seed + a.dataset.item) - hash(seed + b.dataset.item)));
  list.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("[data-move]");
    const item = /** @type {HTMLElement | null} */ (button?.closest(".rank") ?? null);
    if (!button || !item || !step(item, Number(button.getAttribute("data-move")))) return;
    told(form, item);
    // At either end the button rests; the other one keeps the focus near.
    if (/** @type {HTMLButtonElement} */ (button).disabled) /** @type {HTMLElement | null} */ (item.querySelector("[data-move]:not([disabled])"))?.focus();
  });
  list.addEventListener("pointerdown", (event) => drag(form, event));
}

/** @param {HTMLFormElement} form */
export function refresh(form) {
  const all = items(form);
  all.forEach((item, at) => {
    setText(item.querySelector("[data-place]"), String(at + 1));
    /** @type {HTMLButtonElement} */ (item.querySelector('[data-move="-1"]')).disabled = at === 0;
    /** @type {HTMLButtonElement} */ (item.querySelector('[data-move="1"]')).disabled = at === all.length - 1;
  });
}

/** The neighbour moves, never the item itself: it keeps its focus and its finger. @param {HTMLElement} item @param {number} by */
function step(item, by) {
  const other = by < 0 ? item.previousElementSibling : item.nextElementSibling;
  if (!other) return false;
  if (by < 0) item.after(other);
  else item.before(other);
  return true;
}

/** @param {HTMLFormElement} form @param {PointerEvent} start */
function drag(form, start) {
  const grip = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (start.target).closest("[data-grip]"));
  const item = /** @type {HTMLElement | null} */ (grip?.closest(".rank") ?? null);
  if (!grip || !item) return;
  grip.setPointerCapture(start.pointerId);
  item.toggleAttribute("data-held", true);
  let moved = false;
  /** @param {PointerEvent} event */
  const follow = (event) => {
    const before = item.previousElementSibling?.getBoundingClientRect();
    const after = item.nextElementSibling?.getBoundingClientRect();
    if (before && event.clientY < before.top + before.height / 2) moved = step(item, -1) || moved;
    else if (after && event.clientY > after.top + after.height / 2) moved = step(item, 1) || moved;
    refresh(form);
  };
  const end = () => {
    grip.removeEventListener("pointermove", follow);
    item.removeAttribute("data-held");
    if (moved) told(form, item);
  };
  grip.addEventListener("pointermove", follow);
  grip.addEventListener("lostpointercapture", end, { once: true });
}

/** @param {HTMLFormElement} form @param {HTMLElement} item */
function told(form, item) {
  box(form).toggleAttribute("data-touched", true);
  const words = /** @type {HTMLElement} */ (form.querySelector("[data-moved]"));
  const all = items(form);
  words.textContent = (words.dataset.words ?? "").replace("{option}", nameOf(item)).replace("{place}", String(all.indexOf(item) + 1)).replace("{all}", String(all.length));
  item.dispatchEvent(new Event("input", { bubbles: true }));
}

/** @param {HTMLFormElement} form @returns {HTMLElement} */
function box(form) {
  return /** @type {HTMLElement} */ (form.querySelector(".ranks-form"));
}

/** @param {HTMLFormElement} form @returns {HTMLElement[]} */
function items(form) {
  return [...box(form).querySelectorAll(/** @type {"li"} */ (".rank"))];
}

/** @param {Element | undefined} item */
function nameOf(item) {
  return item?.querySelector(".rank__name")?.textContent?.trim() ?? "";
}
