/** Rows of marks on one scale, a few on each screen of the phone. */
import { setText } from "dom";

/** @param {HTMLFormElement} form @returns {number[] | undefined} */
export function read(form) {
  const found = marks(form);
  return found.includes(null) ? undefined : /** @type {number[]} */ (found);
}

/** @param {HTMLFormElement} form @param {(number | null)[] | null} value */
export function fill(form, value) {
  rows(form).forEach((row, at) => {
    for (const input of inputs(row)) input.checked = value?.[at] != null && input.value === String(value[at]);
  });
}

/** @param {HTMLFormElement} form */
export function draft(form) {
  return marks(form).some((mark) => mark !== null) ? marks(form) : null;
}

/** @param {HTMLFormElement} form */
export function lacks(form) {
  const missing = marks(form).filter((mark) => mark === null).length;
  const words = /** @type {HTMLElement} */ (form.querySelector("[data-submit]")).dataset.missing ?? "";
  return missing ? words.replace("{n}", String(missing)).replace("{all}", String(marks(form).length)) : "";
}

/** @param {HTMLFormElement} form @param {number[]} value */
export function say(form, value) {
  return rows(form).map((row, at) => {
    const face = inputs(row).find((input) => input.value === String(value[at]))?.nextElementSibling;
    const words = face?.querySelector(".visually-hidden")?.textContent ?? face?.textContent ?? "";
    return `${row.querySelector("legend")?.textContent}: ${words.trim()}`;
  }).join(" · ");
}

/** @param {HTMLFormElement} form */
export function arrange(form) {
  form.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("[data-turn]");
    if (button) turn(form, Number(button.getAttribute("data-turn")));
  });
}

/** @param {HTMLFormElement} form @param {number} by */
function turn(form, by) {
  const pages = /** @type {HTMLElement[]} */ ([...form.querySelectorAll("[data-page]")]);
  const now = Math.max(0, Math.min(pages.length - 1, pages.findIndex((page) => !page.hidden) + by));
  pages.forEach((page, at) => (page.hidden = at !== now));
  /** @type {HTMLButtonElement} */ (form.querySelector('[data-turn="-1"]')).disabled = now === 0;
  /** @type {HTMLButtonElement} */ (form.querySelector('[data-turn="1"]')).disabled = now === pages.length - 1;
  const words = /** @type {HTMLElement} */ (form.querySelector("[data-turned]"));
  setText(words, (words.dataset.words ?? "").replace("{page}", String(now + 1)).replace("{pages}", String(pages.length)));
  form.scrollIntoView({ block: "start" });
  pages[now].querySelector("input")?.focus({ preventScroll: true });
}

/** @param {HTMLFormElement} form */
function marks(form) {
  return rows(form).map((row) => {
    const chosen = inputs(row).find((input) => input.checked);
    return chosen ? Number(chosen.value) : null;
  });
}

/** @param {HTMLFormElement} form */
function rows(form) {
  return [...form.querySelectorAll("[data-statement]")];
}

/** @param {Element} row @returns {HTMLInputElement[]} */
function inputs(row) {
  return [...row.querySelectorAll("input")];
}
