/**
 * A part of the page as an SVG that any viewer can read: boxes become rectangles, lines of text become <text>, drawings are
 * copied with their looks written on them, colours are plain sRGB and the fonts travel inside. No <foreignObject>: viewers
 * other than browsers leave it out, and a canvas with one may not be read.
 */
import { makeSvg } from "dom";
import { hatch, patternDefs } from "svg_patterns";

const SVG = "http://www.w3.org/2000/svg";
const PAINTS = ["fill", "stroke"];
const PRESENTATION_ATTRIBUTES = ["fill-opacity", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity", "text-anchor", "font-family", "font-size", "font-weight"];
const SHAPES = "path, rect, circle, ellipse, line, polyline, polygon, text, tspan, g, use, svg";
const SIDES = /** @type {const} */ (["Top", "Right", "Bottom", "Left"]);
const SAME_LINE_PX = 2; // words on one line may stand this far from each other in height
const GRADIENT_STOP = /(.+?) ([\d.]+)px(?:, |$)/g; // of a gradient, as a browser computes it
const HATCH_OPACITY = 0.27; // how strong patterns are

const canvas = /** @type {CanvasRenderingContext2D} */ (Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true }));
/** @type {Map<string, { fill: string, alpha: number }>} */
const colours = new Map();
let striped = 0; // so that each hatch has a name of its own

/** @typedef {{ left: number, top: number, right: number, bottom: number }} Frame what is not clipped away */

