/** A number as it is written in Spanish, and a dot for each person. */

import { amount, share, size } from "activities/number_format";
import { makeElement, makeSvg, setText } from "dom";

/** @typedef {{median: number | null, q1: number | null, q3: number | null, far: number[][], bins: number[], axis: number[], values: number[][]}} Column */
/** @typedef {{n: number, columns: Column[]}} Tally */

const FEWEST = 12; // levels, so that one answer is not a giant
const MOST = 24; // levels of dots; above it columns are clearer

/** @param {HTMLFormElement} form @returns {number | number[] | undefined} */
export function read(form) {
  const numbers = boxes(form).map((input) => numberOf(form, input.value));
  if (numbers.some((number) => typeof number !== "number")) return undefined;
  const whole = /** @type {number[]} */ (numbers);
  return several(form) ? whole : whole[0];
}

/** @param {HTMLFormElement} form @param {any} value */
export function fill(form, value) {
  const given = [value ?? []].flat();
  boxes(form).forEach((input, at) => {
    const own = given[at] ?? "";
    const text = typeof own === "number" ? String(own).replace(".", ",") : String(own); // a draft stays as it was written
    if (input.value !== text) input.value = text;
  });
}

/** Reads the draft: the text, a number or not yet. @param {HTMLFormElement} form */
export function draft(form) {
  const written = boxes(form).map((input) => input.value.trim());
  return written.some(Boolean) ? written : null;
}

/** @param {HTMLFormElement} form */
export function lacks(form) {
  return read(form) === undefined ? /** @type {HTMLElement} */ (form.querySelector("[data-submit]")).dataset.missing : "";
}

/** @param {HTMLFormElement} form @param {number | number[]} value */
export function say(form, value) {
  const given = [value].flat();
  return boxes(form).map((input, at) => {
    const label = /** @type {HTMLElement} */ (input.closest(".number"));
    const name = label.querySelector(".number__text")?.textContent;
    const words = amount(given[at], label.querySelector(".number__unit")?.textContent ?? "");
    return name ? `${name}: ${words}` : words;
  }).join(" · ");
}

/** Words beside «Guardada»: the number as it was understood. */
export const echoes = true;

/** @param {HTMLFormElement} form */
export function arrange(form) {
  form.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("[data-meant]");
    const input = boxes(form).find((each) => bothOf(form, each.value));
    if (!(button instanceof HTMLElement) || !input) return;
    input.value = button.dataset.meant ?? "";
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.focus();
  });
}

/** Says what is wrong with a number that is written, never with one that is still missing. @param {HTMLFormElement} form */
export function refresh(form) {
  ask(form);
  const found = boxes(form).map((input) => ({ input, wrong: numberOf(form, input.value) }));
  const bad = found.filter(({ wrong }) => typeof wrong === "string" && wrong);
  for (const { input, wrong } of found) input.setAttribute("aria-invalid", String(typeof wrong === "string" && wrong !== ""));
  const problem = /** @type {HTMLElement} */ (form.querySelector("[data-number-problem]"));
  const wrong = bad.filter(({ input }) => !bothOf(form, input.value));
  problem.hidden = !wrong.length;
  setText(problem, wrong.length ? String(wrong[0].wrong) : "");
}

/** «1,500» and «1.500» are 1500 to some and 1,5 to others: only who wrote it knows. @param {HTMLFormElement} form */
function ask(form) {
  const place = /** @type {HTMLElement} */ (form.querySelector("[data-number-ask]"));
  const input = boxes(form).find((each) => bothOf(form, each.value));
  const both = input ? bothOf(form, input.value) : null;
  place.hidden = !both;
  if (!input || !both) return;
  const unit = input.closest(".number")?.querySelector(".number__unit")?.textContent ?? "";
  place.querySelectorAll("[data-meant]").forEach((button, at) => {
    /** @type {HTMLElement} */ (button).dataset.meant = String(both[at]).replace(".", ",");
    setText(button, amount(both[at], unit));
  });
}

/** The two numbers that a text may be, thousands first; null where it can only be one, or where neither may be given. @param {HTMLFormElement} form @param {string} text @returns {[number, number] | null} */
function bothOf(form, text) {
  const [, sign, whole, rest] = /^([-\u2212]?)([1-9]\d{0,2})[.,](\d{3})$/.exec(text.trim().replace(/[\s\u00a0\u202f]/g, "")) ?? [];
  if (!whole) return null;
  const minus = sign ? -1 : 1;
  /** @type {[number, number]} */
  const both = [minus * Number(whole + rest), minus * Number(`${whole}.${rest}`)];
  return both.some((number) => !problemOf(form, number)) ? both : null;
}

