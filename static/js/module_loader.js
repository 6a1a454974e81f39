/**
 * Modules that are only asked for when a page first needs them, by name: their addresses stand in the page (assets.py).
 * After an update an old page asks for what is no longer there: it is renewed, once nothing can be lost by it.
 */
import { query, queryAll } from "dom";
import { durable, read, write } from "store";

const SPREAD_MS = 2_000;  // a room that is renewed does not come back as one
const POLL_MS = 2_000;  // between two looks whether it may be now
const MIN_GAP_MS = 60_000;  // between two renewals, or a server that keeps answering so would be asked in a circle
const RENEWED_AT_KEY = "ma:renewed";

/** @type {Record<string, string>} */
const addresses = JSON.parse(document.querySelector("script[data-modules]")?.textContent ?? "{}");
let renewing = false;

/** Imports a module by its name. @param {string} name «activities/choice» @returns {Promise<any>} rejected where it does not come */
export async function load(name) {
  const address = addresses[name] ?? name;
  try {
    return await import(address);
  } catch (error) {
    await renewIfGone(address);
    throw error;
  }
}

/** After something did not come: over a bad line it may come yet, but what is gone (404) stays gone, and the page is renewed. @param {string} address */
export async function renewIfGone(address) {
  if (await statusOf(address) === 404) renewPage();
}

/** @param {string} address @returns {Promise<number | undefined>} none where nobody answers */
async function statusOf(address) {
  const reply = await fetch(address, { method: "HEAD", cache: "no-store" }).catch(() => null);
  return reply?.status;
}

/** Loads the page anew as soon as it may be. @param {boolean} [stuck] it can do nothing more as it is @returns {boolean} false where that would lose the seat */
export function renewPage(stuck = false) {
  if (!durable && document.querySelector("[data-join]")) return false;
  if (renewing) return true;
  renewing = true;
  const again = (/** @type {number} */ pause) => setTimeout(async () => {
    // Nobody reloads into the browser's own page of errors.
    if (inUse(stuck) || await statusOf(location.href) !== 200 || inUse(stuck) || !mayRenewAgain()) return again(POLL_MS);
    keepTyped();
    location.reload();
  }, pause);
  again(Math.random() * SPREAD_MS);
  return true;
}

/** Puts back what was typed into a question before the page was renewed. @param {HTMLFormElement} form */
export function restoreTyped(form) {
  const typed = read("typed");
  if (!typed) return;
  write("typed", null);
  if (typed.round !== form.dataset.round) return;
  for (const [name, value, checked] of typed.fields) {
    for (const field of /** @type {HTMLInputElement[]} */ (queryAll(form, `[name="${CSS.escape(name)}"]`))) {
      if (checked === null) field.value = value;
      else if (field.value === value) field.checked = checked;
    }
  }
}

/** A question that works is left alone until it closes: what is sent or kept there is safe. @param {boolean} stuck */
function inUse(stuck) {
  const form = query(document, "#stage form[data-answer]");
  if (form) return !stuck && "ready" in form.dataset;
  const field = /** @type {HTMLInputElement | null} */ (document.activeElement);
  return Boolean(document.querySelector("dialog[open]") || (field?.matches("input, textarea") && field.value));
}

/** Long enough ago since the last time? Where that cannot be remembered, never. */
function mayRenewAgain() {
  try {
    const now = Date.now();
    if (now - Number(sessionStorage.getItem(RENEWED_AT_KEY) ?? 0) < MIN_GAP_MS) return false;
    sessionStorage.setItem(RENEWED_AT_KEY, String(now));
    return true;
  } catch {
    return false;
  }
}

/** A question whose module did not come has kept nothing yet. */
function keepTyped() {
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector("#stage form[data-answer]:not([data-ready])"));
  if (!form) return;
  const fields = /** @type {HTMLInputElement[]} */ (queryAll(form, "input[name], textarea[name]"));
  const told = [...fields].map((field) => [field.name, field.value, ["radio", "checkbox"].includes(field.type) ? field.checked : null]);
  write("typed", { round: form.dataset.round, fields: told });
}
