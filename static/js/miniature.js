/** The wall's copy in the console moves as the wall does, and shows nothing that the wall may not. */
import { fit } from "fit";
import { raise } from "hands";
import { turn } from "ring";
import { talk } from "talking";

const copy = () => document.querySelector(".miniature");

export function followWall() {
  document.addEventListener("ma:staged", (event) => {
    const { snapshot, swapped } = /** @type {CustomEvent} */ (event).detail;
    const wall = copy();
    if (!wall) return;
    if (swapped) fit(wall);
    turn(wall, snapshot.round);
    talk(wall, snapshot.round);
  });
  document.addEventListener("ma:tally_changed", (event) => void count(/** @type {CustomEvent} */ (event).detail));
}

/** @param {{ counts: Record<string, number>, wall_tally?: unknown }} fact */
async function count({ counts, wall_tally }) {
  const hands = /** @type {HTMLElement | null | undefined} */ (copy()?.querySelector("[data-hands]"));
  if (hands) raise(hands, counts.eligible, counts.answered);
  const chart = /** @type {HTMLElement | null | undefined} */ (copy()?.querySelector("[data-chart]"));
  if (!chart || !wall_tally) return;
  const kind = await import(`activities/${chart.dataset.chart}`);
  kind.patch?.(chart, wall_tally);
}
