/** Who uses my work: own area and the areas that use it; the wall's ring of areas with an arrow for each link. */
import { say as write } from "activities/bars";
import { make } from "patterns";

/** @typedef {{ from: string, to: string[] }} Value */
/** @typedef {Record<string, Record<string, number>>} Links */

const RING = { x: 88, y: 74 }; // of the drawing's box, which is 300 by 200
const NODE = 7;

/** @param {HTMLFormElement} form @returns {Value | undefined} */
export function read(form) {
  const value = draft(form);
  return value?.from && value.to.length ? value : undefined;
}

/** @param {HTMLFormElement} form @param {Value | null} value */
export function fill(form, value) {
  for (const input of inputs(form, "from")) input.checked = input.value === value?.from;
  for (const input of inputs(form, "to")) input.checked = value?.to.includes(input.value) ?? false;
}

/** @param {HTMLFormElement} form @returns {Value | null} */
export function draft(form) {
  const from = inputs(form, "from").find((input) => input.checked)?.value ?? "";
  const to = inputs(form, "to").filter((input) => input.checked).map((input) => input.value);
  return from || to.length ? { from, to } : null;
}

/** @param {HTMLFormElement} form @param {Value} value */
export function say(form, value) {
  /** @param {string} id */
  const name = (id) => inputs(form, "from").find((input) => input.value === id)?.closest("label")?.textContent?.trim() ?? "";
  return `${name(value.from)} → ${value.to.map(name).join(", ")}`;
}

/** Nobody is their own customer, and at the maximum the others rest. @param {HTMLFormElement} form */
export function refresh(form) {
  const { from = "", to = [] } = draft(form) ?? {};
  const full = to.length >= Number(/** @type {HTMLElement} */ (form.querySelector("[data-maximum]")).dataset.maximum);
  for (const input of inputs(form, "to")) {
    if (input.value === from) input.checked = false;
    input.disabled = input.value === from || (full && !input.checked);
  }
}

/** @param {HTMLElement} chart @param {{ links: Links, few: number }} tally */
export function patch(chart, tally) {
  chart.dataset.links = JSON.stringify(tally.links);
  for (const cell of /** @type {NodeListOf<HTMLElement>} */ (chart.querySelectorAll("[data-cell]"))) {
    const [from, to] = (cell.dataset.cell ?? "").split(">");
    write(cell, String(tally.links[from]?.[to] ?? "–"));
  }
  const few = /** @type {HTMLElement} */ (chart.querySelector("[data-few]"));
  write(few, tally.few ? (few.dataset.few ?? "").replace("#", String(tally.few)) : "");
  draw(chart);
}

/** @param {HTMLElement} chart */
export function draw(chart) {
  const links = /** @type {Links} */ (JSON.parse(chart.dataset.links ?? "{}"));
  const areas = /** @type {SVGGElement[]} */ ([...chart.querySelectorAll("[data-area]")]);
  const places = new Map(areas.map((area, at) => [area.dataset.area ?? "", placeOf(at, areas.length)]));
  areas.forEach((area, at) => {
    const { x, y, angle } = placeOf(at, areas.length);
    area.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
    const side = Math.abs(Math.cos(angle)) < 0.2 ? "middle" : Math.cos(angle) > 0 ? "start" : "end";
    const text = /** @type {SVGTextElement} */ (area.querySelector("text"));
    text.setAttribute("text-anchor", side);
    text.setAttribute("x", { start: "10", end: "-10", middle: "0" }[side] ?? "0");
    text.setAttribute("y", side === "middle" ? String(Math.sign(y) * 14) : "0");
  });
  const most = Math.max(1, ...Object.values(links).flatMap((row) => Object.values(row)));
  const arrows = Object.entries(links).flatMap(([from, row]) => Object.entries(row).map(([to, people]) => arrow(places.get(from), places.get(to), people, people / most, !links[to]?.[from])));
  chart.querySelector("[data-arrows]")?.replaceChildren(...arrows);
  tellOneWay(chart, links, areas);
}

/** @param {HTMLElement} chart @param {Links} links @param {SVGGElement[]} areas */
function tellOneWay(chart, links, areas) {
  /** @param {string} id */
  const name = (id) => areas.find((area) => area.dataset.area === id)?.querySelector("text")?.textContent ?? "";
  const lines = Object.entries(links).flatMap(([from, row]) => Object.keys(row).filter((to) => !links[to]?.[from]).map((to) => `${name(from)} → ${name(to)}`));
  chart.querySelector("[data-one-way]")?.replaceChildren(...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
  chart.querySelector("[data-one-way-title]")?.toggleAttribute("hidden", !lines.length);
}

/** A curve, so that both directions can be seen; its number sits on it. @param {any} from @param {any} to @param {number} people @param {number} share @param {boolean} alone */
function arrow(from, to, people, share, alone) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const far = Math.hypot(dx, dy) || 1;
  const bend = { x: (from.x + to.x) / 2 - (dy / far) * 9, y: (from.y + to.y) / 2 + (dx / far) * 9 };
  const start = toward(from, bend, NODE + 1);
  const end = toward(to, bend, NODE + 3);
  const group = make("g", { class: alone ? "net__arrow net__arrow--alone" : "net__arrow" });
  const label = make("text", { x: (from.x + to.x) / 4 + bend.x / 2, y: (from.y + to.y) / 4 + bend.y / 2, "text-anchor": "middle", dy: ".35em" });
  label.textContent = String(people);
  group.append(make("path", { d: `M${start.x} ${start.y}Q${bend.x} ${bend.y} ${end.x} ${end.y}`, "stroke-width": (0.6 + 2.4 * share).toFixed(2), "marker-end": "url(#net-tip)" }), label);
  return group;
}

/** @param {{ x: number, y: number }} from @param {{ x: number, y: number }} to @param {number} far */
function toward(from, to, far) {
  const whole = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return { x: from.x + ((to.x - from.x) * far) / whole, y: from.y + ((to.y - from.y) * far) / whole };
}

/** @param {number} at @param {number} of */
function placeOf(at, of) {
  const angle = (2 * Math.PI * at) / of - Math.PI / 2;
  return { x: RING.x * Math.cos(angle), y: RING.y * Math.sin(angle), angle };
}

/** @param {HTMLFormElement} form @param {string} part @returns {HTMLInputElement[]} */
function inputs(form, part) {
  return [...form.querySelectorAll(/** @type {"input"} */ (`[data-pick="${part}"] input`))];
}
