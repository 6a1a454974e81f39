/** A chain to put in order: answered like a ranking; the order that holds is only on the page of the reveal. */
import { percent, size } from "activities/number_format";
import { patchScores, showOwnScore } from "activities/score_summary";
import { setText } from "dom";

export { arrange, draft, fill, lacks, read, refresh, say } from "activities/ordered_rows";

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
  patchScores(chart, tally);
}

/** On the phone that gave it: the own score, and the own joints. @param {HTMLElement} chart @param {string[]} value */
export function own(chart, value) {
  const key = /** @type {string[]} */ (JSON.parse(chart.dataset.key ?? "[]"));
  const right = key.slice(1).filter((link, at) => value.indexOf(link) === value.indexOf(key[at]) + 1);
  for (const joint of /** @type {NodeListOf<HTMLElement>} */ (chart.querySelectorAll("[data-joint]"))) {
    joint.toggleAttribute("data-own-right", right.includes(joint.dataset.joint ?? ""));
  }
  showOwnScore(chart, right.length, key.length - 1);
}
