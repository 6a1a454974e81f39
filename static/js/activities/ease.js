/** A mark from 1 to 7, and the share that found it easy. */
import { say as write } from "activities/bars";
import { percent } from "activities/figures";
import { patch as move } from "activities/ladder";
export { fill, read, words as say } from "activities/ladder";

/** @param {HTMLElement} chart @param {import("activities/ladder").Tally} tally */
export function patch(chart, tally) {
  move(chart, tally);
  write(chart.querySelector("[data-easy]"), percent(tally.groups.at(-1) ?? 0, tally.n));
}