/** @param {HTMLElement} root @param {number} wide px of the file @param {number} high px @param {string} title @param {string} about @returns {Promise<string>} the text of an SVG file */
export async function svgOf(root, wide, high, title, about) {
  const box = root.getBoundingClientRect();
  const [width, height] = [root.clientWidth, root.clientHeight];
  const svg = makeSvg("svg", { xmlns: SVG, width: wide, height: high, viewBox: `0 0 ${width} ${height}`, role: "img" });
  const words = [["title", title], ["desc", about]].map(([name, text]) => {
    const element = makeSvg(name, {});
    element.textContent = text;
    return element;
  });
  const style = makeSvg("style", {});
  style.textContent = await fontFaces(root);
  const defs = patternDefs();
  for (const pattern of defs.querySelectorAll("pattern")) {
    pattern.setAttribute("patternTransform", `${pattern.getAttribute("patternTransform") ?? ""} scale(${height / 100})`);
  }
  for (const line of defs.querySelectorAll("path")) {
    const hollow = line.classList.contains("flows__hatch--hollow");
    const { fill } = srgb(getComputedStyle(root).getPropertyValue(hollow ? "--color-muted" : "--color-bg"));
    line.removeAttribute("class");
    line.setAttribute("stroke", fill);
    line.setAttribute("stroke-opacity", String(hollow ? 0.55 : HATCH_OPACITY));
  }
  defs.append(style);
  svg.append(...words, defs);
  const origin = { x: box.left + root.clientLeft, y: box.top + root.clientTop };
  const frame = { left: box.left, top: box.top, right: box.right, bottom: box.bottom };
  const back = srgb(getComputedStyle(root).backgroundColor);
  svg.append(makeSvg("rect", { width, height, fill: back.fill }));
  for (const child of root.children) draw(child, svg, origin, frame);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}`;
}

/** @param {string} svg @param {number} width @param {number} height @param {string} [type] @param {number} [quality] @returns {Promise<Blob>} */
export async function imageOf(svg, width, height, type = "image/png", quality = 1) {
  const image = new Image(width, height);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  canvas.getContext("2d")?.drawImage(image, 0, 0, width, height);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), type, quality));
}

/** @param {Element} element @param {Element} onto @param {{ x: number, y: number }} origin @param {Frame} frame */
function draw(element, onto, origin, frame) {
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  if (style.display === "none" || style.visibility === "hidden" || style.clipPath.startsWith("inset")) return;
  if (style.display !== "contents" && isOutside(box, frame)) return;
  if (style.opacity !== "1" && !(element instanceof SVGElement)) onto = onto.appendChild(makeSvg("g", { opacity: style.opacity }));
  if (style.display !== "contents") paint(element, style, box, onto, origin);
  if (element instanceof SVGSVGElement) return void onto.append(copySvg(element, box, origin, style));
  const inner = style.overflow === "visible" ? frame : clip(frame, box);
  for (const child of element.childNodes) {
    if (child instanceof Element) draw(child, onto, origin, inner);
    else if (child.nodeType === Node.TEXT_NODE && child.textContent?.trim()) writeLines(/** @type {Text} */ (child), style, onto, origin, inner);
  }
}

/** Its background, its pattern and its borders. @param {Element} element @param {CSSStyleDeclaration} style @param {DOMRect} box @param {Element} onto @param {{ x: number, y: number }} origin */
function paint(element, style, box, onto, origin) {
  if (!box.width || !box.height) return;
  const [x, y, width, height] = [box.left - origin.x, box.top - origin.y, box.width, box.height].map(round);
  const rx = round(Math.min(parseFloat(style.borderTopLeftRadius) || 0, width / 2, height / 2));
  const { fill, alpha } = srgb(style.backgroundColor);
  if (alpha) onto.append(makeSvg("rect", { x, y, width, height, rx, fill, ...(alpha < 1 ? { "fill-opacity": alpha } : {}) }));
  const slot = /** @type {HTMLElement | null} */ (element.closest("[data-slot]"))?.dataset.slot;
  const drawn = stripes(style.backgroundImage);
  if (drawn && (drawn.opaque || !slot)) onto.append(drawn.pattern, makeSvg("rect", { x, y, width, height, rx, fill: `url(#${drawn.pattern.id})` }));
  else if (slot && style.backgroundImage !== "none") onto.append(...hatch(slot, "rect", { x, y, width, height, rx }));
  const sides = SIDES.map((side) => ({ side, width: parseFloat(style[`border${side}Width`]), colour: srgb(style[`border${side}Color`]) })).filter(({ width: thick, colour }) => thick && colour.alpha);
  const all = sides.length === 4 && sides.every(({ width: thick }) => thick === sides[0].width);
  if (all) {
    const thick = sides[0].width;
    const dashes = style.borderTopStyle === "dashed" ? { "stroke-dasharray": `${3 * thick} ${2 * thick}` } : {};
    onto.append(makeSvg("rect", { x: x + thick / 2, y: y + thick / 2, width: Math.max(0, width - thick), height: Math.max(0, height - thick), rx, fill: "none", stroke: sides[0].colour.fill, "stroke-opacity": sides[0].colour.alpha, "stroke-width": thick, ...dashes }));
    return;
  }
  for (const { side, width: thick, colour } of sides) {
    const lies = side === "Top" || side === "Bottom";
    onto.append(makeSvg("rect", {
      x: side === "Right" ? x + width - thick : x, y: side === "Bottom" ? y + height - thick : y,
      width: lies ? width : thick, height: lies ? thick : height, fill: colour.fill, "fill-opacity": colour.alpha,
    }));
  }
}

/** Two colours in turn, as the style sheet hatches what is protected; null for any other background. @param {string} image */
function stripes(image) {
  const [, turn, stops] = /^repeating-linear-gradient\(([\d.]+)deg, (.+)\)$/.exec(image) ?? [];
  const found = [...(stops ?? "").matchAll(GRADIENT_STOP)].map(([, colour, at]) => ({ ...srgb(colour), at: Number(at) }));
  if (found.length !== 4) return null;
  const [first, middle, , last] = found;
  const pattern = makeSvg("pattern", { id: `stripes-${++striped}`, width: last.at, height: last.at, patternUnits: "userSpaceOnUse", patternTransform: `rotate(${Number(turn) - 90})` });
  for (const [{ fill, alpha }, x, end] of /** @type {const} */ ([[first, 0, middle.at], [last, middle.at, last.at]])) {
    if (alpha) pattern.append(makeSvg("rect", { x, width: round(end - x), height: last.at, fill, ...(alpha < 1 ? { "fill-opacity": alpha } : {}) }));
  }
  return { pattern, opaque: found.every(({ alpha }) => alpha === 1) };
}

