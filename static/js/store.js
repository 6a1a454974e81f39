/** Keeps what this phone remembers, in localStorage. Where the browser keeps nothing, or has no room left, memory does, until the page closes. */

const PREFIX = "ma:";
/** @type {Map<string, string>} what could not be kept: newer than anything that is kept under the same name */
const memory = new Map();

/** False once closing the tab would lose something: the page says so. */
export let durable = probe();

/** @param {string} key @returns {any} what was written last, or null */
export function read(key) {
  try {
    return JSON.parse(memory.get(key) ?? localStorage.getItem(PREFIX + key) ?? "null");
  } catch {
    return null;  // forbidden, or somebody else's text under our key
  }
}

/** @param {string} key @param {any} value null is forgotten, which needs no room */
export function write(key, value) {
  const text = JSON.stringify(value);
  try {
    if (value === null) localStorage.removeItem(PREFIX + key);
    else localStorage.setItem(PREFIX + key, text);
    memory.delete(key);
  } catch {
    memory.set(key, text);
    durable = false;
  }
}

/** Forgets every key that starts so. @param {string} start */
export function forgetAll(start) {
  for (const key of [...memory.keys()]) if (key.startsWith(start)) memory.delete(key);
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX + start)) localStorage.removeItem(key);
  } catch { /* where nothing can be kept there is nothing to forget */ }
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
