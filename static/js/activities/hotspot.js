/** A place in a picture, touched there or chosen from the list under it, with words if somebody has them. */
import { patch as bars } from "activities/bars";
import * as text from "activities/text_field";
import { makeElement, makeSvg } from "dom";

/** @typedef {{ zone: string, x?: number, y?: number, text?: string }} Value */
/** @typedef {{ n: number, counts: Record<string, number>, taps: number[][], texts?: { card: string, zone: string, text: string }[], percents: { rows: number[] } }} Tally */

const WIDE = 160; // the picture's own measure
const HIGH = 100;
const DIGITS = 3;

/** @param {HTMLFormElement} form @returns {Value | undefined} */
export function read(form) {
  const zone = inputs(form).find((input) => input.checked)?.value;
  const [x, y] = (form.dataset.touched ?? "").split(" ").map(Number);
  if (!zone || lacks(form)) return undefined;
  const words = area(form)?.value.trim();
  return { zone, ...(form.dataset.touched ? { x, y } : {}), ...(words ? { text: words } : {}) };
}

/** @param {HTMLFormElement} form @param {Value | null} value */
export function fill(form, value) {
  for (const input of inputs(form)) input.checked = input.value === value?.zone;
  form.dataset.touched = value?.x === undefined ? "" : `${value.x} ${value.y}`;
  if (area(form)) text.fill(form, value?.text ?? null);
  show(form);
}

/** Reads the draft, touch and words, sendable or not; where a touch is sent at once nothing is a draft. @param {HTMLFormElement} form */
export function draft(form) {
  const zone = inputs(form).find((input) => input.checked)?.value;
  const [x, y] = (form.dataset.touched ?? "").split(" ").map(Number);
  const words = area(form)?.value;
  if (!zone && !words?.trim()) return null;
  return { zone: zone ?? "", ...(form.dataset.touched ? { x, y } : {}), ...(words ? { text: words } : {}) };
}

/** @param {HTMLFormElement} form */
export function lacks(form) {
  const button = /** @type {HTMLElement | null} */ (form.querySelector("[data-submit]"));
  const missing = !inputs(form).some((input) => input.checked);
  const long = Boolean(area(form)?.value.trim()) && text.read(form) === undefined;
  return button && (missing || long) ? button.dataset[missing ? "missing" : "first"] ?? "" : "";
}

/** @param {HTMLFormElement} form @param {Value} value */
export function say(form, value) {
  const place = inputs(form).find((input) => input.value === value.zone)?.closest(".option")?.querySelector(".option__text")?.textContent?.trim() ?? "";
  return value.text ? `${place}: ${value.text}` : place;
}

/** Called once for each page. @param {HTMLFormElement} form */
export function arrange(form) {
  const picture = /** @type {SVGSVGElement} */ (form.querySelector("[data-picture]"));
  picture.addEventListener("click", (event) => touch(form, picture, event));
  // The list is chosen without a place; this comes before answer_form.js reads the form.
  form.addEventListener("input", (event) => {
    if (event.isTrusted && event.target !== area(form)) form.dataset.touched = "";
    show(form);
  }, { capture: true });
}

/** @param {HTMLFormElement} form */
export function refresh(form) {
  if (area(form)) text.refresh(form);
}

/** @param {HTMLFormElement} form @param {SVGSVGElement} picture @param {MouseEvent} event */
function touch(form, picture, event) {
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(picture.getScreenCTM()?.inverse());
  const [x, y] = [point.x / WIDE, point.y / HIGH].map((share) => Number(Math.min(1, Math.max(0, share)).toFixed(DIGITS)));
  const places = /** @type {number[][]} */ (JSON.parse(/** @type {HTMLElement} */ (form.querySelector("[data-places]")).dataset.places ?? "[]"));
  const far = places.map(([cx, cy]) => distance(picture, x - cx, y - cy));
  const input = inputs(form)[far.indexOf(Math.min(...far))];
  input.checked = true;
  form.dataset.touched = `${x} ${y}`;
  show(form);
  for (const name of ["input", "change"]) input.dispatchEvent(new Event(name, { bubbles: true }));
}

/** In lanes only the height counts: a lane is as wide as the picture. @param {SVGSVGElement} picture @param {number} dx @param {number} dy */
function distance(picture, dx, dy) {
  return picture.dataset.scene === "channels" ? Math.abs(dy) : Math.hypot(dx, dy);
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

/** The picture and the list say the same: most touched first, among equals in the picture's order. @param {HTMLElement} chart @param {Tally} tally */
export function patch(chart, tally) {
  bars(chart, tally);
  const order = Object.keys(tally.counts).sort((one, other) => tally.counts[other] - tally.counts[one]);
  for (const list of chart.querySelectorAll(".bars__list, tbody")) {
    for (const zone of order) list.append(/** @type {Element} */ (list.querySelector(`[data-row="${CSS.escape(zone)}"]`)));
  }
  for (const row of chart.querySelectorAll("tbody [data-row]")) {
    const drawn = chart.querySelector(`.bars__list [data-row="${CSS.escape(row.getAttribute("data-row") ?? "")}"]`);
    for (const figure of ["[data-people]", "[data-percent]"]) {
      /** @type {Element} */ (row.querySelector(figure)).textContent = drawn?.querySelector(figure)?.textContent ?? "";
    }
  }
  const picture = /** @type {HTMLElement} */ (chart.closest(".spots"));
  const most = Math.max(...Object.values(tally.counts));
  for (const [zone, count] of Object.entries(tally.counts)) {
    const heat = picture.querySelector(`[data-zone="${CSS.escape(zone)}"] [data-heat]`);
    if (heat?.localName === "rect") heat.setAttribute("fill-opacity", (most ? (0.5 * count) / most : 0).toFixed(3));
    else heat?.setAttribute("r", (9 + (tally.n ? 10 * Math.sqrt(count / tally.n) : 0)).toFixed(2));
  }
  picture.querySelector("[data-taps]")?.replaceChildren(...tally.taps.map(([x, y]) => makeSvg("circle", { class: "scene__tap", cx: WIDE * x, cy: HIGH * y, r: 1.1 })));
  const zones = Object.keys(tally.counts);
  picture.querySelector("[data-texts]")?.replaceChildren(...(tally.texts ?? []).map((each) => {
    const item = makeElement("li", "");
    Object.assign(item.dataset, { card: each.card, slot: "1" });
    item.append(makeElement("span", "key", "ABCDEF"[zones.indexOf(each.zone)]), makeElement("span", "", each.text));
    return item;
  }));
  draw(chart);
}

/** A text that does not fit whole is left out. @param {HTMLElement} chart */
export function draw(chart) {
  const list = chart.closest(".spots")?.querySelector("[data-texts]");
  if (!list) return;
  for (const item of list.children) /** @type {HTMLElement} */ (item).hidden = false;
  const edge = list.getBoundingClientRect().bottom + 1;
  for (const item of [...list.children].filter((each) => each.getBoundingClientRect().bottom > edge)) /** @type {HTMLElement} */ (item).hidden = true;
}

/** @param {HTMLFormElement} form @returns {HTMLInputElement[]} */
function inputs(form) {
  return [...form.querySelectorAll(/** @type {"input"} */ (".option__input"))];
}

/** @param {HTMLFormElement} form */
function area(form) {
  return form.querySelector("textarea");
}
