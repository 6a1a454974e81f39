/** The one strip of the console: a fact, what is safe, and a way out. It stays until it is no longer true. */
import { query } from "dom";

const words = () => /** @type {HTMLElement} */ (document.getElementById("words")).dataset;
/** @type {(() => void) | null} */
let again = null;
let shown = "";

const strip = () => query(document, "[data-strip]");
/** @param {string} name */
const part = (name) => query(strip(), `[data-strip-${name}]`);

/**
 * @param {string} what changed | offline | failed | expired: the name of its words
 * @param {{ fact?: string, retry?: () => void }} [more]
 */
export function say(what, { fact, retry } = {}) {
  shown = what;
  again = retry ?? null;
  part("fact").textContent = fact || words()[what] || "";
  part("safety").textContent = words()[`${what}Safety`] ?? "";
  part("retry").hidden = !retry;
  strip().hidden = false;
}

/** @param {string} [what] only if this is what it says now */
export function quiet(what) {
  if (what && what !== shown) return;
  shown = "";
  again = null;
  strip().hidden = true;
}

document.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  if (target.closest("[data-strip-retry]")) {
    const retry = again;
    quiet();
    retry?.();
  } else if (target.closest("[data-strip-close]")) {
    quiet();
  }
});
