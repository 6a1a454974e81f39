/** A service system in pieces: what lacks is told while it is written, and «aprobado» waits for the whole. */
import { fillTable } from "activities/bars";
import { percent, share, size } from "activities/number_format";
import { autogrow } from "autogrow_textarea";
import { setText } from "dom";

/** @typedef {Record<string, string | boolean>} Value */

const NUMBER = /^\d{1,9}([.,]\d{1,3})?$/;
const STEPS = { fewest: 3, most: 9 };

/** @param {HTMLFormElement} form @returns {Value | undefined} */
export function read(form) {
  return draft(form) ?? undefined;
}

/** @param {HTMLFormElement} form @param {Value | null} value */
export function fill(form, value) {
  for (const field of fields(form)) {
    const words = String(value?.[field.name] ?? "");
    if (field.value !== words) field.value = words;
  }
  approval(form).checked = Boolean(value?.approved);
}

/** @param {HTMLFormElement} form @returns {Value | null} */
export function draft(form) {
  const written = fields(form).filter((field) => field.value.trim());
  if (!written.length) return null;
  const value = /** @type {Value} */ (Object.fromEntries(written.map((field) => [field.name, field.value.trim()])));
  return approval(form).checked && isWhole(form) ? { ...value, approved: true } : value;
}

/** @param {HTMLFormElement} form @param {Value} value */
export function say(form, value) {
  const lines = fields(form).filter((field) => value[field.name]).map((field) => `${field.closest("label")?.querySelector("b")?.textContent}: ${value[field.name]}`);
  return lines.join("\n");
}

/** Shows the progress of each piece and of the whole. @param {HTMLFormElement} form */
export function refresh(form) {
  autogrow(form);
  for (const piece of form.querySelectorAll(".build__piece")) {
    const own = /** @type {HTMLTextAreaElement[]} */ ([...piece.querySelectorAll("textarea")]);
    setText(piece.querySelector("output"), `${own.filter(isGood).length}/${own.length}`);
  }
  const all = fields(form);
  const place = /** @type {HTMLElement} */ (form.querySelector("[data-complete]"));
  setText(place, (place.dataset.words ?? "").replace("{}", String(Math.floor(share(all.filter(isGood).length, all.length)))));
  approval(form).disabled = !isWhole(form);
  if (!isWhole(form)) approval(form).checked = false;
  /** @type {HTMLElement} */ (form.querySelector("[data-not-yet]")).hidden = isWhole(form);
}

/** @param {HTMLElement} chart @param {{ n: number, pieces: Record<string, number>, approved: number, percents: { rows: number[], mean: number } }} tally */
export function patch(chart, tally) {
  for (const [piece, count] of Object.entries(tally.pieces)) {
    const row = chart.querySelector(`[data-row="${CSS.escape(piece)}"]`);
    size(row?.querySelector("[data-fill]"), "width", count, tally.n);
    setText(row?.querySelector("[data-people]") ?? null, String(count));
    setText(row?.querySelector("[data-of]") ?? null, String(tally.n));
  }
  fillTable(chart, Object.values(tally.pieces), tally.percents.rows);
  setText(chart.querySelector("[data-mean]"), percent(tally.percents.mean));
  setText(chart.querySelector("[data-approved]"), String(tally.approved));
  setText(chart.querySelector("[data-total]"), String(tally.n));
}

/** @param {HTMLTextAreaElement} field */
function isGood(field) {
  const text = field.value.trim();
  const lines = text.split("\n").filter((line) => line.trim()).length;
  if (field.name === "number") return NUMBER.test(text);
  return field.name === "steps" ? lines >= STEPS.fewest && lines <= STEPS.most : Boolean(text);
}

/** @param {HTMLFormElement} form */
function isWhole(form) {
  return fields(form).every(isGood);
}

/** @param {HTMLFormElement} form @returns {HTMLTextAreaElement[]} */
function fields(form) {
  return [...form.querySelectorAll("textarea")];
}

/** @param {HTMLFormElement} form @returns {HTMLInputElement} */
function approval(form) {
  return /** @type {HTMLInputElement} */ (form.querySelector("[data-approve]"));
}
