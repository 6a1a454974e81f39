/** Puts what only this phone knows into the places the page left for it: never markup, always text. */

import { query, queryAll } from "dom";
import { load } from "module_loader";
import { isSameValue } from "outbox";

/** @typedef {import("outbox").Entry} Entry */

/** Shows this phone's answers in results, recalls and paths. @param {ParentNode} stage @param {Record<string, Entry>} entries by round @param {DocumentFragment} you «Tú» */
export function showOwnAnswers(stage, entries, you) {
  const page = query(stage, "[data-own-round]");
  const saved = page && entries[page.dataset.ownRound ?? ""]?.saved;
  const state = saved && saved.state !== "withdraw" ? saved.state : "none";
  for (const card of queryAll(stage, "[data-own]")) {
    card.hidden = card.dataset.own !== state;
    const words = card.querySelector("[data-say]");
    if (words && saved?.say) words.textContent = saved.say;
    if (words && !saved?.say && state === "answer") card.hidden = true;
  }
  if (page && saved && state === "answer") markOwn(page, saved, you);
  if (page && saved && state === "answer") scoreOwn(page, saved);
  for (const recall of queryAll(stage, "[data-recall]")) showRecall(recall, entries);
  for (const path of queryAll(stage, "[data-path]")) showPath(path, entries);
}

/** Shows what this phone answered in the act before. @param {HTMLElement} recall @param {Record<string, Entry>} entries */
function showRecall(recall, entries) {
  const before = entries[recall.dataset.recall ?? ""]?.saved;
  recall.hidden = before?.state !== "answer" || !before.say;
  query(recall, "[data-say]").textContent = before?.say ?? "";
}

/** Shows the cards handed to this phone alone; places without one stay away. @param {ParentNode} stage @param {Record<string, { card: string, text: string }[]>} handed @returns {boolean} whether something changed */
export function showHandout(stage, handed) {
  const list = query(stage, "[data-handed]");
  if (!list) return false;
  const cards = handed[list.dataset.handed ?? ""] ?? [];
  const told = JSON.stringify(cards);
  if (list.dataset.shown === told) return false;
  list.dataset.shown = told;
  list.querySelectorAll("[data-handed-card]").forEach((place, at) => {
    const card = cards[at];
    /** @type {HTMLElement} */ (place).hidden = !card;
    const input = /** @type {HTMLInputElement} */ (place.querySelector("input"));
    input.disabled = !card;
    input.value = card?.card ?? "";
    query(place, "[data-handed-text]").textContent = card?.text ?? "";
  });
  stage.querySelector("[data-handed-none]")?.toggleAttribute("hidden", cards.length > 0);
  return true;
}

/** «Tú» beside the own option; the card with the own words is then for those who listen to the page. @param {HTMLElement} page @param {import("outbox").Answer} saved @param {DocumentFragment} you */
function markOwn(page, saved, you) {
  let marked = false;
  for (const value of [pick(saved)].flat()) {
    const row = page.querySelector(`[data-chart] [data-row="${CSS.escape(String(value))}"]`);
    const label = row?.querySelector(".bars__label") ?? page.querySelector(`[data-own-label="${CSS.escape(String(value))}"]`);
    if (!label) continue;
    if (!label.querySelector(".you")) label.append(you.cloneNode(true));
    row?.setAttribute("data-own-row", "");
    marked = true;
  }
  page.querySelector("[data-own-fallback]")?.classList.toggle("visually-hidden", marked);
}

/** Says what of this phone's answer is right, on this phone alone, where a result has a key. @param {HTMLElement} page @param {import("outbox").Answer} saved */
async function scoreOwn(page, saved) {
  const chart = /** @type {HTMLElement | null} */ (page.querySelector("[data-own-score]")?.closest("[data-chart]"));
  if (chart) (await load(`activities/${chart.dataset.chart}`)).own(chart, saved.value);
}

/** The option within an answer that says more than an option. @param {import("outbox").Answer | null | undefined} answer */
function pick(answer) {
  return answer?.value?.option ?? answer?.value?.zone ?? answer?.value;
}

/** @param {HTMLElement} path @param {Record<string, Entry>} entries */
function showPath(path, entries) {
  const [before, after] = [path.dataset.before, path.dataset.after].map((round) => entries[round ?? ""]?.saved);
  path.hidden = before?.state !== "answer" || after?.state !== "answer" || !before.say || !after.say;
  if (path.hidden) return;
  const moved = !isSameValue(pick(before), pick(after));
  for (const words of queryAll(path, "[data-moved]")) {
    words.textContent = (moved ? words.dataset.moved : words.dataset.same) ?? "";
  }
  const [was, is] = moved ? differingParts(before.say ?? "", after.say ?? "") : [before.say, after.say];
  showNode(path, "[data-path-from]", before, was ?? "");
  if (moved) showNode(path, "[data-path-to]", after, is ?? "");
  else path.querySelector("[data-path-to]")?.remove();
}

/** Of two answers with many parts («A 40 · B 60»), the parts that differ, a line each. @param {string} before @param {string} after @returns {string[]} */
function differingParts(before, after) {
  const sides = [before, after].map((say) => say.split(" · "));
  const alike = sides[0].length === sides[1].length;
  return sides.map((side, at) => side.filter((part, n) => !alike || part !== sides[1 - at][n]).join("\n"));
}

/** @param {HTMLElement} path @param {string} place @param {import("outbox").Answer | null | undefined} answer @param {string} say */
function showNode(path, place, answer, say) {
  const node = /** @type {HTMLElement | null} */ (path.querySelector(place));
  if (!node || !answer) return;
  const key = /** @type {HTMLTemplateElement | null} */ (path.querySelector(`template[data-category="${CSS.escape(String(pick(answer)))}"]`));
  const letter = query(node, ".letter");
  letter.textContent = key?.content.textContent ?? "";
  if (key) node.dataset.slot = key.dataset.tone;
  query(node, "[data-say]").textContent = say;
}
