/**
 * Adds and removes the texts people wrote, by the name of their card. Texts only ever enter the page as textContent.
 * What does not fit the wall is counted, not squeezed: «y 12 más».
 */
import { makeElement, setText } from "dom";

const SIZES = ["xl", "l", "m", "s"]; // of the cards on a wall; the largest at which nothing is left out
const FEW = 4; // texts that may fill the wall among them
const MANY = 24; // texts that are tried at one size only: the smallest

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
    if (wanted.has(name)) setText(card, wanted.get(name) ?? "");
    else card.remove();
    wanted.delete(name);
  }
  for (const [card, text] of wanted) list.append(cardOf(card, text));
  chart.querySelector("[data-nothing]")?.toggleAttribute("hidden", tally.texts.length > 0);
  countTheRest(chart);
}

/** @param {string} card @param {string} text */
function cardOf(card, text) {
  const item = makeElement("li", "texts__card", text);
  item.dataset.card = card;
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
  setText(more, "");
  list.style.removeProperty("--card-lines");
  const chart = /** @type {HTMLElement} */ (list.closest(".texts"));
  let beyond = 0;
  for (const size of list.children.length > MANY ? SIZES.slice(-1) : SIZES) {
    chart.dataset.size = size;
    beyond = outside(list);
    if (!beyond) break;
  }
  if (beyond) {
    list.style.setProperty("--card-lines", String(linesFor(list)));
    beyond = outside(list);
  }
  const shortened = [...list.children].some((card) => card.scrollHeight > card.clientHeight + 1);
  setText(more, [beyond ? (more.dataset.more ?? "").replace("#", String(beyond)) : "", shortened ? more.dataset.cut : ""].filter(Boolean).join(" · "));
}

/** Number of lines of a card that are shown where not all of them fit: a column's worth, or half of it if others wait. @param {HTMLElement} list */
function linesFor(list) {
  const { lineHeight, paddingTop, paddingBottom } = getComputedStyle(list.children[0]);
  const height = list.clientHeight / (list.children.length > FEW ? 2 : 1);
  return Math.max(2, Math.floor((height - 2 * parseFloat(paddingTop) - 2 * parseFloat(paddingBottom)) / parseFloat(lineHeight)));
}

/** @param {HTMLElement} list */
function outside(list) {
  const { right, bottom } = list.getBoundingClientRect();
  const boxes = [...list.children].map((card) => card.getBoundingClientRect());
  return boxes.filter((box) => box.left >= right - 1 || box.bottom > bottom + 1).length;
}
