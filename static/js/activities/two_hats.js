/** Two marks by one person; on the wall, both distributions on one line and the gap between their means. */

import { mean, share, size } from "activities/number_format";
import { setText } from "dom";

/** @typedef {{n: number, counts: number[][], means: (number | null)[], gap: number | null, higher: number[]}} Tally */

const MARKS = 11; // 0 to 10

/** @param {HTMLFormElement} form @returns {number[] | undefined} */
export function read(form) {
  const found = marks(form);
  return found.includes(null) ? undefined : /** @type {number[]} */ (found);
}

/** @param {HTMLFormElement} form @param {(number | null)[] | null} value */
export function fill(form, value) {
  hats(form).forEach((hat, at) => {
    for (const input of hat.querySelectorAll("input")) input.checked = value?.[at] != null && input.value === String(value[at]);
  });
}

/** @param {HTMLFormElement} form */
export function draft(form) {
  return marks(form).some((mark) => mark !== null) ? marks(form) : null;
}

/** @param {HTMLFormElement} form */
export function lacks(form) {
  return read(form) ? "" : /** @type {HTMLElement} */ (form.querySelector("[data-submit]")).dataset.missing;
}

/** @param {HTMLFormElement} form @param {number[]} value */
export function say(form, value) {
  return hats(form).map((hat, at) => `${hat.querySelector("legend")?.textContent}: ${value[at]}`).join(" · ");
}

/** @param {HTMLElement} chart @param {Tally} tally */
export function patch(chart, tally) {
  const tallest = Math.max(1, ...tally.counts.flat());
  const names = chart.querySelectorAll(".hats__name");
  chart.querySelectorAll("[data-half]").forEach((half, at) => {
    half.querySelectorAll("rect").forEach((column, mark) => {
      size(column, "y", at ? 0 : tallest - tally.counts[at][mark], tallest);
      size(column, "height", tally.counts[at][mark], tallest);
    });
    for (const end of ["x1", "x2"]) size(half.querySelector("[data-middle]"), end, place(tally.means[at]));
    setText(names[at].querySelector("[data-mean]"), tally.means[at] === null ? "" : mean(/** @type {number} */ (tally.means[at])));
  });
  const gap = Math.abs(tally.gap ?? 0);
  size(chart.querySelector("[data-between]"), "x", Math.min(...tally.means.map(place)));
  size(chart.querySelector("[data-between]"), "width", gap, MARKS);
  setText(chart.querySelector("[data-gap]"), mean(gap));
  const words = /** @type {HTMLElement} */ (chart.querySelector("[data-higher]"));
  const [first, same, second] = tally.higher.map(String);
  setText(words, (words.dataset.words ?? "").replace("{a}", first).replace("{s}", same).replace("{b}", second));
  chart.querySelectorAll("[data-table-mark]").forEach((row, mark) => {
    row.querySelectorAll("td").forEach((cell, at) => setText(cell, String(tally.counts[at][mark])));
  });
}

/** @param {number | null} value */
function place(value) {
  return share((value ?? 0) + 0.5, MARKS);
}

/** @param {HTMLFormElement} form */
function marks(form) {
  return hats(form).map((hat) => {
    const chosen = /** @type {HTMLInputElement | null} */ (hat.querySelector("input:checked"));
    return chosen ? Number(chosen.value) : null;
  });
}

/** @param {HTMLFormElement} form */
function hats(form) {
  return [...form.querySelectorAll("[data-hat]")];
}
