/** The wall's copy in the console moves as the wall does, and shows nothing that the wall may not. */
import { countRows } from "activities/ranked";
import { countTheRest } from "activities/texts";
import { on } from "dom";
import { fit } from "fit_text";
import { raise } from "hand_row";
import { load } from "module_loader";
import { talk } from "talk_timer";

const copy = () => document.querySelector(".miniature");
/** @param {string} what @returns {NodeListOf<HTMLElement>} */
const all = (what) => document.querySelectorAll(`.miniature ${what}`);

export function followWall() {
  on("staged", ({ snapshot, swapped }) => {
    const wall = copy();
    if (!wall) return;
    talk(wall, snapshot.round);
    count({ ...snapshot.counts, inside: snapshot.inside });
    if (swapped) void measure();
  });
  on("roster_changed", ({ inside }) => count({ inside }));
  on("tally_changed", ({ counts, wall_tally }) => {
    count(counts ?? {});
    void draw(wall_tally);
  });
  void measure();
}

/** Long questions shrink as on the wall, once the fonts are there. */
async function measure() {
  await document.fonts.ready;
  const wall = copy();
  if (wall) fit(wall);
  for (const chart of all(".texts")) countTheRest(chart);
  for (const chart of all(".ranked, .sides-of")) countRows(chart);
}

/** @param {Record<string, number | undefined>} counts */
function count(counts) {
  for (const word of all("[data-plural]")) {
    const value = counts[word.dataset.plural ?? ""];
    if (value !== undefined) word.textContent = (value === 1 ? word.dataset.one : word.dataset.many) ?? "";
  }
  for (const hands of all("[data-hands]")) {
    const total = counts[hands.dataset.total ?? ""];
    const up = hands.dataset.up === "nobody" ? 0 : counts[hands.dataset.up ?? ""];
    if (total !== undefined && up !== undefined) raise(hands, total, up);
  }
}

/** @param {unknown} tally what the room may see */
async function draw(tally) {
  if (!tally) return;
  for (const chart of all("[data-chart]")) {
    if (chart.closest("[data-round]") !== copy()) continue;  // an act before this one: it has come to rest
    const kind = await load(`activities/${chart.dataset.chart}`);
    kind.patch?.(chart, tally);
  }
}
