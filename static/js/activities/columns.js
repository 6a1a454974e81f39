/** Moves the columns of a scale, its mean and its median to a new tally. */

import { fillTable } from "activities/bars";
import { mean as inWords, percent, scaleTop, size } from "activities/number_format";
import { setText } from "dom";

/** @typedef {{n: number, counts: number[], mean: number | null, median: number | null, percents: {rows: number[]}}} Tally */

/**
 * @param {HTMLElement} chart
 * @param {Tally} tally
 */
export function patch(chart, tally) {
  const longest = scaleTop(tally.counts, tally.n) * tally.n;
  const percents = tally.percents.rows;
  tally.counts.forEach((count, position) => {
    const column = chart.querySelector(`[data-row="${position + 1}"]`);
    if (!column) return;
    size(column.querySelector("[data-fill]"), "height", count, longest);
    setText(column.querySelector("[data-percent]"), percent(percents[position]));
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
  const words = inWords(mean);
  size(chart.querySelector("[data-lead]"), "width", mean - 0.5, counts.length);
  setText(pin?.querySelector("output") ?? null, words);
  setText(chart.querySelector("[data-mean-words]"), words);
}
