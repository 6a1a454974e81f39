/** Iceberg, with what is seen above the water and its causes below: a text and its zone; cards where they lie. */
import { fillTable } from "activities/bars";
import * as text from "activities/text_field";
import { makeElement, setText } from "dom";

export const refresh = text.refresh;

/** @typedef {{ text: string, zone: string }} Value */
/** @typedef {{ n: number, zones: Record<string, number>, texts: (Value & { card: string })[], percents: { rows: number[] } }} Tally */

/** @param {HTMLFormElement} form @returns {Value | undefined} */
export function read(form) {
  const [words, zone] = [text.read(form), picked(form)];
  return words && zone ? { text: words, zone } : undefined;
}

/** @param {HTMLFormElement} form @param {Partial<Value> | null} value */
export function fill(form, value) {
  text.fill(form, value?.text ?? null);
  for (const input of inputs(form)) input.checked = input.value === value?.zone;
}

/** Reads the draft, sendable or not. @param {HTMLFormElement} form */
export function draft(form) {
  const words = text.draft(form) ?? "";
  const zone = inputs(form).find((input) => input.checked)?.value ?? "";
  return words || zone ? { text: words, zone } : null;
}

/** @param {HTMLFormElement} form */
export function lacks(form) {
  const words = /** @type {HTMLElement} */ (form.querySelector("[data-submit]")).dataset;
  if (text.read(form) === undefined) return words.missing ?? "";
  return picked(form) ? "" : words.noZone ?? "";
}

/** @param {HTMLFormElement} form @param {Value} value */
export function say(form, value) {
  const zone = inputs(form).find((input) => input.value === value.zone)?.nextElementSibling?.textContent;
  return zone ? `${value.text} · ${zone}` : value.text;
}

/** @param {HTMLElement} chart @param {Tally} tally */
export function patch(chart, tally) {
  const counts = Object.values(tally.zones);
  fillTable(chart, counts, tally.percents.rows);
  for (const zone of /** @type {NodeListOf<HTMLElement>} */ (chart.querySelectorAll("[data-zone]"))) {
    const name = zone.dataset.zone ?? "";
    setText(zone.querySelector("[data-people]"), String(tally.zones[name] ?? 0));
    zone.querySelector(".berg__cards")?.replaceChildren(...tally.texts.filter((each) => each.zone === name).map(card));
  }
  draw(chart);
}

/** Counts the cards that do not fit their zone, and hides them. @param {HTMLElement} chart */
export function draw(chart) {
  for (const list of /** @type {NodeListOf<HTMLElement>} */ (chart.querySelectorAll(".berg__cards"))) {
    const cards = /** @type {HTMLElement[]} */ ([...list.children]);
    for (const each of cards) each.hidden = false;
    const more = /** @type {HTMLElement} */ (list.parentElement?.querySelector("[data-more]"));
    setText(more, "");
    let hidden = 0;
    for (let rest = beyond(list, cards); rest.length; rest = beyond(list, cards.filter((each) => !each.hidden))) {
      hidden += rest.length;
      for (const each of rest) each.hidden = true;
      setText(more, (more.dataset.more ?? "").replace("#", String(hidden))); // this line takes a place of its own
    }
  }
}

/** @param {HTMLElement} list @param {HTMLElement[]} cards */
function beyond(list, cards) {
  const edge = list.getBoundingClientRect().bottom + 1;
  return cards.filter((each) => each.getBoundingClientRect().bottom > edge);
}

/** @param {Value & { card: string }} each */
function card(each) {
  const item = makeElement("li", "", each.text);
  item.dataset.card = each.card;
  return item;
}

/** @param {HTMLFormElement} form */
function picked(form) {
  const only = /** @type {HTMLInputElement | null} */ (form.querySelector("[data-only-zone]"));
  return only?.value ?? inputs(form).find((input) => input.checked)?.value;
}

/** @param {HTMLFormElement} form @returns {HTMLInputElement[]} */
function inputs(form) {
  return [...form.querySelectorAll(/** @type {"input"} */ ("[data-pick-zone] input"))];
}
