/** Sends the console's forms: one press, one request; the truth comes back as a snapshot. */
import { quiet, say } from "console_notice";
import { on } from "dom";

const REPEAT = 600; // ms; a second press within it is a trembling finger, not a decision
const PATIENCE = 8_000; // ms; longer than any commit, shorter than a trainer's nerves

/** @type {Map<string, number>} */
const pressed = new Map();
let version = Number(document.body.dataset.version);

/** @param {number} now the version of the page the trainer is looking at */
export function follow(now) {
  version = now;
}

let counting = false; // hands are being saved: that makes the page one version newer
/** @type {(() => void)[]} */
const waiting = []; // keys pressed meanwhile

on("counting", ({ busy, newest }) => {
  counting = busy;
  version = Math.max(version, newest);
  if (!busy) for (const go of waiting.splice(0)) go();
});

export function listen() {
  document.addEventListener("submit", submit);
}

/** @param {SubmitEvent} event */
function submit(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (!form.matches("[data-command]")) return;
  event.preventDefault();
  // The primary button changes its verb under the finger: all its verbs are one control.
  const control = form.matches("[data-primary]") ? "primary" : form.action;
  const now = performance.now();
  if (now - (pressed.get(control) ?? -REPEAT) < REPEAT || form.hasAttribute("data-sending")) return;
  pressed.set(control, now);
  rest();
  const fields = Object.fromEntries(new FormData(form));
  const go = () => void send(form, { ...fields, version, nonce: nonce() });
  if (counting) waiting.push(go);
  else go();
}

/** While a second press would be ignored, the primary button says so. */
function rest() {
  const button = () => document.querySelector("[data-primary] button");
  const after = (pressed.get("primary") ?? -REPEAT) + REPEAT - performance.now();
  if (after <= 0) return;
  button()?.setAttribute("aria-disabled", "true");
  setTimeout(() => button()?.removeAttribute("aria-disabled"), after);
}

on("staged", rest);

/**
 * @param {HTMLFormElement} form
 * @param {Record<string, unknown>} sent
 */
async function send(form, sent) {
  form.setAttribute("data-sending", "");
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const response = await fetch(form.action, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrf() },
      body: JSON.stringify(sent),
      signal: patience.signal,
    });
    await answer(response, () => send(form, sent));
  } catch {
    // The same nonce again: had the first one arrived, the version would refuse the second.
    say("offline", { retry: () => void send(form, sent) });
  } finally {
    clearTimeout(timer);
    form.removeAttribute("data-sending");
  }
}

/**
 * @param {Response} response
 * @param {() => void} again
 */
async function answer(response, again) {
  if (response.ok) {
    quiet();
    return;
  }
  const { code, message } = await response.json().catch(() => ({ code: "", message: "" }));
  if (code === "stale_version") say("changed");
  else if (response.status === 409) say("changed", { fact: message });
  else if (response.status === 401) say("expired");
  else say("failed", { fact: message, retry: response.status >= 500 ? again : undefined });
}

function csrf() {
  return document.querySelector("meta[name=csrf-token]")?.getAttribute("content") ?? "";
}

function nonce() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
