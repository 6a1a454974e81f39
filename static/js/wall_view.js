/**
 * Finishes a page of the wall with what only a browser can do, wherever it stands: on the wall, in the console's preview, on the sheets of results.
 * Long questions shrink, texts that find no room are counted, hands are drawn, words follow their number.
 */
import { countRows } from "activities/ranked_list";
import { countTheRest } from "activities/text_cards";
import { queryAll, setText } from "dom";
import { fitText } from "fit_text";
import { drawHands } from "hand_row";
import { showTalk } from "talk_timer";

/** @typedef {Record<string, number | undefined>} Counts people, by the name that a page's places ask for */

/** Measures the page once the fonts are there: nothing can be measured before. @param {ParentNode} root */
export async function fitWall(root) {
  await document.fonts.ready;
  if (!root.isConnected) return;  // another page took its place meanwhile
  fitText(root);
  for (const chart of queryAll(root, ".texts")) countTheRest(chart);
  for (const chart of queryAll(root, ".ranked, .sides-of")) countRows(chart);
}

/** Shows a page that has just come: its numbers, its conversation. @param {ParentNode} root @param {import("stage").Snapshot} snapshot */
export function showWall(root, snapshot) {
  showTalk(root, snapshot.round);
  showWallCounts(root, { ...snapshot.counts, inside: snapshot.inside });
}

/** Words that follow a number («1 persona dentro») and the row of hands. @param {ParentNode} root @param {Counts} counts */
export function showWallCounts(root, counts) {
  for (const word of queryAll(root, "[data-plural]")) {
    const people = counts[word.dataset.plural ?? ""];
    if (people !== undefined) setText(word, (people === 1 ? word.dataset.one : word.dataset.many) ?? "");
  }
  for (const row of queryAll(root, "[data-hands]")) {
    const total = counts[row.dataset.total ?? ""];
    const up = row.dataset.up === "nobody" ? 0 : counts[row.dataset.up ?? ""];
    if (total !== undefined && up !== undefined) drawHands(row, total, up);
  }
}
