/**
 * Lays the words of a cloud out. A word keeps its place while it can; what is new finds the nearest free one on a
 * spiral. Work is done in slices, so that two hundred words never hold the page, and each word is measured once.
 */
import { makeSvg } from "dom";

/** @typedef {{ key: string, text: string, count: number }} Word */
/** @typedef {{ x: number, y: number, w: number, h: number }} Box centre and size */

const SLICE_MS = 8; // of work before the page may breathe
const FILL_SHARE = 0.5; // of the sky that words may take
const SMALLEST_SHARE = 0.026; // of the page's shorter side: 28 px on a wall of 1080
const LARGEST_SHARE = 0.24; // of the sky's height
const WIDEST_SHARE = 0.7; // of its width
const SHRINK = 0.88; // when not all fit
const GAP = 0.16; // of a word's size, around it
const MAX_RATIO = 1.8; // times the smallest: often still looks larger than once
const MAX_GLIDING = 60; // words that may glide to their new size; more of them would hold the page
const TOP_WORDS = 5; // words in the product's colour, the same five in the list

/** @type {Map<string, number>} */
const widths = new Map();
const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));

export class WordCloudLayout {
  #svg;
  #base = Infinity; // px for a word said once
  #cap = Infinity; // px for the word said most, once the rest can shrink no more
  #places = /** @type {Map<string, Box>} */ (new Map());
  #texts = /** @type {Map<string, SVGElement>} */ (new Map());
  #layoutNumber = 0;

  /** @param {SVGSVGElement} svg */
  constructor(svg) {
    this.#svg = svg;
  }

