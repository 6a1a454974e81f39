/** A rule that gets in the way: what it says, where on the way, what it does. */
import { fillTable } from "activities/bars";
import * as text from "activities/text_field";
import { makeElement, setText } from "dom";

/** @typedef {{ text: string, stage: string, effect: string }} Value */
/** @typedef {{ n: number, stages: Record<string, number>, effects: Record<string, number>, texts: (Value & { card: string })[], percents: { rows: number[] } }} Tally */

/** @param {HTMLFormElement} form @returns {Value | undefined} */
export function read(form) {
  const value = { text: text.read(form), stage: picked(form, "stage"), effect: picked(form, "effect") };
  return value.text && value.stage && value.effect ? /** @type {Value} */ (value) : undefined;
}

/** @param {HTMLFormElement} form @param {Partial<Value> | null} value */
export function fill(form, value) {
  text.fill(form, value?.text ?? null);
  for (const part of /** @type {("stage" | "effect")[]} */ (["stage", "effect"])) {
    for (const input of inputs(form, part)) input.checked = input.value === value?.[part];
  }
}

/** Reads the draft, sendable or not. @param {HTMLFormElement} form */
export function draft(form) {
  const value = { text: text.draft(form) ?? "", stage: picked(form, "stage") ?? "", effect: picked(form, "effect") ?? "" };
  return value.text || value.stage || value.effect ? value : null;
}

/** @param {HTMLFormElement} form @param {Value} value */
export function say(form, value) {
  return `${value.text} · ${value.stage} · ${value.effect}`;
}

export const refresh = text.refresh;

/** @param {HTMLElement} chart @param {Tally} tally */
export function patch(chart, tally) {
  const counts = Object.values(tally.stages);
  fillTable(chart, counts, tally.percents.rows);
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (chart.querySelectorAll("[data-effect]"))) {
    setText(place, String(tally.effects[place.dataset.effect ?? ""] ?? 0));
  }
  for (const stage of /** @type {NodeListOf<HTMLElement>} */ (chart.querySelectorAll("[data-stage]"))) {
    const name = stage.dataset.stage ?? "";
    stage.toggleAttribute("data-none", !tally.stages[name]);
    setText(stage.querySelector("[data-people]"), String(tally.stages[name] ?? 0));
    lay(/** @type {HTMLElement} */ (stage.querySelector(".way__cards")), tally.texts.filter((each) => each.stage === name));
  }
  draw(chart);
}

/** Counts the cards that do not fit their stage, and hides them. @param {HTMLElement} chart */
export function draw(chart) {
  for (const stage of chart.querySelectorAll(".way__stage")) {
    const list = /** @type {HTMLElement} */ (stage.querySelector(".way__cards"));
    const more = /** @type {HTMLElement} */ (stage.querySelector("[data-more]"));
    const cards = /** @type {HTMLElement[]} */ ([...list.children]);
    for (const card of cards) card.hidden = false;
    setText(more, ""); // what takes up no room is not measured with
    const fits = cards.every((card) => card.getBoundingClientRect().bottom <= list.getBoundingClientRect().bottom + 1);
    if (!fits) setText(more, "…"); // its line takes room from the cards
    const edge = list.getBoundingClientRect().bottom + 1;
    let beyond = cards.filter((card) => card.getBoundingClientRect().bottom > edge).length;
    if (beyond === cards.length && beyond) beyond -= 1; // one cut card says more than a number alone
    cards.slice(cards.length - beyond).forEach((card) => (card.hidden = true));
    setText(more, beyond ? (more.dataset.more ?? "").replace("#", String(beyond)) : "");
  }
}

/** @param {HTMLElement} list @param {(Value & { card: string })[]} texts */
function lay(list, texts) {
  const wanted = new Map(texts.map((each) => [each.card, each]));
  for (const card of /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("[data-card]"))) {
    const each = wanted.get(card.dataset.card ?? "");
    if (each) setText(card.querySelector("p"), each.text);
    else card.remove();
    wanted.delete(card.dataset.card ?? "");
  }
  for (const each of wanted.values()) {
    const card = makeElement("li", "way__card");
    card.dataset.card = each.card;
    card.append(makeElement("p", "", each.text), makeElement("small", "", ` · ${each.effect}`));
    list.append(card);
  }
}

/** @param {HTMLFormElement} form @param {string} part @returns {HTMLInputElement[]} */
function inputs(form, part) {
  return [...form.querySelectorAll(/** @type {"input"} */ (`[data-pick="${part}"] input`))];
}

/** @param {HTMLFormElement} form @param {string} part */
function picked(form, part) {
  return inputs(form, part).find((input) => input.checked)?.value;
}
