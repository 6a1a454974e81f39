/** Network of who uses whose work: own area and the areas that use it; the wall's ring of areas with an arrow for each link. */
import { makeElement, makeSvg, setText } from "dom";

/** @typedef {{ from: string, to: string[] }} Value */
/** @typedef {Record<string, Record<string, number>>} Links */

const RING = { x: 88, y: 74 }; // of the drawing's box, which is 300 by 200
const NODE = 7;
const LINE = 16; // letters of a name in one line
const CROWD = 8; // areas; beyond them names keep two lines, so that neighbours do not touch
const HIGH = 10; // of a line
const FAR = 0.34; // of the way: where an arrow's number stands
const NEAR = 1 - FAR;
const MANY = 16; // arrows with their numbers on them
const MOST = 5; // one-way links told beside the drawing; the matrix has them all

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

/** @param {HTMLElement} chart @param {{ links: Links, one_way: [string, string][], unknown: number, few: number }} tally */
export function patch(chart, tally) {
  chart.dataset.links = JSON.stringify(tally.links);
  chart.dataset.ways = JSON.stringify(tally.one_way);
  for (const cell of /** @type {NodeListOf<HTMLElement>} */ (chart.querySelectorAll("[data-cell]"))) {
    const [from, to] = (cell.dataset.cell ?? "").split(">");
    setText(cell, String(tally.links[from]?.[to] ?? "–"));
  }
  const few = /** @type {HTMLElement} */ (chart.querySelector("[data-few]"));
  setText(few, tally.few ? (few.dataset.few ?? "").replace("#", String(tally.few)) : "");
  const unknown = /** @type {HTMLElement} */ (chart.querySelector("[data-unknown]"));
  setText(unknown, tally.unknown ? (unknown.dataset.unknown ?? "").replace("#", String(tally.unknown)) : "");
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
    const crowded = areas.length > CROWD;
    const lines = linesOf(area.querySelector("title")?.textContent ?? "", side === "middle" && !crowded ? 2 * LINE : LINE, crowded ? 2 : 3);
    const left = { start: "10", end: "-10", middle: "0" }[side] ?? "0";
    const top = side !== "middle" ? -((lines.length - 1) * HIGH) / 2 : y < 0 ? -14 - (lines.length - 1) * HIGH : 14;
    text.replaceChildren(...lines.map((line, row) => Object.assign(makeSvg("tspan", { x: left, y: top + row * HIGH, dy: ".35em" }), { textContent: line })));
  });
  // Which way has none back is the server's to say: a link that may not be told is not missing.
  const ways = new Set(/** @type {[string, string][]} */ (JSON.parse(chart.dataset.ways ?? "[]")).map((way) => way.join(">")));
  const most = Math.max(1, ...Object.values(links).flatMap((row) => Object.values(row)));
  const drawn = Object.values(links).flatMap((row) => Object.values(row)).sort((one, other) => other - one);
  const numbered = drawn.length > MANY ? drawn[MANY - 1] + 1 : 0; // where arrows crowd, only the strongest say how many
  const arrows = Object.entries(links).flatMap(([from, row]) => Object.entries(row).map(([to, people]) => arrow(places.get(from), places.get(to), people, people / most, ways.has(`${from}>${to}`), people >= numbered)));
  chart.querySelector("[data-arrows]")?.replaceChildren(...arrows);
  tellOneWay(chart, links, ways, areas);
}

/** @param {HTMLElement} chart @param {Links} links @param {Set<string>} ways @param {SVGGElement[]} areas */
function tellOneWay(chart, links, ways, areas) {
  /** @param {string} id */
  const name = (id) => areas.find((area) => area.dataset.area === id)?.querySelector("title")?.textContent ?? "";
  const lines = Object.entries(links).flatMap(([from, row]) => Object.entries(row).filter(([to]) => ways.has(`${from}>${to}`)).map(([to, people]) => ({ people, line: `${name(from)} → ${name(to)}` })));
  lines.sort((one, other) => other.people - one.people);
  const list = /** @type {HTMLElement} */ (chart.querySelector("[data-one-way]"));
  const told = lines.slice(0, MOST).map(({ line }) => line);
  if (lines.length > MOST) told.push((list.dataset.more ?? "").replace("#", String(lines.length - MOST)));
  list.replaceChildren(...told.map((line) => makeElement("li", "", line)));
  chart.querySelector("[data-one-way-title]")?.toggleAttribute("hidden", !lines.length);
}

/** Lines of `longest` letters, `most` of them; what is left out ends in «…». @param {string} name @param {number} longest @param {number} most */
function linesOf(name, longest, most) {
  const lines = [""];
  for (const word of name.split(" ")) {
    const last = lines.length - 1;
    if (lines[last] && lines[last].length + word.length >= longest) lines.push(word);
    else lines[last] = `${lines[last]} ${word}`.trim();
  }
  return lines.length > most ? [...lines.slice(0, most - 1), `${lines[most - 1]}…`] : lines;
}

/** A curve, so that both directions can be seen; its number sits on it. @param {any} from @param {any} to @param {number} people @param {number} share @param {boolean} alone @param {boolean} numbered */
function arrow(from, to, people, share, alone, numbered) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const far = Math.hypot(dx, dy) || 1;
  const bend = { x: (from.x + to.x) / 2 - (dy / far) * 9, y: (from.y + to.y) / 2 + (dx / far) * 9 };
  const start = toward(from, bend, NODE + 1);
  const end = toward(to, bend, NODE + 3);
  const group = makeSvg("g", { class: alone ? "net__arrow net__arrow--alone" : "net__arrow" });
  // Nearer to where it comes from: in the middle it would meet the number of the way back.
  const at = { x: from.x * NEAR ** 2 + 2 * bend.x * NEAR * FAR + to.x * FAR ** 2, y: from.y * NEAR ** 2 + 2 * bend.y * NEAR * FAR + to.y * FAR ** 2 };
  const label = makeSvg("text", { x: at.x.toFixed(1), y: at.y.toFixed(1), "text-anchor": "middle", dy: ".35em" });
  label.textContent = String(people);
  group.append(makeSvg("path", { d: `M${start.x} ${start.y}Q${bend.x} ${bend.y} ${end.x} ${end.y}`, "stroke-width": (0.6 + 2.4 * share).toFixed(2), "marker-end": "url(#net-tip)" }), ...(numbered ? [label] : []));
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
