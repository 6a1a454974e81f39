/** Everything in order: by dragging or with two buttons, and the room's order as it settles. */

import { hash } from "activities/choice";
import { mean, size } from "activities/number_format";
import { setText } from "dom";

/** @typedef {{n: number, ranks: Record<string, number[]>, order: string[], means: Record<string, number | null>, borda: Record<string, number>, agreement: number | null}} Tally */

const LEVELS = [0.3, 0.5, 0.7]; // Kendall's W: weak, moderate, strong
const GLIDE = 600; // ms, as --time-3

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

/** @param {HTMLElement} chart @param {Tally} tally */
export function patch(chart, tally) {
  const list = /** @type {HTMLElement} */ (chart.querySelector(".ranks__list"));
  const rows = /** @type {Map<string, HTMLElement>} */ (new Map([...list.children].map((row) => [row.getAttribute("data-item"), row])));
  const stood = new Map([...rows].map(([key, row]) => [key, row.getBoundingClientRect().top]));
  tally.order.forEach((key, place) => {
    const row = rows.get(key);
    const cells = chart.querySelector(`[data-table-item="${CSS.escape(key)}"]`);
    if (!row) return;
    if (list.children[place] !== row) list.insertBefore(row, list.children[place]);
    const shared = tally.order.findIndex((other) => tally.means[other] === tally.means[key]);
    setText(row.querySelector("[data-place]"), String(1 + shared));
    const words = tally.means[key] === null ? "" : mean(/** @type {number} */ (tally.means[key]));
    for (const where of [row, cells]) setText(where?.querySelector("[data-mean]") ?? null, words);
    setText(cells?.querySelector("[data-borda]") ?? null, String(tally.borda[key]));
    setText(cells?.querySelector("[data-first]") ?? null, String(tally.ranks[key][0]));
    row.querySelectorAll("[data-place-of]").forEach((column, at) => {
      size(column, "y", (tally.n || 1) - tally.ranks[key][at], tally.n || 1);
      size(column, "height", tally.ranks[key][at], tally.n);
    });
  });
  for (const [key, row] of rows) glide(row, (stood.get(key) ?? 0) - row.getBoundingClientRect().top);
  const foot = /** @type {HTMLElement} */ (chart.querySelector("[data-agreement]"));
  const level = LEVELS.filter((limit) => (tally.agreement ?? 0) >= limit).length;
  setText(foot, tally.agreement === null ? "" : (foot.dataset.words ?? "").split("|")[level]);
}

/** A row that changes place goes there in sight. @param {HTMLElement} row @param {number} by px */
function glide(row, by) {
  if (!by || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  row.animate([{ transform: `translateY(${by}px)` }, { transform: "none" }], { duration: GLIDE, easing: "cubic-bezier(.2,.8,.2,1)" });
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
