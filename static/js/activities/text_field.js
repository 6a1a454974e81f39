/** A field for words of one's own: never cut, and counted as a reader counts. Kinds that ask for a text share it. */

const segmenter = "Segmenter" in Intl ? new Intl.Segmenter("es") : null;

/** @param {HTMLFormElement} form @returns {string | undefined} */
export function read(form) {
  const text = area(form).value.trim();
  return text && letterCount(text) <= maximum(form) ? text : undefined;
}

/** @param {HTMLFormElement} form @param {string | null} value */
export function fill(form, value) {
  if (area(form).value !== (value ?? "")) area(form).value = value ?? "";
}

/** Reads the draft: the text, sendable or not. @param {HTMLFormElement} form */
export function draft(form) {
  return area(form).value.trim() ? area(form).value : null;
}

/** @param {HTMLFormElement} form @param {string} value */
export function say(form, value) {
  return value;
}

/** @param {HTMLFormElement} form */
export function refresh(form) {
  const size = letterCount(area(form).value.trim());
  const max = maximum(form);
  const problem = /** @type {HTMLElement} */ (form.querySelector("[data-too-long]"));
  const words = (problem.dataset.tooLong ?? "").replace("{n}", String(size)).replace("{max}", String(max));
  /** @type {HTMLElement} */ (form.querySelector("[data-length]")).textContent = `${size} / ${max}`;
  area(form).setAttribute("aria-invalid", String(size > max));
  area(form).setAttribute("aria-describedby", size > max ? "write-hint write-problem" : "write-hint");
  /** @type {HTMLElement} */ (problem.querySelector("span")).textContent = size > max ? words : "";
  problem.hidden = size <= max;
}

/** Graphemes where the browser knows them: an emoji family is one. @param {string} text */
export function letterCount(text) {
  const whole = text.normalize("NFC").replaceAll("\r\n", "\n");
  return segmenter ? [...segmenter.segment(whole)].length : [...whole].length;
}

/** @param {HTMLFormElement} form @returns {HTMLTextAreaElement} */
function area(form) {
  return /** @type {HTMLTextAreaElement} */ (form.querySelector("textarea"));
}

/** @param {HTMLFormElement} form */
function maximum(form) {
  return Number(/** @type {HTMLElement} */ (form.querySelector("[data-maximum]")).dataset.maximum);
}
