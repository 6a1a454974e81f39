/** A mark from 0 to 10; one number above the three counts, once thirty people have answered. */
import { signed } from "activities/number_format";
import { patch as move } from "activities/ladder";
import { setText } from "dom";
export { fill, read, words as say } from "activities/ladder";

/** @param {HTMLElement} chart @param {import("activities/ladder").Tally} tally */
export function patch(chart, tally) {
  move(chart, tally);
  const score = tally.score ?? null;
  chart.querySelector("[data-score]")?.toggleAttribute("hidden", score === null);
  chart.querySelector("[data-score-later]")?.toggleAttribute("hidden", score !== null);
  if (score !== null) setText(chart.querySelector("[data-score] b"), signed(score));
}
