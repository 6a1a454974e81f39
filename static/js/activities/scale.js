/** A scale of words, as the phone reads and fills it. */
export { patch } from "activities/columns";

/** @param {HTMLFormElement} form @returns {number | undefined} */
export function read(form) {
  const point = inputs(form).find((input) => input.checked);
  return point && Number(point.value);
}

/** @param {HTMLFormElement} form @param {number | null} value */
export function fill(form, value) {
  for (const input of inputs(form)) input.checked = input.value === String(value);
}

/** @param {HTMLFormElement} form @param {number} value */
export function say(form, value) {
  const point = inputs(form).find((input) => input.value === String(value));
  return point?.closest(".option")?.querySelector(".option__text")?.textContent?.trim() ?? "";
}

/** @param {HTMLFormElement} form @returns {HTMLInputElement[]} */
function inputs(form) {
  return [...form.querySelectorAll("input")];
}
