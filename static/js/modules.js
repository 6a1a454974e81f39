/** Modules that are asked for when a page first needs them, by name: their addresses stand in the page (assets.py). */

/** @type {Record<string, string>} */
const addresses = JSON.parse(document.querySelector("script[data-modules]")?.textContent ?? "{}");

/** @param {string} name «activities/choice» @returns {Promise<any>} */
export function load(name) {
  return import(addresses[name] ?? name);
}
