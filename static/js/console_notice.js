/** The one strip of the console: a fact, what is safe, and a way out. It stays until it is no longer true. */
import { query } from "dom";

const words = () => /** @type {HTMLElement} */ (document.getElementById("words")).dataset;
/** @type {(() => void) | null} */
let retryShown = null;
let shown = "";

const notice = () => query(document, "[data-strip]");
/** @param {string} name */
const part = (name) => query(notice(), `[data-strip-${name}]`);

/**
 * @param {string} what changed | offline | failed | expired: the name of its words
 * @param {{ fact?: string, retry?: () => void }} [more]
 */
export function showNotice(what, { fact, retry } = {}) {
  shown = what;
  retryShown = retry ?? null;
  part("fact").textContent = fact || words()[what] || "";
  part("safety").textContent = words()[`${what}Safety`] ?? "";
  part("retry").hidden = !retry;
  notice().hidden = false;
}

/** @param {string} [what] only if this is what it says now */
export function clearNotice(what) {
  if (what && what !== shown) return;
  shown = "";
  retryShown = null;
  notice().hidden = true;
}

document.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  if (target.closest("[data-strip-retry]")) {
    const retry = retryShown;
    clearNotice();
    retry?.();
  } else if (target.closest("[data-strip-close]")) {
    clearNotice();
  }
});