/** Why a number may not be given, in words; "" where it may. @param {HTMLFormElement} form @param {number} number */
function problemOf(form, number) {
  const { decimals, minimum, maximum, range = "", whole = "" } = /** @type {HTMLElement} */ (form.querySelector(".numbers-form")).dataset;
  if (number < Number(minimum) || number > Number(maximum)) return range;
  return Math.abs(Number(number.toFixed(Number(decimals))) - number) > 1e-9 ? whole : "";
}

/** «1.250,5», «1 250,5» and «1250.5» are one number; null when nothing is written, words when it cannot be. @param {HTMLFormElement} form @param {string} text @returns {number | string | null} */
function numberOf(form, text) {
  if (bothOf(form, text)) return /** @type {HTMLElement} */ (form.querySelector("[data-number-ask] p")).textContent ?? "";
  const { strange = "" } = /** @type {HTMLElement} */ (form.querySelector(".numbers-form")).dataset;
  const bare = text.trim().replace(/[\s\u00a0\u202f]/g, "").replace(/^\u2212/, "-");
  if (!bare) return null;
  const plain = bare.includes(",") ? bare.replace(/\.(?=\d{3}(\D|$))/g, "").replace(",", ".") : /^-?\d{1,3}(\.\d{3})+$/.test(bare) ? bare.replaceAll(".", "") : bare;
  if (!/^-?\d+(\.\d*)?$/.test(plain)) return strange;
  const number = Number(plain);
  return problemOf(form, number) || number || 0; // never −0
}

/** @param {HTMLElement} chart @param {Tally} tally */
export function patch(chart, tally) {
  chart.querySelectorAll("[data-column]").forEach((plot, at) => draw(/** @type {HTMLElement} */ (plot), tally.columns[at]));
}

/** @param {HTMLElement} plot @param {Column} column */
function draw(plot, column) {
  const unit = plot.dataset.unit ?? "";
  const field = plot.querySelector("[data-field]");
  if (column.median === null || !field) return;
  if (!plot.querySelector("[data-median]")) return; // drawn before the first answer: the next page brings it
  const [low, high] = [column.axis[0], /** @type {number} */ (column.axis.at(-1))];
  /** @param {number} value */
  const along = (value) => Math.min(high, Math.max(low, value)) - low;
  const span = high - low;
  setText(plot.querySelector("[data-median]"), amount(column.median, unit));
  setText(plot.querySelector("[data-q1]"), amount(/** @type {number} */ (column.q1)));
  setText(plot.querySelector("[data-q3]"), amount(/** @type {number} */ (column.q3), unit));
  size(field.querySelector("[data-band]"), "x", along(/** @type {number} */ (column.q1)), span);
  size(field.querySelector("[data-band]"), "width", along(/** @type {number} */ (column.q3)) - along(/** @type {number} */ (column.q1)), span);
  for (const end of ["x1", "x2"]) size(field.querySelector("[data-middle]"), end, along(column.median), span);
  field.querySelector("[data-people]")?.replaceChildren(...people(column.bins));
  plot.querySelector("[data-axis]")?.replaceChildren(...column.axis.map((tick) => makeElement("span", "", amount(tick))));
  const far = /** @type {HTMLElement} */ (plot.querySelector("[data-far]"));
  far.hidden = !column.far.length;
  setText(far, `${far.dataset.words} ${column.far.map(([value, count]) => amount(value, unit) + (count > 1 ? " (" + count + ")" : "")).join(" · ")}`);
}

/** @param {number[]} bins */
function people(bins) {
  const levels = Math.max(FEWEST, ...bins);
  return bins.flatMap((count, at) => {
    const x = share(at + 0.5, bins.length);
    if (levels > MOST) return count ? [shape("rect", { class: "dots__bar", x: x - 1, width: 2, y: share(levels - count, levels), height: share(count, levels) })] : [];
    return Array.from({ length: count }, (_, level) => shape("circle", { cx: x, cy: share(levels - level - 0.5, levels), r: 13.2 / levels }));
  });
}

/** @param {string} name @param {Record<string, number | string>} places */
function shape(name, places) {
  return makeSvg(name, Object.fromEntries(Object.entries(places).map(([key, value]) => [key, typeof value === "number" ? `${value.toFixed(2)}%` : value])));
}

/** @param {HTMLFormElement} form */
function several(form) {
  return Number(/** @type {HTMLElement} */ (form.querySelector(".numbers-form")).dataset.several) > 0;
}

/** @param {HTMLFormElement} form @returns {HTMLInputElement[]} */
function boxes(form) {
  return [...form.querySelectorAll(/** @type {"input"} */ ("[data-number]"))];
}
