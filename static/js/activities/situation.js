/** A hard moment told without names, under a pseudonym made on this phone. */
import { newCode } from "activities/return_code";
import * as text from "activities/text_field";

export { patch } from "activities/text_cards";
export const refresh = text.refresh;

/** @typedef {{ text: string, code: string }} Value */

/** @param {HTMLFormElement} form @returns {Value | undefined} */
export function read(form) {
  const words = text.read(form);
  return words ? { text: words, code: code(form) } : undefined;
}

/** @param {HTMLFormElement} form @param {Value | null} value */
export function fill(form, value) {
  text.fill(form, value?.text ?? null);
  if (value?.code) form.dataset.code = value.code;
  place(form).textContent = code(form);
}

/** @param {HTMLFormElement} form */
export function draft(form) {
  const words = text.draft(form);
  return words ? { text: words, code: code(form) } : null;
}

/** The own words, and how to come back to them. @param {HTMLFormElement} form @param {Value} value */
export function say(form, value) {
  return `${value.text} ${(place(form).dataset.sayCode ?? "").replace("{}", value.code)}`;
}

/** @param {HTMLFormElement} form */
function code(form) {
  return (form.dataset.code ??= newCode());
}

/** @param {HTMLFormElement} form */
function place(form) {
  return /** @type {HTMLElement} */ (form.querySelector("[data-code]"));
}
