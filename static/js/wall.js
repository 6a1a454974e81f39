/** The wall: it listens, swaps the page when the run moves, and moves numbers and bars in between. It never writes. */
import "sankey_diagram";
import { on, query } from "dom";
import { renewPage } from "module_loader";
import { connect } from "socket";
import { followSnapshots } from "stage";
import { fitWall, showWall, showWallCounts } from "wall_view";

const stage = /** @type {HTMLElement} */ (document.getElementById("stage"));
const offline = query(document, ".offline");

on("staged", ({ snapshot, swapped }) => {
  showWall(stage, snapshot);
  if (swapped) void fitWall(stage);
});
on("tally_changed", ({ counts }) => showWallCounts(stage, counts ?? {}));
on("roster_changed", ({ inside }) => showWallCounts(stage, { inside }));
on("offline", () => (offline.hidden = false));
on("online", () => (offline.hidden = true));
on("refused", ({ code }) => { offline.hidden = false; if (code === "page_outdated") renewPage(true); });
window.addEventListener("resize", () => void fitWall(stage));

followSnapshots(stage);
void fitWall(stage);
connect("projector", { token: document.body.dataset.token });
