/** A choice of one or of several, as the phone reads and fills it. */
export { patch } from "activities/bars";

/** @param {HTMLFormElement} form @returns {string | string[] | undefined} */
export function read(form) {
  const chosen = inputs(form).filter((input) => input.checked).map((input) => input.value);
  if (!chosen.length) return undefined;
  return single(form) ? chosen[0] : chosen.sort();
}

/** @param {HTMLFormElement} form @param {string | string[] | null} value */
export function fill(form, value) {
  const chosen = new Set([value ?? []].flat());
  for (const input of inputs(form)) input.checked = chosen.has(input.value);
}

/** What is marked and not yet sent. @param {HTMLFormElement} form */
export function draft(form) {
  return read(form) ?? null;
}

/** The answer in the words of the question. @param {HTMLFormElement} form @param {string | string[]} value */
export function say(form, value) {
  const chosen = new Set([value].flat());
  return inputs(form).filter((input) => chosen.has(input.value))
    .map((input) => input.closest(".option")?.querySelector(".option__text")?.textContent?.trim()).join(" · ");
}

/** At the maximum the others rest, and the page says what frees them. @param {HTMLFormElement} form */
export function refresh(form) {
  if (single(form)) return;
  const note = /** @type {HTMLElement} */ (form.querySelector("[data-maximum-note]"));
  note.dataset.calm ??= note.textContent ?? "";
  const full = inputs(form).filter((input) => input.checked).length >= maximum(form);
  for (const input of inputs(form)) input.disabled = full && !input.checked;
  note.textContent = (full ? note.dataset.full : note.dataset.calm) ?? "";
}

/** Each phone its own order, from a seed; «todavía no lo sé» stays last. @param {HTMLFormElement} form @param {string} seed */
export function arrange(form, seed) {
  const list = form.querySelector("[data-shuffle]");
  if (!list) return;
  const options = /** @type {HTMLElement[]} */ ([...list.querySelectorAll(".option")]);
  const order = options.map((option) => ({ option, key: "undecided" in option.dataset ? Infinity : hash(seed + option.querySelector("input")?.value) }));
  list.append(...order.sort((a, b) => a.key - b.key).map(({ option }) => option));
}

/** FNV-1a: small, and even enough to mix a dozen options. @param {string} text */
export function hash(text) {
  let sum = 0x811c9dc5;
  for (const letter of text) sum = Math.imul(sum ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return sum >>> 0;
}

/** @param {HTMLFormElement} form @returns {HTMLInputElement[]} */
function inputs(form) {
  return [...form.querySelectorAll("input")];
}

/** @param {HTMLFormElement} form */
function maximum(form) {
  return Number(/** @type {HTMLElement} */ (form.querySelector("[data-maximum]")).dataset.maximum);
}

/** @param {HTMLFormElement} form */
function single(form) {
  return maximum(form) === 1;
}
