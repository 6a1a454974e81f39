/** Posts what the trainer decides: JSON, with the token that proves the request comes from this page. */

/**
 * @param {string} address @param {unknown} fields sent as JSON @param {RequestInit} [options] of `fetch`, like `signal`
 * @returns {Promise<Response>} rejected where nobody answers
 */
export function postCommand(address, fields, options = {}) {
  const token = document.querySelector("meta[name=csrf-token]")?.getAttribute("content") ?? "";
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token };
  return fetch(address, { ...options, method: "POST", headers, body: JSON.stringify(fields) });
}
