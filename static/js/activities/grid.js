/** Statements on one scale: a few on each screen of the phone; bars and a radar as the room answers. */

import { mean, percent, size } from "activities/number_format";
import { setText } from "dom";

/** @typedef {{n: number, counts: number[][], unknown: number[], means: (number | null)[], dimensions: {name: string, mean: number | null, rows: number[]}[], percents: {cells: number[][], unknown: number[]}}} Tally */

const RADIUS = 40; // of the radar, in its own units

/** @param {HTMLFormElement} form @returns {number[] | undefined} */
export function read(form) {
  const found = marks(form);
  return found.includes(null) ? undefined : /** @type {number[]} */ (found);
}

/** @param {HTMLFormElement} form @param {(number | null)[] | null} value */
export function fill(form, value) {
  rows(form).forEach((row, at) => {
    for (const input of inputs(row)) input.checked = value?.[at] != null && input.value === String(value[at]);
  });
}

/** @param {HTMLFormElement} form */
export function draft(form) {
  return marks(form).some((mark) => mark !== null) ? marks(form) : null;
}

/** @param {HTMLFormElement} form */
export function lacks(form) {
  const missing = marks(form).filter((mark) => mark === null).length;
  const words = /** @type {HTMLElement} */ (form.querySelector("[data-submit]")).dataset.missing ?? "";
  return missing ? words.replace("{n}", String(missing)).replace("{all}", String(marks(form).length)) : "";
}

/** @param {HTMLFormElement} form @param {number[]} value */
export function say(form, value) {
  return rows(form).map((row, at) => {
    const face = inputs(row).find((input) => input.value === String(value[at]))?.nextElementSibling;
    const words = face?.querySelector(".visually-hidden")?.textContent ?? face?.textContent ?? "";
    return `${row.querySelector("legend")?.textContent}: ${words.trim()}`;
  }).join(" · ");
}

/** @param {HTMLFormElement} form */
export function arrange(form) {
  form.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("[data-turn]");
    if (button) turn(form, Number(button.getAttribute("data-turn")));
  });
}

/** @param {HTMLFormElement} form @param {number} by */
function turn(form, by) {
  const pages = /** @type {HTMLElement[]} */ ([...form.querySelectorAll("[data-page]")]);
  const now = Math.max(0, Math.min(pages.length - 1, pages.findIndex((page) => !page.hidden) + by));
  pages.forEach((page, at) => (page.hidden = at !== now));
  /** @type {HTMLButtonElement} */ (form.querySelector('[data-turn="-1"]')).disabled = now === 0;
  /** @type {HTMLButtonElement} */ (form.querySelector('[data-turn="1"]')).disabled = now === pages.length - 1;
  const words = /** @type {HTMLElement} */ (form.querySelector("[data-turned]"));
  setText(words, (words.dataset.words ?? "").replace("{page}", String(now + 1)).replace("{pages}", String(pages.length)));
  form.scrollIntoView({ block: "start" });
  pages[now].querySelector("input")?.focus({ preventScroll: true });
}

/** @param {HTMLElement} chart @param {Tally} tally */
export function patch(chart, tally) {
  chart.querySelectorAll("[data-statement]").forEach((row, at) => bar(row, tally, at));
  chart.querySelectorAll("[data-dimension-bar]").forEach((row, at) => {
    const { rows, mean: value } = tally.dimensions[at];
    stack(row, tally.counts[0].map((_, point) => rows.reduce((sum, each) => sum + tally.counts[each][point], 0)));
    setText(row.querySelector("[data-mean]"), value === null ? "" : mean(value));
  });
  chart.querySelectorAll("[data-heat-row]").forEach((row, at) => heat(row, tally, at));
  const places = [...chart.querySelectorAll("[data-dot]")].map((dot, at) => {
    const value = tally.dimensions[at].mean;
    const angle = Number(dot.getAttribute("data-angle"));
    const length = (RADIUS * ((value ?? 1) - 1)) / (Number(chart.dataset.top) - 1);
    const place = [length * Math.sin(angle), -length * Math.cos(angle)].map((part) => part.toFixed(2));
    dot.setAttribute("cx", place[0]);
    dot.setAttribute("cy", place[1]);
    setText(chart.querySelectorAll("[data-dimension]")[at], value === null ? "" : mean(value));
    return place.join(",");
  });
  chart.querySelector("[data-shape]")?.setAttribute("points", places.join(" "));
}

/** @param {Element} row @param {Tally} tally @param {number} at */
function bar(row, tally, at) {
  stack(row, tally.counts[at]);
  const value = tally.means[at];
  setText(row.querySelector("[data-mean]"), value === null ? "" : mean(value));
  const unknown = /** @type {HTMLElement} */ (row.querySelector("[data-unknown]"));
  setText(unknown, tally.unknown[at] ? (unknown.dataset.words ?? "").replace("{n}", String(tally.unknown[at])) : "");
}

/** @param {Element} row @param {number[]} counts */
function stack(row, counts) {
  const marked = counts.reduce((sum, people) => sum + people, 0);
  let before = 0;
  row.querySelectorAll("[data-point]").forEach((rect, point) => {
    size(rect, "x", before, marked);
    size(rect, "width", counts[point], marked);
    before += counts[point];
  });
}

/** @param {Element} row @param {Tally} tally @param {number} at */
function heat(row, tally, at) {
  const cells = tally.percents.cells[at];
  row.querySelectorAll("[data-cell]").forEach((cell, point) => {
    setText(cell, percent(cells[point] ?? tally.percents.unknown[at]));
    if (point < cells.length) cell.setAttribute("data-heat", String(Math.floor((cells[point] + 9) / 20)));
  });
  const value = tally.means[at];
  setText(row.querySelector("[data-mean]"), value === null ? "" : mean(value));
}

/** @param {HTMLFormElement} form */
function marks(form) {
  return rows(form).map((row) => {
    const chosen = inputs(row).find((input) => input.checked);
    return chosen ? Number(chosen.value) : null;
  });
}

/** @param {HTMLFormElement} form */
function rows(form) {
  return [...form.querySelectorAll("[data-statement]")];
}

/** @param {Element} row @returns {HTMLInputElement[]} */
function inputs(row) {
  return [...row.querySelectorAll("input")];
}
