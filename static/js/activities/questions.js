/** One question of one's own, and votes for others': a vote is sent at once, a text with its button. */
import { rank } from "activities/ranked_list";
import { refresh as measure } from "activities/text_field";
import { makeElement, setText } from "dom";

/** @typedef {{ card: string, text: string, votes: number, state: string }} Question */
/** @typedef {{ text: string, votes: string[] }} Value */

/** Text that was sent last: a vote must not send half a text. @type {WeakMap<HTMLFormElement, string>} */
const sent = new WeakMap();
/** @type {WeakSet<HTMLFormElement>} */
const voting = new WeakSet();

/** @param {HTMLFormElement} form @returns {Value | undefined} */
export function read(form) {
  const text = voting.has(form) ? sent.get(form) ?? "" : area(form).value.trim();
  const value = { text, votes: votes(form) };
  if (!text && !value.votes.length) return undefined;
  sent.set(form, text);
  return value;
}

/** @param {HTMLFormElement} form @param {Value | null} value */
export function fill(form, value) {
  sent.set(form, value?.text ?? "");
  if (area(form).value !== (value?.text ?? "")) area(form).value = value?.text ?? "";
  list(form).dataset.mine = JSON.stringify(value?.votes ?? []);
  draw(list(form));
}

/** Reads the draft: the text, never the votes. @param {HTMLFormElement} form */
export function draft(form) {
  const text = area(form).value.trim();
  return text ? { text, votes: votes(form) } : null;
}

/** @param {HTMLFormElement} form @param {Value} value */
export function say(form, value) {
  return value.text || list(form).getAttribute("aria-label") || "";
}

/** @param {HTMLFormElement} form */
export function refresh(form) {
  measure(form);
}

/** Called once when the page is there. @param {HTMLFormElement} form */
export function arrange(form) {
  draw(list(form));
  list(form).addEventListener("click", (event) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-vote]"));
    if (!button) return;
    const card = button.dataset.vote ?? "";
    const mine = new Set(votes(form));
    if (!mine.delete(card)) mine.add(card);
    list(form).dataset.mine = JSON.stringify([...mine]);
    draw(list(form));
    const typed = area(form).value;
    voting.add(form);
    form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));  // requestSubmit: iOS 16
    voting.delete(form);
    if (typed.trim() !== (sent.get(form) ?? "")) area(form).dispatchEvent(new Event("input", { bubbles: true }));
  });
}

/** @param {HTMLElement} chart @param {{ questions: Question[] }} tally */
export function patch(chart, tally) {
  if (!("lift" in chart.dataset)) return rank(chart, tally.questions.map((each) => ({ ...each, id: each.card })));
  const rows = new Map([...chart.querySelectorAll("li")].map((row) => [row.dataset.card, row]));
  const there = new Set(tally.questions.map((each) => each.card));
  for (const [card, row] of rows) if (!there.has(card ?? "")) row.remove();
  for (const each of tally.questions) {  // places stay under the thumb; new ones come last
    const row = rows.get(each.card) ?? /** @type {HTMLLIElement} */ (makeElement("li", "lift__row", each.text));
    if (!rows.has(each.card)) chart.append(row);
    Object.assign(row.dataset, { card: each.card, votes: String(each.votes), state: each.state });
  }
  draw(chart);
}

/** @param {HTMLElement} chart */
function draw(chart) {
  const mine = new Set(JSON.parse(chart.dataset.mine ?? "[]"));
  const form = /** @type {HTMLFormElement} */ (chart.closest("form"));
  for (const row of chart.querySelectorAll("li")) {
    row.dataset.text ??= row.textContent ?? "";
    const own = row.dataset.text === sent.get(form);
    const [text, end] = [row.querySelector(".lift__text"), row.querySelector(own ? ".lift__own" : ".lift__vote")];
    const parts = [text ?? makeElement("span", "lift__text"), end ?? (own ? makeElement("span", "lift__own") : makeElement("button", "lift__vote"))];
    if (!text || !end) row.replaceChildren(...parts);  // what has the focus stays where it is
    const state = chart.dataset[row.dataset.state ?? ""];
    parts[0].replaceChildren(row.dataset.text, ...(state ? [makeElement("small", "", state)] : []));
    if (own) parts[1].textContent = `${chart.dataset.own} · ${row.dataset.votes}`;
    else dress(/** @type {HTMLElement} */ (parts[1]), chart, row, mine.has(row.dataset.card));
  }
}

/** @param {HTMLElement} vote @param {HTMLElement} chart @param {HTMLElement} row @param {boolean} pressed */
function dress(vote, chart, row, pressed) {
  if (!vote.firstChild) vote.append(makeElement("span", "lift__votes"), makeElement("span", "visually-hidden", (chart.dataset.liftLabel ?? "").replace("{text}", row.dataset.text ?? "")));
  setText(/** @type {Element} */ (vote.firstElementChild), `▲ ${row.dataset.votes} `);
  vote.setAttribute("type", "button");
  vote.setAttribute("aria-pressed", String(pressed));
  vote.dataset.vote = row.dataset.card;
}

/** @param {HTMLFormElement} form @returns {string[]} */
function votes(form) {
  return JSON.parse(list(form).dataset.mine ?? "[]").sort();
}

/** @param {HTMLFormElement} form */
function area(form) {
  return /** @type {HTMLTextAreaElement} */ (form.querySelector("textarea"));
}

/** @param {HTMLFormElement} form */
function list(form) {
  return /** @type {HTMLElement} */ (form.querySelector("[data-lift]"));
}
