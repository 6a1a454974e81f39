/** Everything in order, and the room's order as it settles. */

import { mean, size } from "activities/number_format";
import { setText } from "dom";

export { arrange, draft, fill, lacks, read, refresh, say } from "activities/ordered_rows";

/** @typedef {{n: number, ranks: Record<string, number[]>, order: string[], means: Record<string, number | null>, borda: Record<string, number>, agreement: number | null}} Tally */

const LEVELS = [0.3, 0.5, 0.7]; // Kendall's W: weak, moderate, strong
const GLIDE = 600; // ms, as --time-3

/** @param {HTMLElement} chart @param {Tally} tally */
export function patch(chart, tally) {
  const list = /** @type {HTMLElement} */ (chart.querySelector(".ranks__list"));
  const rows = /** @type {Map<string, HTMLElement>} */ (new Map([...list.children].map((row) => [row.getAttribute("data-item"), row])));
  const stood = new Map([...rows].map(([key, row]) => [key, row.getBoundingClientRect().top]));
  tally.order.forEach((key, place) => {
    const row = rows.get(key);
    const cells = chart.querySelector(`[data-table-item="${CSS.escape(key)}"]`);
    if (!row) return;
    if (list.children[place] !== row) list.insertBefore(row, list.children[place]);
    const shared = tally.order.findIndex((other) => tally.means[other] === tally.means[key]);
    setText(row.querySelector("[data-place]"), String(1 + shared));
    const words = tally.means[key] === null ? "" : mean(/** @type {number} */ (tally.means[key]));
    for (const where of [row, cells]) setText(where?.querySelector("[data-mean]") ?? null, words);
    setText(cells?.querySelector("[data-borda]") ?? null, String(tally.borda[key]));
    setText(cells?.querySelector("[data-first]") ?? null, String(tally.ranks[key][0]));
    row.querySelectorAll("[data-place-of]").forEach((column, at) => {
      size(column, "y", (tally.n || 1) - tally.ranks[key][at], tally.n || 1);
      size(column, "height", tally.ranks[key][at], tally.n);
    });
  });
  for (const [key, row] of rows) glide(row, (stood.get(key) ?? 0) - row.getBoundingClientRect().top);
  const foot = /** @type {HTMLElement} */ (chart.querySelector("[data-agreement]"));
  const level = LEVELS.filter((limit) => (tally.agreement ?? 0) >= limit).length;
  setText(foot, tally.agreement === null ? "" : (foot.dataset.words ?? "").split("|")[level]);
}

/** A row that changes place goes there in sight. @param {HTMLElement} row @param {number} by px */
function glide(row, by) {
  if (!by || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  row.animate([{ transform: `translateY(${by}px)` }, { transform: "none" }], { duration: GLIDE, easing: "cubic-bezier(.2,.8,.2,1)" });
}
