/**
 * <ma-flows>: draws the ribbons between two rounds, and puts each label beside its node. The page brings the words,
 * the keys and the counts; without this file they still stand in two columns.
 */

import { makeSvg, queryAll } from "dom";
import { spreadLabels, ribbonCentre, sankeyLayout, ribbonOutline } from "sankey_layout";
import { hatch, patternDefs } from "svg_patterns";

const NODE_WIDTH = 1.9; // units wide
const LABEL_LINES = [4, 3, 2, 1]; // of a label, as many as there is room for
const LABEL_GAP = 0.4; // units between two labels
const MIN_PILL_PEOPLE = 3; // people; one or two stay unlabelled, so that nobody is pointed at

class SankeyDiagram extends HTMLElement {
  /** @type {ResizeObserver | undefined} */ #watcher;

  connectedCallback() {
    this.#watcher = new ResizeObserver(() => this.#draw());
    this.#watcher.observe(this);
  }

  disconnectedCallback() {
    this.#watcher?.disconnect();
  }

  #draw() {
    const drawing = this.querySelector("svg.flows__drawing");
    const column = this.querySelector(".flows__labels");
    if (!drawing || !column) return;
    const { width, height } = drawing.getBoundingClientRect();
    if (!width || !height) return;
    const unit = parseFloat(getComputedStyle(column).getPropertyValue("font-size")) / 3.3 || 10;
    this.#shorten(height, LABEL_GAP * unit);
    const [w, h] = [width / unit, height / unit];
    const flows = /** @type {number[][]} */ (JSON.parse(this.dataset.flows ?? "[]"));
    const { before, after, ribbons } = sankeyLayout(flows, h);
    drawing.setAttribute("viewBox", `0 0 ${w} ${h}`);
    drawing.replaceChildren(patternDefs());
    if (this.dataset.ribbons === "all") drawing.append(...this.#ribbons(ribbons, w));
    before.forEach((node, i) => drawing.append(...this.#node(node, i, 0)));
    after.forEach((node, i) => drawing.append(...this.#node(node, i, w - NODE_WIDTH)));
    this.#place(".flows__labels--before", before, height, unit);
    this.#place(".flows__labels--after", after, height, unit);
    this.dataset.drawn = "";
  }

  /** @param {import("sankey_layout").Ribbon[]} ribbons @param {number} w */
  #ribbons(ribbons, w) {
    const stayed = ribbons.filter(({ from, to }) => from === to);
    const moved = ribbons.filter(({ from, to }) => from !== to).sort((one, other) => other.people - one.people);
    const pills = /** @type {number[][]} */ ([]);
    return [
      ...stayed.map((ribbon) => makeSvg("path", { class: "flows__stay", d: ribbonOutline(ribbon, NODE_WIDTH, w - NODE_WIDTH) })),
      ...moved.map((ribbon, order) => this.#move(ribbon, order, w)),
      ...moved.filter(({ people }) => people >= MIN_PILL_PEOPLE).map((ribbon) => pill(ribbon, w, pills)),
    ];
  }

  /** @param {import("sankey_layout").Ribbon} ribbon @param {number} order @param {number} w */
  #move(ribbon, order, w) {
    const d = ribbonOutline(ribbon, NODE_WIDTH, w - NODE_WIDTH);
    const slot = this.#slot(ribbon.from);
    const group = makeSvg("g", { class: "flows__move", "data-slot": slot });
    group.style.setProperty("--order", String(order));
    group.append(makeSvg("path", { d }), ...hatch(slot, "path", { d }), makeSvg("path", { class: "flows__edge", d }));
    return group;
  }

  /** @param {import("sankey_layout").Node} node @param {number} i @param {number} x */
  #node({ y, height, people }, i, x) {
    const slot = this.#slot(i);
    const box = { x, y, width: NODE_WIDTH, height, rx: Math.min(0.35, height / 2) };
    if (!people) return [makeSvg("rect", { class: "flows__node", "data-zero": "", ...box })];
    return [makeSvg("rect", { class: "flows__node", "data-slot": slot, ...box }), ...hatch(slot, "rect", box)];
  }

  /** @param {number} i */
  #slot(i) {
    return this.querySelectorAll(".flows__labels--before > li")[i]?.getAttribute("data-slot") ?? "1";
  }

  /** Labels keep as many lines as all of them find room for, one under the other. @param {number} height px @param {number} gap px between two */
  #shorten(height, gap) {
    const columns = [...this.querySelectorAll(".flows__labels")].map((column) => /** @type {HTMLElement[]} */ ([...column.children]));
    for (const lines of LABEL_LINES) {
      this.dataset.lines = String(lines);
      if (columns.every((labels) => labels.reduce((sum, label) => sum + label.offsetHeight + gap, 0) <= height)) return;
    }
  }

  /** @param {string} side @param {import("sankey_layout").Node[]} nodes @param {number} height @param {number} unit */
  #place(side, nodes, height, unit) {
    const labels = queryAll(this, `${side} > li`);
    const wanted = nodes.map((node) => (node.y + node.height / 2) * unit);
    const sizes = labels.map((label) => label.offsetHeight + LABEL_GAP * unit);
    spreadLabels(wanted, sizes, height + unit).forEach((y, i) => labels[i]?.style.setProperty("--y", `${y.toFixed(1)}px`));
  }
}

/** @param {import("sankey_layout").Ribbon} ribbon @param {number} w @param {number[][]} others */
function pill(ribbon, w, others) {
  const t = [0.16, 0.26, 0.36, 0.46].find((at) => others.every(([x, y]) => Math.hypot((x - at) * w, y - ribbonCentre(ribbon, at)) > 4.4)) ?? 0.16;
  const y = ribbonCentre(ribbon, t);
  others.push([t, y]);
  const wide = 2.6 + 1.6 * String(ribbon.people).length;
  const group = makeSvg("g", { class: "flows__pill", transform: `translate(${across(t) * w} ${y})` });
  const text = makeSvg("text", { y: 0.95 });
  text.textContent = String(ribbon.people);
  group.append(makeSvg("rect", { x: -wide / 2, y: -1.95, width: wide, height: 3.9, rx: 1.95 }), text);
  return group;
}

/** The share of the width at parameter t of a curve. @param {number} t */
const across = (t) => 1.5 * t * (1 - t) + t * t * t;

customElements.define("ma-flows", SankeyDiagram);
