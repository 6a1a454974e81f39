/** The wall: it listens, swaps the page when the run moves, and moves numbers and bars in between. It never writes. */

import "sankey_diagram";
import { countRows } from "activities/ranked";
import { countTheRest } from "activities/texts";
import { on, query, queryAll } from "dom";
import { fit } from "fit_text";
import { raise } from "hand_row";
import { renew } from "module_loader";
import { connect } from "socket";
import { follow } from "stage";
import { talk } from "talk_timer";

/** @typedef {Record<string, number | undefined>} Counts */

const stage = /** @type {HTMLElement} */ (document.getElementById("stage"));
const offline = query(document, ".offline");

/** What can only be measured once the fonts are there: long questions shrink, texts that do not fit are counted. */
async function measure() {
  await document.fonts.ready;
  fit(stage);
  for (const chart of stage.querySelectorAll(".texts")) countTheRest(chart);
  for (const chart of stage.querySelectorAll(".ranked, .sides-of")) countRows(chart);
}

/** Words that follow a number («1 persona dentro») and the row of hands. @param {Counts} counts */
function count(counts) {
  for (const [name, value] of Object.entries(counts)) {
    for (const word of queryAll(stage, `[data-plural="${name}"]`)) {
      word.textContent = (value === 1 ? word.dataset.one : word.dataset.many) ?? "";
    }
  }
  for (const hands of queryAll(stage, "[data-hands]")) {
    const total = counts[hands.dataset.total ?? ""];
    const up = hands.dataset.up === "nobody" ? 0 : counts[hands.dataset.up ?? ""];
    if (total !== undefined && up !== undefined) raise(hands, total, up);
  }
}

on("staged", ({ snapshot, swapped }) => {
  count({ ...snapshot.counts, inside: snapshot.inside });
  talk(stage, snapshot.round);
  if (swapped) measure();
});
on("tally_changed", ({ counts }) => count(counts ?? {}));
on("roster_changed", ({ inside }) => count({ inside }));
on("offline", () => (offline.hidden = false));
on("online", () => (offline.hidden = true));
on("refused", ({ code }) => { offline.hidden = false; if (code === "page_outdated") renew(true); });
window.addEventListener("resize", measure);

follow(stage);
measure();
connect("projector", { token: document.body.dataset.token });
