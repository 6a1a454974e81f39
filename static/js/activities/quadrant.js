/** Two ratings for each item: sliders that count only once they were touched, and a map whose lines never move. */
import { share, size } from "activities/number_format";
import { makeSvg, setText } from "dom";

const MOST_DOTS = 200;
const SCATTER = 0.36;
const GOLDEN = Math.PI * (3 - Math.sqrt(5));

/** @typedef {Record<string, [number, number]>} Value */
/** @typedef {{ n: number, items: Record<string, { n: number, x: number | null, y: number | null, sd: number[] | null }>, few?: string[], spots: number[][], corners: number[] }} Tally */

/** @param {HTMLFormElement} form @returns {Value | undefined} */
export function read(form) {
  const pairs = items(form).map((item) => /** @type {const} */ ([item.dataset.item ?? "", sliders(item)]));
  const whole = pairs.filter(([, [x, y]]) => isTouched(x) && isTouched(y));
  const half = pairs.some(([, [x, y]]) => isTouched(x) !== isTouched(y));
  if (half || !whole.length) return undefined;
  return Object.fromEntries(whole.map(([key, [x, y]]) => [key, [Number(x.value), Number(y.value)]]));
}

/** @param {HTMLFormElement} form @param {Record<string, (number | null)[]> | null} value */
export function fill(form, value) {
  listen(form);
  for (const item of items(form)) {
    sliders(item).forEach((slider, axis) => {
      const given = value?.[item.dataset.item ?? ""]?.[axis];
      slider.toggleAttribute("data-untouched", !given);
      if (given) slider.value = String(given);
      tell(slider);
    });
  }
}

/** Reads the draft: the axes touched so far, also half of a pair. @param {HTMLFormElement} form */
export function draft(form) {
  const touched = items(form).map((item) => /** @type {const} */ ([item.dataset.item ?? "", sliders(item).map((slider) => (isTouched(slider) ? Number(slider.value) : null))]));
  const some = touched.filter(([, pair]) => pair.some(Boolean));
  return some.length ? Object.fromEntries(some) : null;
}

/** @param {HTMLFormElement} form @param {Value} value */
export function say(form, value) {
  return items(form).filter((item) => value[item.dataset.item ?? ""])
    .map((item) => `${item.querySelector("legend")?.textContent?.trim()}: ${value[item.dataset.item ?? ""].join(" y ")}`).join(" · ");
}

/** @param {HTMLFormElement} form */
export function refresh(form) {
  listen(form);
}

/** A slider left where it stands is no answer until a thumb or a key says so. @param {HTMLFormElement} form */
function listen(form) {
  if (form.dataset.listening) return;
  form.dataset.listening = "yes";
  /** @param {Event} event */
  const touch = (event) => {
    const slider = /** @type {HTMLInputElement} */ (event.target);
    if (slider.type !== "range" || isTouched(slider)) return;
    slider.removeAttribute("data-untouched");
    tell(slider);
    if (event.type !== "input") slider.dispatchEvent(new Event("input", { bubbles: true }));
  };
  form.addEventListener("pointerup", touch);
  form.addEventListener("input", (event) => { touch(event); if (/** @type {HTMLInputElement} */ (event.target).type === "range") tell(/** @type {HTMLInputElement} */ (event.target)); }, { capture: true });
}

/** @param {HTMLInputElement} slider */
function tell(slider) {
  setText(slider.closest("label")?.querySelector("output") ?? null, isTouched(slider) ? slider.value : "–");
}

/** @param {HTMLElement} chart @param {Tally} tally */
export function patch(chart, tally) {
  const highest = Number(chart.dataset.highest);
  for (const [key, { n, x, y, sd }] of Object.entries(tally.items)) {
    const point = chart.querySelector(`.map__point[data-item="${CSS.escape(key)}"]`);
    const name = chart.querySelector(`[data-name="${CSS.escape(key)}"]`);
    const few = tally.few?.includes(key) ?? false;
    point?.toggleAttribute("data-none", !n);
    point?.toggleAttribute("data-few", few);
    name?.toggleAttribute("data-few", few || !n);
    setText(name?.querySelector("[data-n]") ?? null, `n = ${n}`);
    if (!point || x === null || y === null) continue;
    size(point, "x", x - 0.5, highest);
    size(point, "y", highest + 0.5 - y, highest);
    size(point.querySelector("[data-spread]"), "rx", sd?.[0] ?? 0, highest);
    size(point.querySelector("[data-spread]"), "ry", sd?.[1] ?? 0, highest);
  }
  chart.querySelectorAll("[data-corner-people]").forEach((place, corner) => setText(place, String(tally.corners[corner])));
  const people = "alone" in chart.dataset ? tally.corners : Object.values(tally.items).map(({ n }) => n);
  chart.querySelectorAll("[data-table-row]").forEach((row, position) => setText(row.querySelector("[data-people]"), String(people[position])));
  const plot = chart.querySelector(".map__plot");
  plot?.querySelectorAll(".map__spot").forEach((spot) => spot.remove());
  for (const { x, y, r } of dots(tally, (1 + highest) / 2)) {
    plot?.prepend(makeSvg("circle", { class: "map__spot", cx: `${share(x - 0.5, highest).toFixed(2)}%`, cy: `${share(highest + 0.5 - y, highest).toFixed(2)}%`, r: `${r.toFixed(2)}%` }));
  }
}

/** The same dots as `Quadrant.dots` draws: seeds around each spot, or discs where they are too many. @param {Tally} tally @param {number} middle */
function dots({ n, spots }, middle) {
  const most = Math.max(1, ...spots.map(([, , people]) => people));
  if (n > MOST_DOTS) return spots.map(([x, y, people]) => ({ x, y, r: 7 * Math.sqrt(people / most) }));
  /** @param {number} mark @param {number} offset */
  const beside = (mark, offset) => mark + (mark === middle ? 0.28 + 0.4 * offset : offset);
  const r = Math.min(1.1, 2.6 / Math.sqrt(most));
  return spots.flatMap(([x, y, people]) => Array.from({ length: people }, (_, seed) => {
    const reach = people === 1 ? 0 : SCATTER * Math.sqrt((seed + 0.5) / people);
    return { x: beside(x, reach * Math.cos(seed * GOLDEN)), y: beside(y, reach * Math.sin(seed * GOLDEN)), r };
  }));
}

/** @param {HTMLInputElement} slider */
function isTouched(slider) {
  return !slider.hasAttribute("data-untouched");
}

/** @param {HTMLFormElement} form @returns {HTMLElement[]} */
function items(form) {
  return [...form.querySelectorAll(/** @type {"div"} */ (".rates__item"))];
}

/** @param {HTMLElement} item @returns {HTMLInputElement[]} */
function sliders(item) {
  return [...item.querySelectorAll("input")];
}
