/** My answer and my guess about the others; on the wall, two marks on one bar. */

import { percent, size } from "activities/number_format";
import { setText } from "dom";

/** @typedef {{n: number, real: number | null, believed: number | null, gap: number | null, percents: Record<string, number>}} Tally */

/** @param {HTMLFormElement} form @returns {[string, number] | undefined} */
export function read(form) {
  const [own, others] = both(form);
  return own === null || others === null ? undefined : [own, Number(others)];
}

/** @param {HTMLFormElement} form @param {(string | number | null)[] | null} value */
export function fill(form, value) {
  parts(form).forEach((part, at) => {
    for (const input of part.querySelectorAll("input")) input.checked = value?.[at] != null && input.value === String(value[at]);
  });
}

/** @param {HTMLFormElement} form */
export function draft(form) {
  return both(form).some((part) => part !== null) ? both(form) : null;
}

/** @param {HTMLFormElement} form */
export function lacks(form) {
  return read(form) ? "" : /** @type {HTMLElement} */ (form.querySelector("[data-submit]")).dataset.missing;
}

/** @param {HTMLFormElement} form @param {[string, number]} value */
export function say(form, value) {
  const own = parts(form)[0].querySelector(`input[value="${CSS.escape(value[0])}"]`)?.closest(".option");
  return `${own?.querySelector(".option__text")?.textContent?.trim()} · creo que ${value[1]} de cada 10`;
}

/** @param {HTMLElement} chart @param {Tally} tally */
export function patch(chart, tally) {
  const places = { real: tally.real ?? 0, believed: tally.believed ?? 0 };
  for (const [name, place] of Object.entries(places)) {
    const mark = chart.querySelector(`[data-mark="${name}"]`);
    size(mark?.querySelector("[data-lead]"), "width", place);
    setText(mark?.querySelector("[data-figure]") ?? null, percent(tally.percents[name]));
    setText(chart.querySelector(`[data-table="${name}"]`), percent(tally.percents[name]));
    for (const end of ["x1", "x2"]) size(chart.querySelector(`[data-tick="${name}"]`), end, place);
  }
  size(chart.querySelector("[data-between]"), "x", Math.min(places.real, places.believed));
  size(chart.querySelector("[data-between]"), "width", Math.abs(places.real - places.believed));
  const words = /** @type {HTMLElement} */ (chart.querySelector("[data-gap]"));
  const points = Math.floor(Math.abs(tally.gap ?? 0) + 0.5);
  const sentence = !points ? words.dataset.same : (tally.gap ?? 0) > 0 ? words.dataset.better : words.dataset.worse;
  setText(words, tally.gap === null ? "" : (sentence ?? "").replace("{n}", String(points)));
}

/** @param {HTMLFormElement} form @returns {(string | null)[]} */
function both(form) {
  return parts(form).map((part) => /** @type {HTMLInputElement | null} */ (part.querySelector("input:checked"))?.value ?? null);
}

/** @param {HTMLFormElement} form */
function parts(form) {
  return [...form.querySelectorAll("[data-own-part], [data-others-part]")];
}
