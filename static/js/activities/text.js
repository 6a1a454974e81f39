/** A text of one's own: never cut, and counted as a reader counts. */
import { patch as patchBars } from "activities/bars";
import { patch as patchTexts } from "activities/text_cards";
import { setText } from "dom";

export { draft, fill, read, refresh, say } from "activities/text_field";

/** Texts as they are, or the bars of the categories they were coded into. @param {HTMLElement} chart @param {any} tally */
export function patch(chart, tally) {
  if (!tally.coded) return patchTexts(chart, tally);
  const n = Object.values(tally.coded).reduce((sum, count) => sum + Number(count), 0);
  patchBars(chart, { n, counts: tally.coded, percents: tally.percents });
  const rest = /** @type {HTMLElement | null} */ (chart.parentElement?.querySelector("[data-coded-rest]"));
  if (!rest) return;
  setText(rest.querySelector("b"), String(tally.uncoded));
  setText(rest.querySelector("span"), (tally.uncoded === 1 ? rest.dataset.one : rest.dataset.many) ?? "");
}
