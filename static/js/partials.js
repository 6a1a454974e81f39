/** Parts of a page that grow old without a new page: they are read again, at most once a second each. */

const MIN_GAP_MS = 1_000; // read by a person, not by a chart

/** @type {Map<string, number>} */
const timers = new Map();

/** Reads a part of the page again, once for all who ask meanwhile. @param {string} name of a `[data-partial]` @param {() => void} [after] @param {number} [rest] ms until then */
export function refreshPartial(name, after, rest = MIN_GAP_MS) {
  if (timers.has(name) || !partial(document, name)) return;
  timers.set(name, window.setTimeout(() => void read(name, after), rest));
}

/** @param {string} name @param {(() => void) | undefined} after */
async function read(name, after) {
  const response = await fetch(location.href).catch(() => null);
  const text = response?.ok ? await response.text() : "";
  timers.delete(name);
  const page = new DOMParser().parseFromString(text, "text/html");
  const [fresh, old] = [partial(page, name), partial(document, name)];
  if (!fresh || !old || stamp(page) !== stamp(document)) return; // a new page is on its way by itself
  if (old.innerHTML === fresh.innerHTML) return;
  if (old.querySelector(":active")) return refreshPartial(name, after); // a finger is on it
  const focused = old.contains(document.activeElement) ? nameOf(document.activeElement) : "";
  old.replaceChildren(...fresh.childNodes);
  if (focused) controls(old).find((each) => nameOf(each) === focused)?.focus({ preventScroll: true });
  after?.();
}

/** @param {Element} inside @returns {HTMLElement[]} */
const controls = (inside) => [...inside.querySelectorAll("button, a, [tabindex]")].map((each) => /** @type {HTMLElement} */ (each));
/** A name by which a control is found again in the fresh page. @param {Element | null} control */
const nameOf = (control) => control?.id || control?.getAttribute("href") || control?.closest("form")?.getAttribute("action") || control?.className || "";

/** @param {Document} page @param {string} name */
const partial = (page, name) => page.querySelector(`[data-partial="${name}"]`);
/** @param {Document} page */
const stamp = (page) => [page.querySelector("[data-phase]")?.getAttribute("data-phase"), page.querySelector("[data-phase][data-round]")?.getAttribute("data-round")].join();
