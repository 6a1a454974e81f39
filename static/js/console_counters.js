/** What grows while people come in and answer: the gauge and the squares. Numbers and drawings are stage.js's. */

/** @typedef {{ eligible: number, answered: number, skipped: number, silent: number }} Counts */

import { refresh } from "partials";

const LOOK = 3_000; // ms; how often the console asks whether the wall is open
const SEATS = 60; // squares; above it the number alone is clearer

export function followTally() {
  document.addEventListener("ma:tally_changed", (event) => showTally(/** @type {CustomEvent} */ (event).detail));
  for (const moment of ["ma:online", "visibilitychange"]) document.addEventListener(moment, checkRoom);
  window.addEventListener("focus", checkRoom); // back from the tab where the wall was opened
  setInterval(() => { if (document.querySelector("[data-slot=checks], [data-slot=screens]") && !document.hidden) checkRoom(); }, LOOK);
  document.addEventListener("ma:roster_changed", checkRoom);
  document.addEventListener("ma:roster_changed", (event) => showRoster(/** @type {CustomEvent} */ (event).detail));
}

/** @param {{ round: number, counts: Counts }} fact */
function showTally({ round, counts }) {
  const view = /** @type {HTMLElement | null} */ (document.querySelector("[data-phase][data-round]"));
  if (Number(view?.dataset.round) === round) showGauge(counts);
  refresh("tables");
}

/** @param {Counts} counts */
function showGauge(counts) {
  const { eligible, answered, skipped, silent } = counts;
  place("answered", 0, answered, eligible);
  place("skipped", answered, skipped, eligible);
  place("silent", answered + skipped, eligible ? silent : 1, eligible || 1);
}

/**
 * @param {string} part
 * @param {number} from
 * @param {number} size
 * @param {number} whole
 */
function place(part, from, size, whole) {
  const bar = document.querySelector(`[data-gauge] rect[data-part="${part}"]`);
  bar?.setAttribute("x", `${whole ? (100 * from) / whole : 0}%`);
  bar?.setAttribute("width", `${whole ? (100 * size) / whole : 0}%`);
}

/** What the server knows about the room beyond its numbers. */
function checkRoom() {
  refresh("checks");
  refresh("screens");
}

/** @param {{ inside: number }} roster */
function showRoster({ inside }) {
  const seats = document.querySelector("[data-seats]");
  if (!seats) return;
  seats.toggleAttribute("hidden", inside > SEATS);
  seats.replaceChildren(...Array.from({ length: Math.min(inside, SEATS) }, () => document.createElement("i")));
}
