/** What grows while people come in and answer: the gauge and the squares. Numbers and drawings are stage.js's. */

/** @typedef {{ eligible: number, answered: number, skipped: number, silent: number }} Counts */

import { makeElement, on, query } from "dom";
import { refresh } from "partials";

const LOOK = 3_000; // ms; how often the console asks whether the wall is open
const SEATS = 60; // squares; above it the number alone is clearer

export function followTally() {
  on("tally_changed", showTally);
  on("online", checkRoom);
  document.addEventListener("visibilitychange", checkRoom);
  window.addEventListener("focus", checkRoom); // back from the tab where the wall was opened
  setInterval(() => { if (document.querySelector("[data-slot=checks], [data-slot=screens]") && !document.hidden) checkRoom(); }, LOOK);
  on("roster_changed", checkRoom);
  on("roster_changed", showRoster);
}

/** @param {{ round: number, counts: Counts }} fact */
function showTally({ round, counts }) {
  const view = query(document, "[data-phase][data-round]");
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
  seats.replaceChildren(...Array.from({ length: Math.min(inside, SEATS) }, () => makeElement("i")));
}
