/**
 * Moves the bars of a question to a new tally. Only attributes and text nodes change; CSS glides the widths,
 * and each row is its own layout island, so a thousand answers cost the page nothing.
 */

import { percentOf } from "activities/figures";
import { setText } from "dom";

/** @typedef {{n: number, counts: Record<string, number> | number[], protected?: string[]}} Tally */

/** The longest bar ends at the next round ten above it, so that bars of one question compare. */
const ROUND = 10; // per cent

const NARROW_SPACE = "\u202f"; // Spanish writes «34 %» with a space that never breaks

/**
 * @param {HTMLElement} chart
 * @param {Tally} tally
 */
export function patch(chart, tally) {
  const counts = Object.entries(tally.counts);
  const values = counts.map(([, count]) => count);
  const top = scaleTop(values, tally.n);
  const percents = wholePercents(values, tally.n);
  counts.forEach(([key, count], position) => {
    const row = chart.querySelector(`[data-row="${CSS.escape(key)}"]`);
    if (row) draw(row, count, tally.n ? (100 * count) / tally.n : 0, top, percents[position]);
  });
  if (tally.protected) guard(chart, tally.protected);
  else fillTable(chart, values, percents);
}

/** Groups too small to tell say so, here as where the page was made. @param {HTMLElement} chart @param {string[]} hidden */
function guard(chart, hidden) {
  for (const row of chart.querySelectorAll("[data-row]")) {
    row.toggleAttribute("data-protected", hidden.includes(row.getAttribute("data-row") ?? ""));
  }
}

/**
 * @param {Element} row
 * @param {number} count
 * @param {number} share in per cent
 * @param {number} top
 * @param {number} percent whole
 */
function draw(row, count, share, top, percent) {
  row.querySelector("[data-fill]")?.setAttribute("width", `${length(share, top)}%`);
  setText(row.querySelector("[data-percent]"), `${percent}${NARROW_SPACE}%`);
  setText(row.querySelector("[data-people]"), String(count));
  const unit = row.querySelector("[data-unit]");
  if (unit instanceof HTMLElement) setText(unit, (count === 1 ? unit.dataset.one : unit.dataset.many) ?? "");
}

/**
 * The table beside the drawing says the same.
 * @param {HTMLElement} chart
 * @param {number[]} values
 * @param {number[]} percents
 */
export function fillTable(chart, values, percents) {
  chart.querySelectorAll("[data-table-row]").forEach((row, position) => {
    setText(row.querySelector("[data-people]"), String(values[position] ?? 0));
    setText(row.querySelector("[data-percent]"), `${percents[position] ?? 0}${NARROW_SPACE}%`);
  });
}

/** @param {number[]} values @param {number} n */
export function scaleTop(values, n) {
  const largest = n ? (100 * Math.max(0, ...values)) / n : 0;
  return Math.min(100, Math.floor(largest / ROUND) * ROUND + ROUND);
}

/** @param {number} share @param {number} top */
export function length(share, top) {
  return Math.min(100, (100 * share) / top).toFixed(2);
}

/** What a screen prints of each count. @param {number[]} values @param {number} n */
export function wholePercents(values, n) {
  return values.map((value) => percentOf(value, n));
}
