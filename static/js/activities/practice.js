/** A rubric marked by whoever observes: on the phone like statements on a scale; on the wall a bar a check. */
import { mean, size } from "activities/number_format";
import { setText } from "dom";

export { draft, fill, lacks, read, say } from "activities/mark_rows";

/** @typedef {{n: number, counts: number[][], score: number | null, few?: number}} Tally */

/** @param {HTMLElement} chart @param {Tally} tally */
export function patch(chart, tally) {
  const score = chart.querySelector("[data-score-line]");
  score?.toggleAttribute("hidden", tally.score === null);
  setText(chart.querySelector("[data-score]"), tally.score === null ? "" : mean(tally.score));
  setText(chart.querySelector("[data-cards]"), String(tally.n));
  chart.querySelector("[data-few]")?.toggleAttribute("hidden", !tally.few);
  chart.querySelector("[data-list]")?.toggleAttribute("hidden", Boolean(tally.few));
  chart.querySelectorAll("[data-check]").forEach((row, at) => draw(row, tally.counts[at], tally.n));
  chart.querySelectorAll("[data-table-check]").forEach((row, at) => {
    row.querySelectorAll("[data-cell]").forEach((cell, level) => setText(cell, String(tally.counts[at][level])));
  });
}

/** @param {Element} row @param {number[]} counts @param {number} n */
function draw(row, counts, n) {
  let before = 0;
  row.querySelectorAll("[data-level]").forEach((rect, level) => {
    size(rect, "x", before, n);
    size(rect, "width", counts[level], n);
    before += counts[level];
  });
  row.querySelectorAll("[data-count-level]").forEach((count, at) => setText(count, String(counts[counts.length - 1 - at])));
}
