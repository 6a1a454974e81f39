/** Parts of a page that grow old without a new page: they are read again, at most once a second each. */

const REST = 1_000; // ms; read by a person, not by a chart

/** @type {Map<string, number>} */
const due = new Map();

/** @param {string} name of a `[data-slot]` @param {() => void} [after] */
export function refresh(name, after) {
  if (due.has(name) || !slot(document, name)) return;
  due.set(name, window.setTimeout(() => void read(name, after), REST));
}

/** @param {string} name @param {(() => void) | undefined} after */
async function read(name, after) {
  const response = await fetch(location.href).catch(() => null);
  const text = response?.ok ? await response.text() : "";
  due.delete(name);
  const page = new DOMParser().parseFromString(text, "text/html");
  const [fresh, old] = [slot(page, name), slot(document, name)];
  if (!fresh || !old || stamp(page) !== stamp(document)) return; // a new page is on its way by itself
  if (old.innerHTML === fresh.innerHTML || old.contains(document.activeElement?.closest("button, a") ?? null)) return;
  old.replaceChildren(...fresh.childNodes);
  after?.();
}

/** @param {Document} page @param {string} name */
const slot = (page, name) => page.querySelector(`[data-slot="${name}"]`);
/** @param {Document} page */
const stamp = (page) => [page.querySelector("[data-phase]")?.getAttribute("data-phase"), page.querySelector("[data-phase][data-round]")?.getAttribute("data-round")].join();
