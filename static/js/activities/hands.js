/** Hands counted on the console; the wall's bars and the sentence above them. A phone has nothing to read or to fill. */
import { patch as bars, say as write } from "activities/bars";

/** @typedef {{n: number, counts: Record<string, number>, room: number}} Tally */

/** What is counted and not saved, by round: the console is drawn anew while the trainer counts. @type {Map<string, Record<string, string>>} */
const unsaved = new Map();

/** @returns {undefined} */
export function read() {
  return undefined;
}

export function fill() {}

/** Only the console's form is drawn. @param {HTMLElement} chart */
export function draw(chart) {
  if (!(chart instanceof HTMLFormElement)) return;
  const round = chart.dataset.round ?? "";
  const kept = Object.entries(unsaved.get(round) ?? {}).map(([name, value]) => ({ input: chart.elements.namedItem(name), value }));
  if (kept.every(({ input, value }) => input instanceof HTMLInputElement && input.value === value)) unsaved.delete(round);
  for (const { input, value } of kept) if (input instanceof HTMLInputElement) input.value = value;
  show(chart);
  chart.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("[data-one]");
    if (button) one(button, Number(button.getAttribute("data-one")));
  });
  chart.addEventListener("input", () => {
    unsaved.set(round, /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(chart))));
    show(chart);
  });
}

/** @param {Element} button @param {number} by */
function one(button, by) {
  const input = button.parentElement?.querySelector("input");
  if (!input) return;
  input.value = String(Math.max(0, Math.min(Number(input.max), Number(input.value) + by)));
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

/** @param {HTMLFormElement} form */
function show(form) {
  form.querySelector("[data-unsaved]")?.toggleAttribute("hidden", !unsaved.has(form.dataset.round ?? ""));
}

/** @param {HTMLElement} chart @param {Tally} tally */
export function patch(chart, tally) {
  if (chart instanceof HTMLFormElement) return;
  bars(chart, tally);
  const rate = chart.parentElement?.querySelector("[data-rate]");
  if (!rate) return;
  rate.toggleAttribute("hidden", !tally.room);
  write(rate.querySelector("[data-raised]"), String(tally.n));
  write(rate.querySelector("[data-room]"), String(tally.room));
  const tenths = tally.room ? Math.floor((1000 * tally.n) / tally.room + 0.5) / 10 : 0;
  write(rate.querySelector("[data-share]"), `${tenths.toFixed(1).replace(".", ",")}\u202f%`);
}
