/** Numbers as a Spanish reader expects them, and the places that show them. */

const NARROW_SPACE = "\u202f";

/** «3,5»: rounded half up, as the server rounds. @param {number} value @param {number} [places] */
export function decimal(value, places = 1) {
  const size = 10 ** places;
  const whole = Math.floor(Math.abs(value) * size + 0.5) / size;
  const text = places ? whole.toFixed(places).replace(/\.?0+$/, "") : whole.toFixed(0);
  return (value < 0 && whole ? "\u2212" : "") + text.replace(".", ",");
}

/** «3,0»: a mean keeps its decimal. @param {number} value */
export function mean(value) {
  return (Math.floor(value * 10 + 0.5) / 10).toFixed(1).replace(".", ",");
}

/** «+32», «−4», «0». @param {number} value */
export function signed(value) {
  const whole = Math.floor(value + 0.5);
  return whole > 0 ? `+${whole}` : whole < 0 ? `\u2212${-whole}` : "0";
}

/** «34 %», with a space that never breaks: as the tally has it, for nothing is rounded here. @param {number} whole */
export function percent(whole) {
  return `${whole}${NARROW_SPACE}%`;
}

/** Per cent of a length, for a drawing and never for words; 0 of nothing. @param {number} part @param {number} whole */
export function share(part, whole) {
  return whole ? (100 * part) / whole : 0;
}

/** A length as an attribute. @param {Element | null | undefined} element @param {string} name @param {number} part @param {number} [whole] */
export function size(element, name, part, whole = 100) {
  element?.setAttribute(name, `${share(part, whole).toFixed(2)}%`);
}

/** Bars of one question compare: the longest ends at the next tenth above it. @param {number[]} values @param {number} n */
export function scaleTop(values, n) {
  return nextTenth(n ? Math.max(0, ...values) / n : 0);
}

/** @param {number} part of 1 */
export function nextTenth(part) {
  return Math.min(1, Math.floor(part * 10) / 10 + 0.1);
}

/** «12 500,5 €». @param {number} value @param {string} [unit] */
export function amount(value, unit = "") {
  const [whole, rest] = Math.abs(value).toFixed(2).replace(/\.?0+$/, "").split(".");
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, NARROW_SPACE) : whole;
  const sign = value < 0 && (whole !== "0" || rest) ? "\u2212" : "";
  return sign + grouped + (rest ? `,${rest}` : "") + (unit ? `\u00a0${unit}` : "");
}
