/** Moves the columns of a scale, its mean and its median to a new tally. */

import { fillTable, length, scaleTop, wholePercents } from "activities/bars";
import { setText } from "dom";

/** @typedef {{n: number, counts: number[], mean: number | null, median: number | null}} Tally */

/**
 * @param {HTMLElement} chart
 * @param {Tally} tally
 */
export function patch(chart, tally) {
  const top = scaleTop(tally.counts, tally.n);
  const percents = wholePercents(tally.counts, tally.n);
  tally.counts.forEach((count, position) => {
    const column = chart.querySelector(`[data-row="${position + 1}"]`);
    if (!column) return;
    column.querySelector("[data-fill]")?.setAttribute("height", `${length(tally.n ? (100 * count) / tally.n : 0, top)}%`);
    setText(column.querySelector("[data-percent]"), `${percents[position]}\u202f%`);
    setText(column.querySelector("[data-people]"), String(count));
  });
  placeMean(chart, tally);
  chart.querySelectorAll(".columns__names > li").forEach((name, position) => {
    name.toggleAttribute("data-median", tally.median === position + 1);
  });
  fillTable(chart, tally.counts, percents);
}

/**
 * @param {HTMLElement} chart
 * @param {Tally} tally
 */
function placeMean(chart, { mean, counts }) {
  const pin = chart.querySelector("[data-mean]");
  pin?.toggleAttribute("hidden", mean === null);
  if (mean === null) return;
  const words = (Math.floor(mean * 10 + 0.5) / 10).toFixed(1).replace(".", ",");
  chart.querySelector("[data-lead]")?.setAttribute("width", `${((100 * (mean - 0.5)) / counts.length).toFixed(2)}%`);
  setText(pin?.querySelector("output") ?? null, words);
  setText(chart.querySelector("[data-mean-words]"), words);
}
