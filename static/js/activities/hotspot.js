/** A place in a picture, touched there or chosen from the list under it. */
import { patch as bars } from "activities/bars";
import { make } from "patterns";

/** @typedef {{ zone: string, x?: number, y?: number }} Value */

const WIDE = 160; // the picture's own measure
const HIGH = 100;
const DIGITS = 3;

/** @param {HTMLFormElement} form @returns {Value | undefined} */
export function read(form) {
  const zone = inputs(form).find((input) => input.checked)?.value;
  const [x, y] = (form.dataset.touched ?? "").split(" ").map(Number);
  return zone && (form.dataset.touched ? { zone, x, y } : { zone });
}

/** @param {HTMLFormElement} form @param {Value | null} value */
export function fill(form, value) {
  for (const input of inputs(form)) input.checked = input.value === value?.zone;
  form.dataset.touched = value?.x === undefined ? "" : `${value.x} ${value.y}`;
  show(form);
}

/** @param {HTMLFormElement} form @param {Value} value */
export function say(form, value) {
  return inputs(form).find((input) => input.value === value.zone)?.closest(".option")?.querySelector(".option__text")?.textContent?.trim() ?? "";
}

/** Called once for each page. @param {HTMLFormElement} form */
export function arrange(form) {
  const picture = /** @type {SVGSVGElement} */ (form.querySelector("[data-picture]"));
  picture.addEventListener("click", (event) => touch(form, picture, event));
  // The list is chosen without a place; this comes before answering.js reads the form.
  form.addEventListener("input", (event) => { if (event.isTrusted) form.dataset.touched = ""; show(form); }, { capture: true });
}

/** @param {HTMLFormElement} form @param {SVGSVGElement} picture @param {MouseEvent} event */
function touch(form, picture, event) {
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(picture.getScreenCTM()?.inverse());
  const [x, y] = [point.x / WIDE, point.y / HIGH].map((share) => Number(Math.min(1, Math.max(0, share)).toFixed(DIGITS)));
  const places = /** @type {number[][]} */ (JSON.parse(/** @type {HTMLElement} */ (form.querySelector("[data-places]")).dataset.places ?? "[]"));
  const far = places.map(([cx, cy]) => Math.hypot(x - cx, y - cy));
  const input = inputs(form)[far.indexOf(Math.min(...far))];
  input.checked = true;
  form.dataset.touched = `${x} ${y}`;
  show(form);
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

/** @param {HTMLFormElement} form */
function show(form) {
  const mark = /** @type {SVGElement} */ (form.querySelector("[data-mark]"));
  const [x, y] = (form.dataset.touched ?? "").split(" ").map(Number);
  mark.toggleAttribute("hidden", !form.dataset.touched);
  mark.setAttribute("cx", String(WIDE * (x || 0)));
  mark.setAttribute("cy", String(HIGH * (y || 0)));
  const zone = inputs(form).find((input) => input.checked)?.value;
  for (const place of /** @type {NodeListOf<SVGElement>} */ (form.querySelectorAll("[data-zone]"))) place.toggleAttribute("data-chosen", place.dataset.zone === zone);
}

/** @param {HTMLElement} chart @param {{ n: number, counts: Record<string, number>, taps: number[][] }} tally */
export function patch(chart, tally) {
  bars(chart, tally);
  const picture = /** @type {HTMLElement} */ (chart.closest(".spots"));
  for (const [zone, count] of Object.entries(tally.counts)) {
    picture.querySelector(`[data-zone="${CSS.escape(zone)}"] [data-heat]`)?.setAttribute("r", (9 + (tally.n ? 10 * Math.sqrt(count / tally.n) : 0)).toFixed(2));
  }
  picture.querySelector("[data-taps]")?.replaceChildren(...tally.taps.map(([x, y]) => make("circle", { class: "scene__tap", cx: WIDE * x, cy: HIGH * y, r: 1.1 })));
}

/** @param {HTMLFormElement} form @returns {HTMLInputElement[]} */
function inputs(form) {
  return [...form.querySelectorAll(/** @type {"input"} */ (".option__input"))];
}
