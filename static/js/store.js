/** What this phone remembers. Where the browser keeps nothing, memory does, until the tab closes. */

const PREFIX = "ma:";
/** @type {Map<string, string>} */
const memory = new Map();

/** False when closing the tab would lose the place: the page says so. */
export const durable = probe();

/** @param {string} key @returns {any} what was written, or null */
export function read(key) {
  try {
    return JSON.parse((durable ? localStorage.getItem(PREFIX + key) : null) ?? memory.get(key) ?? "null");
  } catch {
    return null;  // someone else's text under our key is worth nothing
  }
}

/** @param {string} key @param {any} value */
export function write(key, value) {
  const text = JSON.stringify(value);
  try {
    localStorage.setItem(PREFIX + key, text);
    memory.delete(key);
  } catch {
    memory.set(key, text);  // full or forbidden
  }
}

/** Forgets every key that starts so. @param {string} start */
export function forget(start) {
  for (const key of [...memory.keys()]) if (key.startsWith(start)) memory.delete(key);
  if (!durable) return;
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX + start)) localStorage.removeItem(key);
}

/** Calls back when another tab of this phone changes what is under `key`. @param {string} key @param {() => void} changed */
export function watch(key, changed) {
  addEventListener("storage", (event) => event.key === PREFIX + key && changed());
}

function probe() {
  try {
    localStorage.setItem(`${PREFIX}probe`, "1");
    localStorage.removeItem(`${PREFIX}probe`);
    return true;
  } catch {
    return false;
  }
}
