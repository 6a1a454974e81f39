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

/**
 * Whole per cents, half up, as workshop/statistics/proportions.py has them: equal counts, equal figures; three thirds are 99.
 * @param {number} part @param {number} n
 */
export function percentOf(part, n) {
  return n ? Math.floor((200 * part + n) / (2 * n)) : 0;
}

/** @param {number} part @param {number} n */
export function percent(part, n) {
  return `${percentOf(part, n)}${NARROW_SPACE}%`;
}

/** A length as an attribute. @param {Element | null | undefined} element @param {string} name @param {number} share in per cent */
export function size(element, name, share) {
  element?.setAttribute(name, `${share.toFixed(2)}%`);
}

/** «12 500,5 €». @param {number} value @param {string} [unit] */
export function amount(value, unit = "") {
  const [whole, rest] = Math.abs(value).toFixed(2).replace(/\.?0+$/, "").split(".");
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, NARROW_SPACE) : whole;
  const sign = value < 0 && (whole !== "0" || rest) ? "\u2212" : "";
  return sign + grouped + (rest ? `,${rest}` : "") + (unit ? `\u00a0${unit}` : "");
}
