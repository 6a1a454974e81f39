/** Steps one can stand on, the last only with a fact; on the wall, stairs as high as the people on each. */
import { fillTable } from "activities/bars";
import { percent, size } from "activities/number_format";
import * as text from "activities/text_field";
import { makeElement, setText } from "dom";

/** @typedef {{ steps: string[], fact: string, when?: number }} Value */
/** @typedef {{ card: string, text: string, when: string }} Fact */
/** @typedef {{ n: number, counts: Record<string, number>, none: number, facts: Fact[], percents: { rows: number[] } }} Tally */

/** @param {HTMLFormElement} form @returns {Value | undefined} */
export function read(form) {
  return lacks(form) ? undefined : given(form);
}

/** @param {HTMLFormElement} form @param {Value | null} value */
export function fill(form, value) {
  for (const input of steps(form)) input.checked = value?.steps.includes(input.value) ?? false;
  none(form).checked = value !== null && !value.steps.length;
  for (const input of days(form)) input.checked = input.value === String(value?.when ?? "");
  text.fill(form, value?.fact ?? null);
}

/** Reads the draft, marks and words, sendable or not. @param {HTMLFormElement} form */
export function draft(form) {
  return chosen(form).length || none(form).checked ? given(form) : null;
}

/** Words of the button for what is still missing. @param {HTMLFormElement} form @returns {string} "" where nothing is */
export function lacks(form) {
  const words = /** @type {HTMLElement} */ (form.querySelector("[data-submit]")).dataset;
  if (!chosen(form).length && !none(form).checked) return words.missing ?? "";
  if (!deed(form).checked) return "";
  const shortest = Number(/** @type {HTMLElement} */ (form.querySelector("[data-shortest]")).dataset.shortest);
  const short = shortest - text.letterCount((text.draft(form) ?? "").trim());
  if (!days(form).some((input) => input.checked)) return words.noDay ?? "";
  if (short > 0) return (words.tooShort ?? "").replace("{n}", String(short));
  return text.read(form) === undefined ? words.missing ?? "" : "";
}

/** @param {HTMLFormElement} form @param {Value} value */
export function say(form, value) {
  const names = steps(form).filter((input) => value.steps.includes(input.value)).map(nameOf);
  const words = names.join(" · ") || nameOf(none(form));
  const day = days(form).find((input) => input.value === String(value.when));
  return value.fact ? `${words}: ${value.fact} (${(day?.nextElementSibling?.textContent ?? "").toLowerCase()})` : words;
}

/** None and some exclude each other; the fact is asked for with its step. @param {HTMLFormElement} form */
export function refresh(form) {
  if (none(form).checked && !before.get(form)) for (const input of steps(form)) input.checked = false;
  else if (chosen(form).length) none(form).checked = false;
  before.set(form, none(form).checked);
  /** @type {HTMLElement} */ (form.querySelector("[data-fact]")).hidden = !deed(form).checked;
  text.refresh(form);
}

/** @param {HTMLElement} chart @param {Tally} tally */
export function patch(chart, tally) {
  const counts = Object.values(tally.counts);
  Object.keys(tally.counts).forEach((key, at) => {
    const step = chart.querySelector(`[data-row="${CSS.escape(key)}"]`);
    size(step?.querySelector("[data-fill]"), "height", counts[at], tally.n);
    setText(step?.querySelector("[data-percent]") ?? null, percent(tally.percents.rows[at]));
    setText(step?.querySelector("[data-people]") ?? null, String(counts[at]));
    const unit = /** @type {HTMLElement | null | undefined} */ (step?.querySelector("[data-unit]"));
    if (unit) setText(unit, (counts[at] === 1 ? unit.dataset.one : unit.dataset.many) ?? "");
  });
  fillTable(chart, counts, tally.percents.rows);
  chart.querySelector(".stairs__facts")?.replaceChildren(...tally.facts.map(card));
  draw(chart);
}

/** Facts beyond the wall's edge are counted, not squeezed. @param {HTMLElement} chart */
export function draw(chart) {
  const list = /** @type {HTMLElement} */ (chart.querySelector(".stairs__facts"));
  const more = /** @type {HTMLElement} */ (chart.querySelector("[data-more]"));
  const edge = list.getBoundingClientRect().bottom + 1;
  for (const fact of list.children) /** @type {HTMLElement} */ (fact).hidden = false;
  const beyond = [...list.children].filter((fact) => fact.getBoundingClientRect().bottom > edge);
  for (const fact of beyond) /** @type {HTMLElement} */ (fact).hidden = true;
  setText(more, beyond.length ? (more.dataset.more ?? "").replace("#", String(beyond.length)) : "");
}

/** @param {Fact} fact */
function card(fact) {
  const item = makeElement("li", "stairs__fact");
  item.dataset.card = fact.card;
  item.append(makeElement("p", "", fact.text), makeElement("small", "", fact.when));
  return item;
}

/** @type {WeakMap<HTMLFormElement, boolean>} */
const before = new WeakMap();

/** @param {HTMLFormElement} form @returns {Value} */
function given(form) {
  if (!deed(form).checked) return { steps: chosen(form), fact: "" };
  const day = days(form).find((input) => input.checked);
  const fact = (text.draft(form) ?? "").trim();
  return day ? { steps: chosen(form), fact, when: Number(day.value) } : { steps: chosen(form), fact };
}

/** @param {HTMLFormElement} form */
function chosen(form) {
  return steps(form).filter((input) => input.checked).map((input) => input.value);
}

/** @param {HTMLFormElement} form @returns {HTMLInputElement[]} */
function steps(form) {
  return [...form.querySelectorAll(/** @type {"input"} */ ("[data-steps] > .option input:not([data-none])"))];
}

/** @param {HTMLFormElement} form @returns {HTMLInputElement[]} */
function days(form) {
  return [...form.querySelectorAll(/** @type {"input"} */ ("[data-when] input"))];
}

/** @param {HTMLFormElement} form */
function deed(form) {
  return /** @type {HTMLInputElement} */ (form.querySelector("[data-deed]"));
}

/** @param {HTMLFormElement} form */
function none(form) {
  return /** @type {HTMLInputElement} */ (form.querySelector("[data-none]"));
}

/** @param {HTMLInputElement} input */
function nameOf(input) {
  return input.closest(".option")?.querySelector(".option__text")?.textContent?.trim() ?? "";
}
