/** Moves the columns of a ladder of numbers, the people in each group, and the mean. */

import { fillTable } from "activities/bars";
import { mean as inWords, percent, scaleTop, size } from "activities/number_format";
import { setText } from "dom";

/** @typedef {{n: number, counts: number[], groups: number[], mean: number | null, score?: number | null, percents: {rows: number[], groups: number[]}}} Tally */

/** @param {HTMLElement} chart @param {Tally} tally */
export function patch(chart, tally) {
  const longest = scaleTop(tally.counts, tally.n) * tally.n;
  const columns = chart.querySelectorAll("[data-row]");
  tally.counts.forEach((count, position) => {
    const column = columns[position];
    size(column?.querySelector("[data-fill]"), "height", count, longest);
    column?.querySelector(".columns__value")?.toggleAttribute("data-zero", !count);
    setText(column?.querySelector("[data-people]") ?? null, String(count));
  });
  chart.querySelectorAll("[data-group]").forEach((group, position) => {
    setText(group.querySelector("[data-people]"), String(tally.groups[position]));
    setText(group.querySelector("[data-share]"), percent(tally.percents.groups[position]));
  });
  placeMean(chart, tally, Number(columns[0]?.getAttribute("data-row")));
  fillTable(chart, tally.counts, tally.percents.rows);
}

/** @param {HTMLElement} chart @param {Tally} tally @param {number} first the lowest rung */
function placeMean(chart, { mean, counts }, first) {
  const pin = chart.querySelector("[data-mean]");
  pin?.toggleAttribute("hidden", mean === null);
  if (mean === null) return;
  size(chart.querySelector("[data-lead]"), "width", mean - first + 0.5, counts.length);
  setText(pin?.querySelector("output") ?? null, inWords(mean));
  setText(chart.querySelector("[data-mean-words]"), inWords(mean));
}

/** @param {HTMLFormElement} form @returns {number | undefined} */
export function read(form) {
  const rung = inputs(form).find((input) => input.checked);
  return rung && Number(rung.value);
}

/** @param {HTMLFormElement} form @param {number | null} value */
export function fill(form, value) {
  for (const input of inputs(form)) input.checked = input.value === String(value);
}

/** @param {HTMLFormElement} form @param {number} value */
export function words(form, value) {
  return `${value} sobre ${inputs(form).at(-1)?.value}`;
}

/** @param {HTMLFormElement} form @returns {HTMLInputElement[]} */
function inputs(form) {
  return [...form.querySelectorAll("input")];
}
