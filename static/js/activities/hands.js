/** Hands counted on the console, alone or beside phones; the wall's bars and the sentence above them. A phone has nothing to read or to fill. */
import { patch as bars } from "activities/bars";
import { dispatch, postJson, setText } from "dom";

/** @typedef {{n: number, counts: Record<string, number>, room: number, percents: {rows: number[], room: number}}} Tally */

const REST = 300; // ms; a hand that taps fast is one save
const AGAIN = 2_000; // ms after a save that did not arrive
const PATIENCE = 8_000; // ms, as for every key of the console

/** Counts not saved yet, by round: the console is drawn anew while the trainer counts. @type {Map<string, Record<string, string>>} */
const unsaved = new Map();
/** Rounds beside whose answers she wants to count. @type {Set<string>} */
const asked = new Set();
let due = 0;
let saving = false;
/** @type {EventTarget | null} */
let pressed = null; // counted as soon as it was pressed: a page drawn anew under the finger would swallow the click

/** @returns {undefined} */
export function read() {
  return undefined;
}

export function fill() {}

/** Only the console's form is drawn. @param {HTMLElement} chart */
export function draw(chart) {
  if (!(chart instanceof HTMLFormElement)) return;
  const kept = Object.entries(unsaved.get(chart.dataset.round ?? "") ?? {});
  for (const [name, value] of kept) {
    const input = chart.elements.namedItem(name);
    if (input instanceof HTMLInputElement) input.value = value;
  }
  show(chart);
  offer(chart);
  chart.addEventListener("pointerdown", (event) => {
    const button = buttonOf(event);
    if (!button || event.pointerType !== "mouse" || event.button !== 0) return;
    pressed = button;
    one(button);
  });
  chart.addEventListener("click", (event) => {
    const button = buttonOf(event);
    if (button && button !== pressed) one(button);
    pressed = null;
  });
  chart.addEventListener("input", ({ target }) => count(chart, /** @type {HTMLInputElement} */ (target)));
  chart.addEventListener("submit", (event) => { event.preventDefault(); if (unsaved.has(chart.dataset.round ?? "")) later(chart.action, chart.dataset.round ?? "", 0); });
}

/** Beside a question that phones answer the form is there once it was asked for. @param {HTMLFormElement} form */
function offer(form) {
  const entry = /** @type {HTMLElement | null} */ (form.closest("[data-hand-entry]"));
  if (!entry) return;
  if (asked.has(entry.dataset.handEntry ?? "")) entry.hidden = false;
  document.querySelector("[data-count-hands]")?.addEventListener("click", (event) => {
    asked.add(entry.dataset.handEntry ?? "");
    entry.hidden = false;
    /** @type {Element} */ (event.currentTarget).closest("details")?.removeAttribute("open");
    const first = form.querySelector("input");  // not a button: a space there would press the key of the page
    entry.scrollIntoView({ block: "nearest" });
    first?.focus({ preventScroll: true });
    first?.select();
  });
}

/** @param {Event} event @returns {Element | null} */
const buttonOf = (event) => /** @type {Element} */ (event.target).closest("[data-one]");

/** @param {Element} button */
function one(button) {
  const input = button.parentElement?.querySelector("input");
  if (!input) return;
  input.value = String(Math.max(0, Math.min(Number(input.max), Number(input.value) + Number(button.getAttribute("data-one")))));
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Only what was touched is sent: another console may be counting the row below. @param {HTMLFormElement} form @param {HTMLInputElement} touched */
function count(form, touched) {
  if (!form.checkValidity()) return show(form, "wrong");
  const round = form.dataset.round ?? "";
  unsaved.set(round, { ...unsaved.get(round), [touched.name]: touched.value });
  show(form);
  dispatch("counting", { busy: true, newest: 0 }); // a key that is pressed now waits for it
  later(form.action, round, REST);
}

/** @param {string} action @param {string} round @param {number} rest ms */
function later(action, round, rest) {
  clearTimeout(due);
  due = window.setTimeout(() => void save(action, round), rest);
}

/** One save after the other, each with all that is counted. @param {string} action @param {string} round */
async function save(action, round) {
  const counted = unsaved.get(round);
  if (!counted || saving) return;
  saving = true;
  const response = await postJson(action, { ...counted, round: Number(round) }, { keepalive: true, signal: AbortSignal.timeout(PATIENCE) }).catch(() => null);
  saving = false;
  const newer = unsaved.get(round) !== counted;
  const over = response !== null && response.status < 500; // saved, or refused for good: nothing to try again
  if (over && !newer) unsaved.delete(round);
  for (const form of document.querySelectorAll("form.counted")) show(/** @type {HTMLFormElement} */ (form), response && !response.ok && over ? "refused" : "");
  const newest = Number(response?.headers.get("X-Version") ?? 0);
  dispatch("counting", { busy: over && newer, newest });
  if (!over || newer) later(action, round, over ? 0 : AGAIN);
}

/** Says in words what became of the count. @param {HTMLFormElement} form @param {string} [what] wrong | refused */
function show(form, what = "") {
  const words = /** @type {HTMLElement | null} */ (form.querySelector("[data-count-state]"));
  const state = what || (unsaved.has(form.dataset.round ?? "") ? "saving" : "saved");
  if (words) words.textContent = words.dataset[state] ?? "";
}

/** @param {HTMLElement} chart @param {Tally} tally */
export function patch(chart, tally) {
  if (chart instanceof HTMLFormElement) return;
  bars(chart, tally);
  const rate = chart.parentElement?.querySelector("[data-rate]");
  if (!rate) return;
  rate.toggleAttribute("hidden", !tally.room);
  setText(rate.querySelector("[data-raised]"), String(tally.n));
  setText(rate.querySelector("[data-room]"), String(tally.room));
  setText(rate.querySelector("[data-share]"), `${tally.percents.room.toFixed(1).replace(".", ",")}\u202f%`);
}
