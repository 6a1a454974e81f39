/** A chain to put in order: answered like a ranking; the order that holds is only on the page of the reveal. */
import { fillTable } from "activities/bars";
import { mean, percent, size } from "activities/number_format";
import { setText } from "dom";

export { arrange, draft, fill, lacks, read, refresh, say } from "activities/ranking";

/** @typedef {{ n: number, scores: number[], mean: number | null, joined: Record<string, number>, percents: { rows: number[], joints: number[] } }} Tally */

/** @param {HTMLElement} chart @param {Tally} tally */
export function patch(chart, tally) {
  const joined = Object.values(tally.joined);
  Object.keys(tally.joined).forEach((key, at) => {
    const joint = chart.querySelector(`[data-joint="${CSS.escape(key)}"]`);
    size(joint?.querySelector("[data-fill]"), "width", joined[at], tally.n);
    setText(joint?.querySelector("[data-percent]") ?? null, percent(tally.percents.joints[at]));
  });
  chart.querySelectorAll("[data-table-part] [data-people]").forEach((cell, at) => setText(cell, String(joined[at])));
  sum(chart, tally);
}

/** The table of scores, and what the room came to. @param {HTMLElement} chart @param {{ n: number, scores: number[], mean: number | null, percents: { rows: number[] } }} tally */
export function sum(chart, tally) {
  const whole = tally.scores[tally.scores.length - 1];
  fillTable(chart, tally.scores, tally.percents.rows);
  chart.querySelector("[data-mean-line]")?.toggleAttribute("hidden", tally.mean === null);
  setText(chart.querySelector("[data-mean]"), tally.mean === null ? "" : mean(tally.mean));
  setText(chart.querySelector("[data-whole]"), String(whole));
  const words = /** @type {HTMLElement | null} */ (chart.querySelector("[data-whole-words]"));
  if (words) setText(words, (whole === 1 ? words.dataset.one : words.dataset.many) ?? "");
}

/** On the phone that gave it: the own score, and the own joints. @param {HTMLElement} chart @param {string[]} value */
export function own(chart, value) {
  const key = /** @type {string[]} */ (JSON.parse(chart.dataset.key ?? "[]"));
  const right = key.slice(1).filter((link, at) => value.indexOf(link) === value.indexOf(key[at]) + 1);
  for (const joint of /** @type {NodeListOf<HTMLElement>} */ (chart.querySelectorAll("[data-joint]"))) {
    joint.toggleAttribute("data-own-right", right.includes(joint.dataset.joint ?? ""));
  }
  score(chart, right.length, key.length - 1);
}

/** @param {HTMLElement} chart @param {number} right @param {number} all */
export function score(chart, right, all) {
  const line = /** @type {HTMLElement | null} */ (chart.querySelector("[data-own-score]"));
  if (!line) return;
  line.textContent = (line.dataset.words ?? "").replace("{right}", String(right)).replace("{all}", String(all));
  line.hidden = false;
}
