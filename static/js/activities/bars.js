/**
 * Moves the bars of a question to a new tally. Only attributes and text nodes change; CSS glides the widths,
 * and each row is its own layout island, so a thousand answers cost the page nothing.
 */

import { percent, scaleTop, size } from "activities/number_format";
import { setText } from "dom";

/** @typedef {{n: number, counts: Record<string, number> | number[], protected?: string[], percents: {rows: number[], sure?: Record<string, number | null>}}} Tally */

/**
 * @param {HTMLElement} chart
 * @param {Tally} tally
 */
export function patch(chart, tally) {
  const counts = Object.entries(tally.counts);
  const values = counts.map(([, count]) => count);
  const longest = scaleTop(values, tally.n) * tally.n;
  const percents = tally.percents.rows;
  counts.forEach(([key, count], position) => {
    const row = chart.querySelector(`[data-row="${CSS.escape(key)}"]`);
    if (row) draw(row, count, longest, percents[position]);
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
 * @param {number} longest people in a bar of full length
 * @param {number} whole per cent
 */
function draw(row, count, longest, whole) {
  size(row.querySelector("[data-fill]"), "width", count, longest);
  setText(row.querySelector("[data-percent]"), percent(whole));
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
    setText(row.querySelector("[data-percent]"), percent(percents[position] ?? 0));
  });
}
