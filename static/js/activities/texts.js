/**
 * Adds and removes the texts people wrote, by the name of their card. Texts only ever enter the page as textContent.
 * What does not fit the wall is counted, not squeezed: «y 12 más».
 */

import { say } from "activities/bars";

/** @typedef {{n: number, texts: {card: string, text: string}[]}} Tally */

/**
 * @param {HTMLElement} chart
 * @param {Tally} tally
 */
export function patch(chart, tally) {
  const list = chart.querySelector(".texts__list");
  if (!list) return;
  const wanted = new Map(tally.texts.map(({ card, text }) => [card, text]));
  for (const card of list.querySelectorAll("[data-card]")) {
    const name = card.getAttribute("data-card") ?? "";
    if (wanted.has(name)) say(card, wanted.get(name) ?? "");
    else card.remove();
    wanted.delete(name);
  }
  for (const [card, text] of wanted) list.append(cardOf(card, text));
  chart.querySelector("[data-nothing]")?.toggleAttribute("hidden", tally.texts.length > 0);
  countTheRest(chart);
}

/** @param {string} card @param {string} text */
function cardOf(card, text) {
  const item = document.createElement("li");
  item.className = "texts__card";
  item.dataset.card = card;
  item.textContent = text;
  return item;
}

/**
 * The list's columns run on beyond its right edge, where nobody sees them.
 * @param {ParentNode} root
 */
export function countTheRest(root) {
  const more = root.querySelector("[data-more]");
  const list = root.querySelector(".texts__list");
  if (!(more instanceof HTMLElement) || !(list instanceof HTMLElement)) return;
  const edge = list.getBoundingClientRect().right;
  const cards = [...list.children];
  const beyond = cards.filter((card) => card.getBoundingClientRect().left >= edge - 1).length;
  say(more, beyond ? (more.dataset.more ?? "").replace("#", String(beyond)) : "");
}