  /** Draws all that fits; says how many words do not, or null when a newer call took over. @param {Word[]} words @returns {Promise<number | null>} */
  async lay(words) {
    const turn = ++this.#layoutNumber;
    const { clientWidth: width, clientHeight: height } = this.#svg;
    if (!width || !height) return 0;
    const page = this.#svg.closest(".wall") ?? document.documentElement;
    const least = SMALLEST_SHARE * Math.min(page.clientWidth, page.clientHeight);
    const widest = words.map((word) => ({ ...word, wide: this.#width(word.text) }));
    this.#base = Math.max(least, Math.min(this.#base, this.#baseSize(widest, width, height)));
    this.#svg.toggleAttribute("data-few", words.length <= MAX_GLIDING);
    for (;;) {
      const sizes = widest.map((word) => ({ ...word, size: Math.max(least, Math.min(this.#cap, this.#base * Math.sqrt(word.count))) }));
      const last = this.#base <= least && this.#cap <= MAX_RATIO * least; // smaller, nobody could read it
      const placed = await this.#place(sizes, width, height, last, () => turn !== this.#layoutNumber);
      if (!placed) return null;
      if (placed.size === words.length || last) {
        this.#places = placed;
        this.#show(sizes, placed);
        this.#svg.dataset.laid = String(words.length);
        return words.length - placed.size;
      }
      if (this.#base <= least) this.#cap = Math.max(MAX_RATIO * least, Math.min(this.#cap, least * Math.sqrt(words[0].count)) * SHRINK);
      this.#base = Math.max(least, this.#base * SHRINK);
    }
  }

  /** The size of a word said once at which all of them cover the part of the sky they may. @param {(Word & { wide: number })[]} words @param {number} width @param {number} height */
  #baseSize(words, width, height) {
    const area = words.reduce((sum, word) => sum + word.count * (word.wide + 2 * GAP), 0);
    const tallest = Math.min(...words.map((word) => Math.min(LARGEST_SHARE * height, (WIDEST_SHARE * width) / word.wide) / Math.sqrt(word.count)));
    return Math.min(Math.sqrt((FILL_SHARE * width * height) / (area || 1)), tallest);
  }

  /** @param {(Word & { wide: number, size: number })[]} words most said first @param {number} width @param {number} height @param {boolean} last nothing smaller will be tried @param {() => boolean} stale */
  async #place(words, width, height, last, stale) {
    const placed = /** @type {Map<string, Box>} */ (new Map());
    const boxes = /** @type {Box[]} */ ([]);
    const waiting = [];
    /** @param {string} key @param {Box} box */
    const put = (key, box) => { placed.set(key, box); boxes.push(box); };
    for (const word of words) {
      const box = { x: 0, y: 0, w: (word.wide + 2 * GAP) * word.size, h: word.size };
      const old = this.#places.get(word.key);
      if (old) Object.assign(box, { x: old.x, y: old.y });
      if (old && isFree(box, boxes, width, height)) put(word.key, box);
      else waiting.push({ key: word.key, box, from: old ?? { x: width / 2, y: height / 2 } });
    }
    waiting.sort((a, b) => b.box.h - a.box.h || b.box.w - a.box.w);
    let began = performance.now();
    let refused = /** @type {Box | null} */ (null); // what found no place; nothing as large will
    for (const { key, box, from } of waiting) {
      if (refused && box.w >= refused.w && box.h >= refused.h) continue;
      const step = Math.max(4, box.h / 4);
      for (let ring = 0; ring * step < 2 * height && !placed.has(key); ring++) {
        if (performance.now() - began > SLICE_MS) {
          await new Promise((resolve) => setTimeout(resolve));
          if (stale()) return null;
          began = performance.now();
        }
        if (search(box, from, pointsOf(ring), step, boxes, width, height)) put(key, box);
      }
      if (placed.has(key)) continue;
      if (!last) return placed;
      refused = box;
    }
    return placed;
  }

  /** @param {(Word & { size: number })[]} words @param {Map<string, Box>} placed */
  #show(words, placed) {
    const least = Math.min(...words.map((word) => word.size));
    words.forEach(({ key, text, size }, at) => {
      const box = placed.get(key);
      const sign = this.#texts.get(key) ?? (box ? this.#textFor(key) : null); // what has no place yet need not be laid out
      if (!sign) return;
      if (sign.textContent !== text) sign.textContent = text;
      sign.toggleAttribute("hidden", !box);
      sign.dataset.rank = at < TOP_WORDS ? "top" : size > least ? "said" : "once";
      if (box) sign.style.transform = `translate(${box.x.toFixed(1)}px, ${box.y.toFixed(1)}px) scale(${(size / 100).toFixed(4)})`;
    });
    const known = new Set(words.map((word) => word.key));
    for (const [key, sign] of this.#texts) if (!known.has(key)) { sign.remove(); this.#texts.delete(key); }
  }

  /** @param {string} key */
  #textFor(key) {
    const sign = makeSvg("text", { "font-size": 100, "text-anchor": "middle", dy: ".33em" });
    this.#texts.set(key, sign);
    this.#svg.append(sign);
    return sign;
  }

  /** In ems, measured once for each word. @param {string} text */
  #width(text) {
    const font = getComputedStyle(this.#svg).fontFamily;
    const name = `${font} ${text}`;
    if (!widths.has(name)) {
      pen.font = `680 100px ${font}`;
      widths.set(name, pen.measureText(text).width / 100);
    }
    return widths.get(name) ?? 1;
  }
}

const circles = /** @type {Float64Array[]} */ ([]);

/** Points on a circle around nothing, about one apart: x and y by turns; each circle is worked out once. @param {number} radius */
function pointsOf(radius) {
  if (circles[radius]) return circles[radius];
  const count = Math.max(1, Math.ceil(2 * Math.PI * radius));
  const points = new Float64Array(2 * count);
  for (let at = 0; at < count; at++) {
    const angle = (2 * Math.PI * at) / count + 4 * radius; // the next circle begins elsewhere
    points[2 * at] = radius * Math.cos(angle);
    points[2 * at + 1] = radius * Math.sin(angle);
  }
  return (circles[radius] = points);
}

/** Moves the box to the first of the points where it is free: their circle is an ellipse as wide as the sky. @param {Box} box @param {{ x: number, y: number }} from @param {Float64Array} points @param {number} step px between two of them @param {Box[]} boxes @param {number} width @param {number} height */
function search(box, from, points, step, boxes, width, height) {
  for (let at = 0; at < points.length; at += 2) {
    box.x = from.x + (points[at] * step * width) / height;
    box.y = from.y + points[at + 1] * step;
    if (isFree(box, boxes, width, height)) return true;
  }
  return false;
}

/** @param {Box} box @param {Box[]} boxes @param {number} width @param {number} height */
function isFree(box, boxes, width, height) {
  if (box.x - box.w / 2 < 0 || box.x + box.w / 2 > width || box.y - box.h / 2 < 0 || box.y + box.h / 2 > height) return false;
  for (let at = 0; at < boxes.length; at++) {
    const other = boxes[at];
    if (Math.abs(box.x - other.x) * 2 >= box.w + other.w || Math.abs(box.y - other.y) * 2 >= box.h + other.h) continue;
    boxes[at] = boxes[0];
    boxes[0] = other; // the next point lies beside this one: most often the same word is in its way
    return false;
  }
  return true;
}
