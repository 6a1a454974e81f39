/** The console's gauge and squares, which grow while people come in and answer. Numbers and drawings are stage.js's. */

/** @typedef {{ eligible: number, answered: number, skipped: number, silent: number }} Counts */

import { makeElement, on, query } from "dom";
import { refreshPartial } from "partials";

const POLL_MS = 3_000; // how often the console asks whether the wall is open
const MAX_SEATS = 60; // squares; above it the number alone is clearer

/** Keeps them in step from here on. */
export function followCounters() {
  on("tally_changed", showTally);
  on("online", refreshRoom);
  document.addEventListener("visibilitychange", refreshRoom);
  window.addEventListener("focus", refreshRoom); // back from the tab where the wall was opened
  setInterval(() => { if (document.querySelector("[data-partial=checks], [data-partial=screens]") && !document.hidden) refreshRoom(); }, POLL_MS);
  on("roster_changed", refreshRoom);
  on("roster_changed", showRoster);
}

/** @param {{ round: number, counts: Counts }} fact */
function showTally({ round, counts }) {
  const view = query(document, "[data-phase][data-round]");
  if (Number(view?.dataset.round) === round) showGauge(counts);
  refreshPartial("tables");
}

/** @param {Counts} counts */
function showGauge(counts) {
  const { eligible, answered, skipped, silent } = counts;
  placeBar("answered", 0, answered, eligible);
  placeBar("skipped", answered, skipped, eligible);
  placeBar("silent", answered + skipped, eligible ? silent : 1, eligible || 1);
}

/**
 * @param {string} part
 * @param {number} from
 * @param {number} size
 * @param {number} whole
 */
function placeBar(part, from, size, whole) {
  const bar = document.querySelector(`[data-gauge] rect[data-part="${part}"]`);
  bar?.setAttribute("x", `${whole ? (100 * from) / whole : 0}%`);
  bar?.setAttribute("width", `${whole ? (100 * size) / whole : 0}%`);
}

/** Reads again what the server knows of the room beyond its numbers. */
function refreshRoom() {
  refreshPartial("checks");
  refreshPartial("screens");
}

/** @param {{ inside: number }} roster */
function showRoster({ inside }) {
  const seats = document.querySelector("[data-seats]");
  if (!seats) return;
  seats.toggleAttribute("hidden", inside > MAX_SEATS);
  seats.replaceChildren(...Array.from({ length: Math.min(inside, MAX_SEATS) }, () => makeElement("i")));
}