/** The lines of a text as they stand. @param {Text} node @param {CSSStyleDeclaration} style @param {Element} onto @param {{ x: number, y: number }} origin @param {Frame} frame */
function writeLines(node, style, onto, origin, frame) {
  const lines = /** @type {{ from: number, to: number, box: DOMRect }[]} */ ([]);
  const upright = style.writingMode === "horizontal-tb";
  const range = document.createRange();
  for (const word of node.data.matchAll(/\S+/g)) {
    range.setStart(node, word.index);
    range.setEnd(node, word.index + word[0].length);
    const box = range.getBoundingClientRect();
    const last = lines.at(-1);
    if (last && (!upright || Math.abs(last.box.top - box.top) < SAME_LINE_PX)) last.to = word.index + word[0].length;
    else lines.push({ from: word.index, to: word.index + word[0].length, box });
  }
  const { fill, alpha } = srgb(style.color);
  for (const { from, to } of lines) {
    range.setStart(node, from);
    range.setEnd(node, to);
    const box = range.getBoundingClientRect();
    if (!box.width || isOutside(box, frame)) continue;
    const spoken = node.data.slice(from, to).replace(/\s+/g, " ");
    const text = makeSvg("text", {
      fill, ...(alpha < 1 ? { "fill-opacity": alpha } : {}), "font-family": style.fontFamily, "font-size": style.fontSize, "font-weight": style.fontWeight,
      ...(style.letterSpacing === "normal" ? {} : { "letter-spacing": style.letterSpacing }),
      ...baseline(box, style, upright, origin),
    });
    if (style.fontVariantNumeric !== "normal") text.style.fontVariantNumeric = style.fontVariantNumeric;
    text.textContent = style.textTransform === "uppercase" ? spoken.toUpperCase() : spoken;
    onto.append(text);
  }
}

/** The attributes of a line of text: its beginning on the baseline, its length in the font it was measured in. @param {DOMRect} box @param {CSSStyleDeclaration} style @param {boolean} upright @param {{ x: number, y: number }} origin */
function baseline(box, style, upright, origin) {
  canvas.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const { fontBoundingBoxAscent: above, fontBoundingBoxDescent: below } = canvas.measureText("H");
  const [left, top] = [box.left - origin.x, box.top - origin.y];
  if (upright) return { x: round(left), y: round(top + (box.height - above - below) / 2 + above), textLength: round(box.width), lengthAdjust: "spacingAndGlyphs" };
  const x = left + (box.width - above - below) / 2 + above;
  const y = top + box.height;
  return { x: round(x), y: round(y), transform: `rotate(-90 ${round(x)} ${round(y)})`, textLength: round(box.height), lengthAdjust: "spacingAndGlyphs" };
}

/** A drawing with its looks on it. @param {SVGSVGElement} svg @param {DOMRect} box @param {{ x: number, y: number }} origin @param {CSSStyleDeclaration} style */
function copySvg(svg, box, origin, style) {
  const twin = /** @type {SVGSVGElement} */ (svg.cloneNode(true));
  const [sources, twins] = [svg, twin].map((each) => [each, ...each.querySelectorAll("*")]);
  sources.forEach((source, at) => inlineStyles(/** @type {SVGElement} */ (source), /** @type {SVGElement} */ (twins[at])));
  sources.forEach((source, at) => { // an edge under its letters: some viewers know no paint-order
    if (!getComputedStyle(source).paintOrder.startsWith("stroke") || twins[at].getAttribute("stroke") === "none" || !(source instanceof SVGTextElement)) return;
    twins[at].before(twins[at].cloneNode(true));
    twins[at].setAttribute("stroke", "none");
  });
  for (const gone of twin.querySelectorAll("[data-gone], title")) gone.remove();
  for (const [name, value] of Object.entries({ x: box.left - origin.x, y: box.top - origin.y, width: box.width, height: box.height })) twin.setAttribute(name, String(round(value)));
  twin.setAttribute("overflow", style.overflow === "visible" ? "visible" : "hidden");
  return twin;
}

