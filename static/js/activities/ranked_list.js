/** A short list by votes, drawn anew: few rows, so nothing has to glide to keep its place. */
import { share } from "activities/number_format";
import { makeElement, makeSvg } from "dom";

/** @typedef {{ id: string, text: string, votes: number, size?: number, state?: string, zone?: string }} Ranked */

/** @param {HTMLElement} chart @param {Ranked[]} rows */
export function rank(chart, rows) {
  chart.querySelector("[data-nothing]")?.toggleAttribute("hidden", rows.length > 0);
  const most = Math.max(1, ...rows.map((row) => row.votes));
  const list = chart.querySelector("[data-ranked]");
  const old = new Map([...list?.children ?? []].map((row) => [row.getAttribute("data-row"), row]));
  list?.replaceChildren(...rows.map((row, at) => {
    const item = /** @type {HTMLElement} */ (old.get(row.id) ?? makeElement("li", "ranked__row"));
    item.dataset.row = row.id;
    item.dataset.state = row.state ?? "";
    const place = makeElement("b", "ranked__place", String(1 + rows.findIndex((other, from) => from <= at && rows.slice(from, at + 1).every((each) => each.votes === row.votes && each.state === row.state)))); // equal votes share it
    place.setAttribute("aria-hidden", "true");
    const text = makeElement("span", "ranked__text", row.text);
    if (row.zone) text.append(" ", makeElement("small", "", row.zone));
    if (row.size && row.size > 1) text.append(" ", makeElement("small", "", (chart.dataset.cards ?? "").replace("{n}", String(row.size))));
    if (row.state && row.state !== "open") text.append(" ", makeElement("small", "ranked__state", chart.dataset[row.state] ?? ""));
    const votes = makeElement("span", "ranked__votes");
    votes.append(makeElement("b", "", String(row.votes)), " ", makeElement("span", "", (row.votes === 1 ? chart.dataset.one : chart.dataset.many) ?? ""));
    const bar = item.querySelector(".ranked__bar") ?? makeSvg("svg");
    for (const [name, value] of Object.entries({ class: "ranked__bar", width: `${share(row.votes, most).toFixed(1)}%`, height: "1", "aria-hidden": "true" })) bar.setAttribute(name, value);
    item.replaceChildren(place, text, bar, votes);
    return item;
  }));
  countRows(chart);
}

/** Rows beyond the wall's edge are counted, not squeezed. @param {ParentNode} chart */
export function countRows(chart) {
  const [list, more] = [chart.querySelector("[data-ranked]"), chart.querySelector("[data-more]")];
  if (!list || !(more instanceof HTMLElement)) return;
  const edge = list.getBoundingClientRect().right;
  const beyond = [...list.children].filter((row) => row.getBoundingClientRect().left >= edge - 1).length;
  more.textContent = beyond ? (more.dataset.more ?? "").replace("#", String(beyond)) : "";
}
