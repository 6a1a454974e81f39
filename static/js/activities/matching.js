/** Things to place in groups, a few on each screen; where the room put them, and at the reveal where they belong. */
import { patchScores, showOwnScore } from "activities/score_summary";
import { setText } from "dom";
export { arrange } from "activities/mark_rows";

/** @typedef {Record<string, string>} Value item → group */
/** @typedef {{ n: number, scores: number[], mean: number | null, placed: Record<string, Record<string, number>>, percents: { rows: number[] } }} Tally */

/** @param {HTMLFormElement} form @returns {Value | undefined} */
export function read(form) {
  const value = placed(form);
  return Object.keys(value).length === items(form).length ? value : undefined;
}

/** @param {HTMLFormElement} form @param {Value | null} value */
export function fill(form, value) {
  for (const item of items(form)) {
    for (const input of inputs(item)) input.checked = input.value === value?.[item.dataset.item ?? ""];
  }
}

/** Reads the draft: the items placed so far. @param {HTMLFormElement} form */
export function draft(form) {
  const value = placed(form);
  return Object.keys(value).length ? value : null;
}

/** @param {HTMLFormElement} form */
export function lacks(form) {
  const [all, done] = [items(form).length, Object.keys(placed(form)).length];
  const words = /** @type {HTMLElement} */ (form.querySelector("[data-submit]")).dataset.missing ?? "";
  return all === done ? "" : words.replace("{n}", String(all - done)).replace("{all}", String(all));
}

/** @param {HTMLFormElement} form @param {Value} value */
export function say(form, value) {
  return items(form).map((item) => {
    const input = inputs(item).find((each) => each.value === value[item.dataset.item ?? ""]);
    return `${item.querySelector("legend")?.textContent}: ${input?.nextElementSibling?.textContent?.trim() ?? ""}`;
  }).join(" · ");
}

/** @param {HTMLElement} chart @param {Tally} tally */
export function patch(chart, tally) {
  let [hardest, fewest] = [/** @type {HTMLElement | null} */ (null), tally.n];
  for (const row of /** @type {NodeListOf<HTMLElement>} */ (chart.querySelectorAll("[data-item]"))) {
    const groups = tally.placed[row.dataset.item ?? ""] ?? {};
    for (const cell of /** @type {NodeListOf<HTMLElement>} */ (row.querySelectorAll("[data-group]"))) {
      const people = groups[cell.dataset.group ?? ""] ?? 0;
      setText(cell.querySelector("[data-people]"), String(people));
      cell.querySelector("[data-heat]")?.setAttribute("fill-opacity", (tally.n ? people / tally.n : 0).toFixed(3));
    }
    if (groups[row.dataset.key ?? ""] < fewest) [hardest, fewest] = [row, groups[row.dataset.key ?? ""]];
  }
  chart.querySelector("[data-hardest]")?.toggleAttribute("hidden", !hardest);
  setText(chart.querySelector("[data-hardest-text]"), hardest?.querySelector(".placed__text")?.textContent ?? "");
  setText(chart.querySelector("[data-hardest-why]"), hardest?.querySelector(".placed__why")?.textContent ?? "");
  patchScores(chart, tally);
}

/** On the phone that gave it: the own cells, and the own score. @param {HTMLElement} chart @param {Value} value */
export function own(chart, value) {
  const rows = /** @type {HTMLElement[]} */ ([...chart.querySelectorAll("[data-item]")]);
  for (const row of rows) {
    for (const cell of /** @type {NodeListOf<HTMLElement>} */ (row.querySelectorAll("[data-group]"))) {
      cell.toggleAttribute("data-own-cell", cell.dataset.group === value[row.dataset.item ?? ""]);
    }
  }
  showOwnScore(chart, rows.filter((row) => value[row.dataset.item ?? ""] === row.dataset.key).length, rows.length);
}

/** @param {HTMLFormElement} form @returns {Value} */
function placed(form) {
  const found = items(form).map((item) => [item.dataset.item, inputs(item).find((input) => input.checked)?.value]);
  return Object.fromEntries(found.filter(([, group]) => group));
}

/** @param {HTMLFormElement} form @returns {HTMLElement[]} */
function items(form) {
  return [...form.querySelectorAll(/** @type {"fieldset"} */ ("fieldset[data-item]"))];
}

/** @param {HTMLElement} item @returns {HTMLInputElement[]} */
function inputs(item) {
  return [...item.querySelectorAll("input")];
}
