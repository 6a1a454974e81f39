/** Statements on one scale: a few on each screen of the phone; bars and a radar as the room answers. */

import { mean, percent, size } from "activities/number_format";
import { setText } from "dom";

export { arrange, draft, fill, lacks, read, say } from "activities/mark_rows";

/** @typedef {{n: number, counts: number[][], unknown: number[], means: (number | null)[], dimensions: {name: string, mean: number | null, rows: number[]}[], percents: {cells: number[][], unknown: number[]}}} Tally */

const RADIUS = 40; // of the radar, in its own units

/** @param {HTMLElement} chart @param {Tally} tally */
export function patch(chart, tally) {
  chart.querySelectorAll("[data-statement]").forEach((row, at) => bar(row, tally, at));
  chart.querySelectorAll("[data-dimension-bar]").forEach((row, at) => {
    const { rows, mean: value } = tally.dimensions[at];
    stack(row, tally.counts[0].map((_, point) => rows.reduce((sum, each) => sum + tally.counts[each][point], 0)));
    setText(row.querySelector("[data-mean]"), value === null ? "" : mean(value));
  });
  chart.querySelectorAll("[data-heat-row]").forEach((row, at) => heat(row, tally, at));
  const places = [...chart.querySelectorAll("[data-dot]")].map((dot, at) => {
    const value = tally.dimensions[at].mean;
    const angle = Number(dot.getAttribute("data-angle"));
    const length = (RADIUS * ((value ?? 1) - 1)) / (Number(chart.dataset.top) - 1);
    const place = [length * Math.sin(angle), -length * Math.cos(angle)].map((part) => part.toFixed(2));
    dot.setAttribute("cx", place[0]);
    dot.setAttribute("cy", place[1]);
    setText(chart.querySelectorAll("[data-dimension]")[at], value === null ? "" : mean(value));
    return place.join(",");
  });
  chart.querySelector("[data-shape]")?.setAttribute("points", places.join(" "));
}

/** @param {Element} row @param {Tally} tally @param {number} at */
function bar(row, tally, at) {
  stack(row, tally.counts[at]);
  const value = tally.means[at];
  setText(row.querySelector("[data-mean]"), value === null ? "" : mean(value));
  const unknown = /** @type {HTMLElement} */ (row.querySelector("[data-unknown]"));
  setText(unknown, tally.unknown[at] ? (unknown.dataset.words ?? "").replace("{n}", String(tally.unknown[at])) : "");
}

/** @param {Element} row @param {number[]} counts */
function stack(row, counts) {
  const marked = counts.reduce((sum, people) => sum + people, 0);
  let before = 0;
  row.querySelectorAll("[data-point]").forEach((rect, point) => {
    size(rect, "x", before, marked);
    size(rect, "width", counts[point], marked);
    before += counts[point];
  });
}

/** @param {Element} row @param {Tally} tally @param {number} at */
function heat(row, tally, at) {
  const cells = tally.percents.cells[at];
  row.querySelectorAll("[data-cell]").forEach((cell, point) => {
    setText(cell, percent(cells[point] ?? tally.percents.unknown[at]));
    if (point < cells.length) cell.setAttribute("data-heat", String(Math.floor((cells[point] + 9) / 20)));
  });
  const value = tally.means[at];
  setText(row.querySelector("[data-mean]"), value === null ? "" : mean(value));
}
