/** A few words each: the list is always whole, and the cloud beside it grows without moving what is there. */
import { makeElement, setText } from "dom";
import { WordCloudLayout } from "word_cloud_layout";

/** @typedef {{ key: string, text: string, count: number }} Word */
/** @typedef {{ n: number, words: Word[], total: number }} Tally */

const CALM = 2_000; // ms between two layouts: eyes need to find a word again

/** @type {WeakMap<Element, { sky: WordCloudLayout, at: number, due: number }>} */
const skies = new WeakMap();

/** @param {HTMLFormElement} form @returns {string[] | undefined} */
export function read(form) {
  return draft(form) ?? undefined;
}

/** @param {HTMLFormElement} form @param {string[] | null} value */
export function fill(form, value) {
  fields(form).forEach((field, at) => {
    if (field.value !== (value?.[at] ?? "")) field.value = value?.[at] ?? "";
  });
}

/** @param {HTMLFormElement} form @returns {string[] | null} */
export function draft(form) {
  const words = fields(form).map((field) => field.value.trim()).filter(Boolean);
  return words.length ? words : null;
}

/** @param {HTMLFormElement} form @param {string[]} value */
export function say(form, value) {
  return value.join(" · ");
}

/** @param {HTMLElement} chart @param {Tally} tally */
export function patch(chart, tally) {
  const list = /** @type {HTMLElement} */ (chart.querySelector(".cloud__list"));
  const rows = new Map([.../** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("[data-word]"))].map((row) => [row.dataset.word, row]));
  tally.words.forEach((word, at) => {
    const row = rows.get(word.key) ?? rowOf(word);
    rows.delete(word.key);
    setText(row.querySelector("i"), String(at + 1));
    setText(row.querySelector("span"), word.text);
    setText(row.querySelector("b"), String(word.count));
    if (list.children[at] !== row) list.insertBefore(row, list.children[at] ?? null);
  });
  for (const row of rows.values()) row.remove();
  setText(chart.querySelector("[data-distinct]"), String(tally.words.length));
  setText(chart.querySelector("[data-total]"), String(tally.total));
  chart.querySelector("[data-nothing]")?.toggleAttribute("hidden", tally.words.length > 0);
  const known = chart.parentElement?.querySelector("datalist");
  known?.replaceChildren(...tally.words.map((word) => Object.assign(document.createElement("option"), { value: word.text })));
  draw(chart);
}

/** Lays the cloud out, at most once in two seconds. @param {HTMLElement} chart */
export function draw(chart) {
  const svg = /** @type {SVGSVGElement} */ (chart.querySelector(".cloud__sky"));
  const state = skies.get(chart) ?? { sky: new WordCloudLayout(svg), at: -CALM, due: 0 };
  if (!skies.has(chart)) new ResizeObserver(() => { state.at = -CALM; draw(chart); }).observe(svg);
  skies.set(chart, state);
  if (state.due) return;
  const wait = Math.max(0, state.at + CALM - performance.now());
  state.due = window.setTimeout(async () => {
    state.due = 0;
    state.at = performance.now();
    await document.fonts.ready;
    const beyond = await state.sky.lay(wordsOf(chart));
    const place = /** @type {HTMLElement | null} */ (chart.querySelector("[data-beyond]"));
    if (place && beyond !== null) setText(place, beyond ? (place.dataset.beyond ?? "").replace("#", String(beyond)) : "");
  }, wait);
}

/** @param {HTMLElement} chart @returns {Word[]} */
function wordsOf(chart) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (chart.querySelectorAll("[data-word]"))].map((row) => ({
    key: row.dataset.word ?? "", text: row.querySelector("span")?.textContent ?? "", count: Number(row.querySelector("b")?.textContent),
  }));
}

/** @param {Word} word */
function rowOf(word) {
  const row = makeElement("li");
  row.dataset.word = word.key;
  row.append(makeElement("i"), makeElement("span"), makeElement("b"));
  row.firstElementChild?.setAttribute("aria-hidden", "true");
  return row;
}

/** @param {HTMLFormElement} form @returns {HTMLInputElement[]} */
function fields(form) {
  return [...form.querySelectorAll(/** @type {"input"} */ (".fewwords__word"))];
}
