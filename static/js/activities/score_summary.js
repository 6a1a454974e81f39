/** Score of a room, and of one phone, in a question with a key of several parts. */
import { fillTable } from "activities/bars";
import { mean } from "activities/number_format";
import { setText } from "dom";

/** The table of scores, and what the room came to. @param {HTMLElement} chart @param {{ n: number, scores: number[], mean: number | null, percents: { rows: number[] } }} tally */
export function patchScores(chart, tally) {
  const whole = tally.scores[tally.scores.length - 1];
  fillTable(chart, tally.scores, tally.percents.rows);
  chart.querySelector("[data-mean-line]")?.toggleAttribute("hidden", tally.mean === null);
  setText(chart.querySelector("[data-mean]"), tally.mean === null ? "" : mean(tally.mean));
  setText(chart.querySelector("[data-whole]"), String(whole));
  const words = /** @type {HTMLElement | null} */ (chart.querySelector("[data-whole-words]"));
  if (words) setText(words, (whole === 1 ? words.dataset.one : words.dataset.many) ?? "");
}

/** @param {HTMLElement} chart @param {number} right @param {number} all */
export function showOwnScore(chart, right, all) {
  const line = /** @type {HTMLElement | null} */ (chart.querySelector("[data-own-score]"));
  if (!line) return;
  line.textContent = (line.dataset.words ?? "").replace("{right}", String(right)).replace("{all}", String(all));
  line.hidden = false;
}
