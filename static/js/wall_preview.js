/** The wall's copy in the console moves as the wall does, and shows nothing that the wall may not. */
import { on, query, queryAll } from "dom";
import { load } from "module_loader";
import { fitWall, showWall, showWallCounts } from "wall_view";

const preview = () => query(document, ".wall-preview");  // asked each time: the stage is drawn anew around it

/** Draws the preview now and with every event. */
export function followWallPreview() {
  on("staged", ({ snapshot, swapped }) => {
    const wall = preview();
    if (!wall) return;
    showWall(wall, snapshot);
    if (swapped) void fitWall(wall);
  });
  on("roster_changed", ({ inside }) => showCounts({ inside }));
  on("tally_changed", ({ counts, wall_tally }) => {
    showCounts(counts ?? {});
    if (wall_tally) void patchCharts(wall_tally);
  });
  const wall = preview();
  if (wall) void fitWall(wall);
}

/** @param {import("wall_view").Counts} counts */
function showCounts(counts) {
  const wall = preview();
  if (wall) showWallCounts(wall, counts);
}

/** @param {unknown} tally as the room may see it */
async function patchCharts(tally) {
  const wall = preview();
  for (const chart of wall ? queryAll(wall, "[data-chart]") : []) {
    if (chart.closest("[data-round]") !== wall) continue;  // an act before this one: it has come to rest
    const kind = await load(`activities/${chart.dataset.chart}`);
    kind.patch?.(chart, tally);
  }
}
