/** A question with a key: one option and, where it is asked, how sure. The key is not here, nor on the page. */
import { patch as bars } from "activities/bars";
import { setText } from "dom";
export { arrange } from "activities/option_order";
export { fill, read, say } from "activities/certainty";

/**
 * @param {HTMLElement} chart
 * @param {import("activities/bars").Tally & { right: number, sure_wrong: number | null }} tally
 */
export function patch(chart, tally) {
  bars(chart, tally);
  setText(chart.querySelector("[data-hits]"), String(tally.right));
  setText(chart.querySelector("[data-total]"), String(tally.n));
  const unit = /** @type {HTMLElement | null} */ (chart.querySelector("[data-unit-hits]"));
  if (unit) setText(unit, (tally.right === 1 ? unit.dataset.one : unit.dataset.many) ?? "");
  setText(chart.querySelector("[data-sure-wrong]"), String(tally.sure_wrong ?? 0));
  chart.querySelector(".quizzed__sure")?.toggleAttribute("hidden", !tally.sure_wrong);
}
