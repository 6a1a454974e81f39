/** A mark from 1 to 7, and the share that found it easy. */
import { percent } from "activities/number_format";
import { patch as move } from "activities/ladder";
import { setText } from "dom";
export { fill, read, words as say } from "activities/ladder";

/** @param {HTMLElement} chart @param {import("activities/ladder").Tally} tally */
export function patch(chart, tally) {
  move(chart, tally);
  setText(chart.querySelector("[data-easy]"), percent(tally.percents.groups.at(-1) ?? 0));
}
