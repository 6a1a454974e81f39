/** One option and how sure one is of it, on one screen: nothing is sent before both are there. */

/** @typedef {string | { option: string, certainty: number }} Value */

/** Is the certainty asked here? @param {HTMLFormElement} form */
export function asked(form) {
  return Boolean(form.querySelector("[data-sure]"));
}

/** @param {HTMLFormElement} form @returns {Value | undefined} */
export function read(form) {
  const option = picked(form, "[data-option]");
  if (!option || !form.querySelector("[data-sure]")) return option;
  const certainty = picked(form, "[data-sure] input");
  return certainty ? { option, certainty: Number(certainty) } : undefined;
}

/** @param {HTMLFormElement} form @param {Value | null} value */
export function fill(form, value) {
  const { option, certainty } = parts(value);
  if (value === null && read(form) === undefined) return; // half an answer is on its way
  for (const input of inputs(form, "[data-option]")) input.checked = input.value === option;
  for (const input of inputs(form, "[data-sure] input")) input.checked = input.value === String(certainty);
}

/** @param {HTMLFormElement} form @param {Value} value */
export function say(form, value) {
  const { option, certainty } = parts(value);
  const input = inputs(form, "[data-option]").find((each) => each.value === option);
  const words = input?.closest(".option")?.querySelector(".option__text")?.textContent?.trim() ?? "";
  const sure = /** @type {HTMLElement | null} */ (form.querySelector("[data-sure]"))?.dataset.say ?? "";
  return certainty ? `${words} · ${sure.replace("{}", String(certainty))}` : words;
}

/** @param {Value | null} value @returns {{ option?: string, certainty?: number }} */
function parts(value) {
  return typeof value === "string" ? { option: value } : value ?? {};
}

/** @param {HTMLFormElement} form @param {string} which */
function picked(form, which) {
  return inputs(form, which).find((input) => input.checked)?.value;
}

/** @param {HTMLFormElement} form @param {string} which @returns {HTMLInputElement[]} */
function inputs(form, which) {
  return [...form.querySelectorAll(/** @type {"input"} */ (which))];
}
