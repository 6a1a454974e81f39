/** Cards of the room to vote on, as the phone reads and fills them; what won, on the wall. */
import { draft } from "activities/choice";
import { rank } from "activities/ranked_list";
export { draft, fill, refresh, say } from "activities/choice";

/** @param {HTMLFormElement} form @returns {string[] | undefined} */
export function read(form) {
  const chosen = /** @type {string | string[] | null} */ (draft(form));
  return chosen === null ? undefined : [chosen].flat();
}

/** @param {HTMLElement} chart @param {{ best: import("activities/ranked_list").Ranked[], zones?: Record<string, number> }} tally */
export function patch(chart, tally) {
  rank(chart, tally.best);
  for (const [zone, votes] of Object.entries(tally.zones ?? {})) {
    const place = chart.closest(".voted")?.querySelector(`[data-zone="${CSS.escape(zone)}"] [data-votes]`);
    if (place) place.textContent = String(votes);
  }
}
