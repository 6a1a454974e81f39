/** A choice of one or of several, as the phone reads and fills it; with how sure one is, where that is asked. */
import { patch as bars } from "activities/bars";
import { percent, size } from "activities/number_format";
import * as sure from "activities/certainty";
import { setText } from "dom";

export { arrange } from "activities/option_order";

/** @typedef {string | string[] | { option: string, certainty: number }} Value */
/** @typedef {import("activities/bars").Tally & { sure?: Record<string, number[] | null> }} Tally */

/** @param {HTMLFormElement} form @returns {Value | undefined} */
export function read(form) {
  if (sure.asked(form)) return sure.read(form);
  const chosen = inputs(form).filter((input) => input.checked).map((input) => input.value);
  if (!chosen.length) return undefined;
  return single(form) ? chosen[0] : chosen.sort();
}

/** @param {HTMLFormElement} form @param {Value | null} value */
export function fill(form, value) {
  if (sure.asked(form)) return sure.fill(form, /** @type {sure.Value | null} */ (value));
  const chosen = new Set([value ?? []].flat());
  for (const input of inputs(form)) input.checked = chosen.has(input.value);
}

/** Reads the draft: the marks not yet sent. @param {HTMLFormElement} form */
export function draft(form) {
  return read(form) ?? null;
}

/** The answer in the words of the question. @param {HTMLFormElement} form @param {Value} value */
export function say(form, value) {
  if (sure.asked(form)) return sure.say(form, /** @type {sure.Value} */ (value));
  const chosen = new Set([value].flat());
  return inputs(form).filter((input) => chosen.has(input.value))
    .map((input) => input.closest(".option")?.querySelector(".option__text")?.textContent?.trim()).join(" · ");
}

/** At the maximum the others rest, and the page says what frees them. @param {HTMLFormElement} form */
export function refresh(form) {
  if (single(form)) return;
  const note = /** @type {HTMLElement} */ (form.querySelector("[data-maximum-note]"));
  note.dataset.calm ??= note.textContent ?? "";
  const full = inputs(form).filter((input) => input.checked).length >= maximum(form);
  for (const input of inputs(form)) input.disabled = full && !input.checked;
  note.textContent = (full ? note.dataset.full : note.dataset.calm) ?? "";
}

/** @param {HTMLElement} chart @param {Tally} tally */
export function patch(chart, tally) {
  bars(chart, tally);
  for (const [key, people] of Object.entries(tally.sure ?? {})) {
    const row = chart.querySelector(`[data-row="${CSS.escape(key)}"]`);
    row?.toggleAttribute("data-kept", people === null);
    row?.toggleAttribute("data-nobody", !(/** @type {Record<string, number>} */ (tally.counts)[key]));
    strip(row, people ?? [0, 0, 0, 0, 0], tally.percents.sure?.[key] ?? 0);
  }
}

/** @param {Element | null} row @param {number[]} people from not sure to wholly sure @param {number} sure per cent of them */
function strip(row, people, sure) {
  const all = people.reduce((sum, each) => sum + each, 0);
  let before = 0;
  row?.querySelectorAll("[data-point]").forEach((rect, point) => {
    size(rect, "x", before, all);
    size(rect, "width", people[point], all);
    before += people[point];
  });
  const high = /** @type {HTMLElement | null} */ (row?.querySelector("[data-high]"));
  if (high) setText(high, all ? (high.dataset.words ?? "").replace("{n}", percent(sure)) : "");
}

/** @param {HTMLFormElement} form @returns {HTMLInputElement[]} */
function inputs(form) {
  return [...form.querySelectorAll("input")];
}

/** @param {HTMLFormElement} form */
function maximum(form) {
  return Number(/** @type {HTMLElement} */ (form.querySelector("[data-maximum]")).dataset.maximum);
}

/** @param {HTMLFormElement} form */
function single(form) {
  return maximum(form) === 1;
}
