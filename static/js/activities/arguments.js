/** Texts of others: marked with a thumb, or none of them. The places are filled by own_answers.js. */
import { countRows } from "activities/ranked_list";
import { makeElement, setText } from "dom";

/** @param {HTMLFormElement} form @returns {string[] | undefined} */
export function read(form) {
  const cards = marked(form);
  return cards.length || none(form).checked ? cards.sort() : undefined;
}

/** @param {HTMLFormElement} form @param {string[] | null} value */
export function fill(form, value) {
  for (const input of places(form)) input.checked = Boolean(value?.includes(input.value)) && !input.disabled;
  none(form).checked = Array.isArray(value) && !value.length;
  before.set(form, none(form).checked);
}

/** @param {HTMLFormElement} form */
export function draft(form) {
  return read(form) ?? null;
}

/** @param {HTMLFormElement} form @param {string[]} value */
export function say(form, value) {
  return places(form).filter((input) => value.includes(input.value)).map(text).join(" · ") || text(none(form));
}

/** «Ninguno» and a mark exclude each other: the one touched last stays. @param {HTMLFormElement} form */
export function refresh(form) {
  const fresh = none(form).checked && !before.get(form);
  if (fresh) for (const input of places(form)) input.checked = false;
  else if (marked(form).length) none(form).checked = false;
  before.set(form, none(form).checked);
}

/** @typedef {{ card: string, text: string, marks: number }} Marked */
/** @typedef {{ n: number, none: number, dense: boolean, sides: { id: string, text: string, letter: string, slot: number, best: Marked[] }[] }} Tally */

/** Few and short: the list is made again. @param {HTMLElement} chart @param {Tally} tally */
export function patch(chart, tally) {
  const sides = tally.sides.filter((side) => side.best.length);
  chart.dataset.sides = String(sides.length);
  chart.toggleAttribute("data-dense", tally.dense);
  chart.querySelector("[data-nothing]")?.toggleAttribute("hidden", sides.length > 0);
  setText(chart.querySelector("[data-none-count]"), String(tally.none));
  chart.querySelector("[data-sides-list]")?.replaceChildren(...sides.map((side) => {
    const item = makeElement("li", "side");
    item.dataset.side = side.id;
    item.dataset.slot = String(side.slot);
    const name = makeElement("p", "side__name");
    if (side.letter) name.append(makeElement("span", "key", side.letter.toUpperCase()));
    name.append(makeElement("span", "", side.text));
    const best = makeElement("ul", "side__best");
    best.append(...side.best.map((each) => quote(chart, each)));
    item.append(name, best);
    return item;
  }));
  countRows(chart);
}

/** @param {HTMLElement} chart @param {Marked} each */
function quote(chart, each) {
  const item = makeElement("li", "");
  item.dataset.card = each.card;
  const marks = makeElement("span", "side__marks");
  marks.append(makeElement("b", "", String(each.marks)), " ", makeElement("span", "", (each.marks === 1 ? chart.dataset.marksOne : chart.dataset.marksMany) ?? ""));
  item.append(makeElement("q", "", each.text), marks);
  return item;
}

/** @type {WeakMap<HTMLFormElement, boolean>} */
const before = new WeakMap();

/** @param {HTMLFormElement} form @returns {HTMLInputElement[]} */
function places(form) {
  return [...form.querySelectorAll("[data-handed-card] input")].map((input) => /** @type {HTMLInputElement} */ (input));
}

/** @param {HTMLFormElement} form */
function marked(form) {
  return places(form).filter((input) => input.checked && input.value).map((input) => input.value);
}

/** @param {HTMLFormElement} form */
function none(form) {
  return /** @type {HTMLInputElement} */ (form.querySelector("[data-none]"));
}

/** @param {HTMLInputElement} input */
function text(input) {
  return input.closest(".option")?.querySelector(".option__text")?.textContent?.trim() ?? "";
}
