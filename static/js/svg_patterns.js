/** The six hatchings of charts.css, for shapes that are not boxes. */
import { makeSvg } from "dom";

/** By slot: an option above six has a colour again, with another hatching. */
const PATTERNS = ["", "", "stripes", "dots", "back", "level", "cross", "back", "level", "cross", "", "stripes", "dots"];

/**
 * The hatching laid over a shape, so that an option is known without its colour.
 * @param {string} slot
 * @param {string} name
 * @param {Record<string, string | number>} shape
 */
export function hatch(slot, name, shape) {
  const pattern = slot === "0" ? "hollow" : PATTERNS[Number(slot)];
  return pattern ? [makeSvg(name, { ...shape, fill: `url(#flows-${pattern})` })] : [];
}

/** @returns {SVGElement} `<defs>` with the patterns that `hatch` names */
export function patternDefs() {
  const defs = makeSvg("defs", {});
  /** @param {string} name @param {number} size @param {string} d @param {number} turn */
  const add = (name, size, d, turn = 0) => {
    const pattern = makeSvg("pattern", { id: `flows-${name}`, width: size, height: size, patternUnits: "userSpaceOnUse", patternTransform: `rotate(${turn})` });
    const hollow = name === "hollow" ? " flows__hatch--hollow" : "";
    pattern.append(makeSvg("path", { class: `flows__hatch${hollow}`, d, "stroke-width": hollow ? 0.3 : 0.44, fill: "none" }));
    defs.append(pattern);
  };
  add("stripes", 1.6, "M.22 0v1.6", 45);
  add("back", 1.6, "M.22 0v1.6", -45);
  add("level", 1.5, "M0 .22h1.5");
  add("cross", 1.8, "M.2 0v1.8M0 .2h1.8", 45);
  add("hollow", 1.2, "M.15 0v1.2");
  add("dots", 1.5, "M.75 .74v.02");
  defs.querySelector("#flows-dots path")?.setAttribute("stroke-width", "0.7");
  defs.querySelector("#flows-dots path")?.setAttribute("stroke-linecap", "round");
  return defs;
}