/** @param {SVGElement} source @param {SVGElement} twin */
function inlineStyles(source, twin) {
  const style = getComputedStyle(source);
  if (style.display === "none" || style.visibility === "hidden" || source.hasAttribute("hidden")) twin.setAttribute("data-gone", "");
  for (const name of ["class", "style", ...[...source.attributes].map((each) => each.name).filter((each) => each.startsWith("data-") || each.startsWith("aria-"))]) {
    if (name !== "data-gone") twin.removeAttribute(name);
  }
  if (!source.matches(SHAPES)) return;
  for (const name of PAINTS) {
    const value = style.getPropertyValue(name);
    const { fill, alpha } = srgb(value);
    twin.setAttribute(name, value.startsWith("url") ? value.replaceAll('"', "") : alpha ? fill : "none");
    if (alpha && alpha < 1) twin.setAttribute(`${name}-opacity`, String(alpha * Number(style.getPropertyValue(`${name}-opacity`))));
  }
  for (const name of PRESENTATION_ATTRIBUTES) {
    const value = style.getPropertyValue(name);
    if (value && !(name.endsWith("-opacity") && twin.hasAttribute(name))) twin.setAttribute(name, value);
  }
  for (const name of ["r", "rx", "ry"]) if (source.getAttribute(name)?.endsWith("em")) twin.setAttribute(name, style.getPropertyValue(name));
  if (style.transform !== "none") twin.setAttribute("transform", style.transform);
}

/** Any colour of CSS as sRGB, which every viewer knows. @param {string} colour */
function srgb(colour) {
  const known = colours.get(colour);
  if (known) return known;
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = "#0000";
  canvas.fillStyle = colour.trim() === "none" ? "#0000" : colour.trim();
  canvas.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
  const hex = [red, green, blue].map((each) => each.toString(16).padStart(2, "0")).join("");
  const found = { fill: `#${hex}`, alpha: Math.round((alpha / 255) * 1000) / 1000 };
  colours.set(colour, found);
  return found;
}

/** The fonts that are used, inside. @param {Element} root */
async function fontFaces(root) {
  const used = new Set([root, ...root.querySelectorAll("*")].map((each) => getComputedStyle(each).fontFamily.split(",")[0].replaceAll('"', "").trim()));
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule instanceof CSSFontFaceRule);
  const faces = rules.map(async (rule) => {
    const family = rule.style.getPropertyValue("font-family").replaceAll('"', "").trim();
    const address = /url\("?([^")]+)"?\)/.exec(rule.style.getPropertyValue("src"))?.[1];
    if (!used.has(family) || !address) return "";
    const data = await dataUrl(await (await fetch(address)).blob());
    return `@font-face{font-family:"${family}";font-weight:${rule.style.getPropertyValue("font-weight")};src:url(${data}) format("woff2")}`;
  });
  return (await Promise.all(faces)).join("");
}

/** @param {Blob} file @returns {Promise<string>} as a data: address */
function dataUrl(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^data:[^;,]*/, "data:font/woff2"));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

/** Is none of it, or only its edge, in the frame? @param {DOMRect} box @param {Frame} frame */
function isOutside(box, frame) {
  const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  const outside = box.right < frame.left || box.left > frame.right || box.bottom < frame.top || box.top > frame.bottom;
  const small = box.width < frame.right - frame.left && box.height < frame.bottom - frame.top;
  return outside || (small && (x < frame.left || x > frame.right || y < frame.top || y > frame.bottom));
}

/** @param {Frame} frame @param {DOMRect} box @returns {Frame} */
function clip(frame, box) {
  return { left: Math.max(frame.left, box.left), top: Math.max(frame.top, box.top), right: Math.min(frame.right, box.right), bottom: Math.min(frame.bottom, box.bottom) };
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 100) / 100;
}
