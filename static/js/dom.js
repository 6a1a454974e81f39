/** Small helpers that every page shares: look up, make, change words, pass the page's own events, post JSON, make an id. */

const SVG = "http://www.w3.org/2000/svg";

/** @param {ParentNode} root @param {string} selector @returns {HTMLElement | null} the first match */
export function query(root, selector) {
  return root.querySelector(selector);
}

/** @param {ParentNode} root @param {string} selector @returns {HTMLElement[]} every match, in the page's order */
export function queryAll(root, selector) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(selector))];
}

/**
 * Changes the words of an element that may be pressed. A press needs what it began on at its end too: WebKit forgets it where the
 * text under the pointer was put there anew meanwhile, the same words or others, and what moved away loses it everywhere.
 * @param {Element | null | undefined} element nothing happens without one @param {string} text
 */
export function setText(element, text) {
  if (!element || element.textContent === text) return;
  const node = element.firstChild;
  if (node instanceof Text && node === element.lastChild) node.data = text;
  else element.textContent = text;
}

/** @param {string} tag @param {string} [className] @param {string} [text] only ever text, never markup @returns {HTMLElement} */
export function makeElement(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

/** @param {string} name @param {Record<string, string | number>} [attributes] @returns {SVGElement} */
export function makeSvg(name, attributes = {}) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

/** Tells the other modules of this page, as an event `ma:name` on `document`. @param {string} name @param {unknown} [detail] */
export function dispatch(name, detail) {
  document.dispatchEvent(new CustomEvent(`ma:${name}`, { detail }));
}

/** Hears what `dispatch` tells. @param {string} name @param {(detail: any) => void} handle */
export function on(name, handle) {
  document.addEventListener(`ma:${name}`, (event) => handle(/** @type {CustomEvent} */ (event).detail));
}

/**
 * @param {string} address @param {unknown} fields sent as JSON @param {RequestInit} [options] of `fetch`, like `signal`
 * @returns {Promise<Response>} rejected where nobody answers
 */
export function postJson(address, fields, options = {}) {
  const token = document.querySelector("meta[name=csrf-token]")?.getAttribute("content");  // on pages of staff only
  const headers = { "Content-Type": "application/json", Accept: "application/json", ...(token && { "X-CSRFToken": token }) };
  return fetch(address, { ...options, method: "POST", headers, body: JSON.stringify(fields) });
}

/** @returns {string} 128 random bits in hexadecimal; `randomUUID` does not exist on plain HTTP */
export function randomId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
