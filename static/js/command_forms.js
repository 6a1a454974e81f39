/** Sends the console's forms: one press, one request; the truth comes back as a snapshot. */
import { clearNotice, showNotice } from "console_notice";
import { dispatch, on, postJson, randomId } from "dom";

const REPEAT_MS = 600; // a second press within it is a trembling finger, not a decision
const TIMEOUT_MS = 8_000; // longer than any commit, shorter than a trainer's nerves

/** @type {Map<string, number>} */
const pressedAt = new Map();
let version = Number(document.body.dataset.version);

/** Sets the version that commands are sent with. @param {number} now of the page the trainer is looking at */
export function setVersion(now) {
  version = now;
}

let savingHands = false; // hands are being saved: that makes the page one version newer
/** @type {(() => void)[]} */
const waitingCommands = []; // keys pressed meanwhile

on("counting", ({ busy, newest }) => {
  savingHands = busy;
  version = Math.max(version, newest);
  if (!busy) for (const go of waitingCommands.splice(0)) go();
});

/** Sends every `[data-command]` form of the page, now and later. */
export function listenForCommands() {
  document.addEventListener("submit", submit);
  document.addEventListener("change", (event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    if (input.matches("[data-item] [data-was]") && input.value !== input.dataset.was) input.form?.requestSubmit();
  });
}

/** @param {SubmitEvent} event */
function submit(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (!form.matches("[data-command]")) return;
  event.preventDefault();
  // The primary button changes its verb under the finger: all its verbs are one control.
  const control = form.matches("[data-primary]") ? "primary" : form.action;
  const now = performance.now();
  if (now - (pressedAt.get(control) ?? -REPEAT_MS) < REPEAT_MS || form.hasAttribute("data-sending")) return;
  pressedAt.set(control, now);
  restPrimaryButton();
  const fields = Object.fromEntries(new FormData(form));
  const go = () => void send(form, { ...fields, version, nonce: randomId() });
  if (savingHands) waitingCommands.push(go);
  else go();
}

/** While a second press would be ignored, the primary button says so. */
function restPrimaryButton() {
  const button = () => document.querySelector("[data-primary] button");
  const after = (pressedAt.get("primary") ?? -REPEAT_MS) + REPEAT_MS - performance.now();
  if (after <= 0) return;
  button()?.setAttribute("aria-disabled", "true");
  setTimeout(() => button()?.removeAttribute("aria-disabled"), after);
}

on("staged", restPrimaryButton);

/**
 * @param {HTMLFormElement} form
 * @param {Record<string, unknown>} sent
 */
async function send(form, sent) {
  const first = form.matches("[data-item]"); // words just typed: a key that is pressed now waits for them
  if (first) savingHands = true;
  form.setAttribute("data-sending", "");
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
  try {
    const response = await postJson(form.action, sent, { signal: abort.signal });
    version = Math.max(version, Number(response.headers.get("X-Version")));
    await handleReply(response, () => send(form, sent));
  } catch {
    // The same nonce again: had the first one arrived, the version would refuse the second.
    showNotice("offline", { retry: () => void send(form, sent) });
  } finally {
    clearTimeout(timer);
    form.removeAttribute("data-sending");
    if (first) dispatch("counting", { busy: false, newest: version });
  }
}

/**
 * @param {Response} response
 * @param {() => void} again
 */
async function handleReply(response, again) {
  if (response.ok) {
    clearNotice();
    return;
  }
  const { code, message } = await response.json().catch(() => ({ code: "", message: "" }));
  if (code === "stale_version") showNotice("changed");
  else if (response.status === 409) showNotice("changed", { fact: message });
  else if (response.status === 401) showNotice("expired");
  else showNotice("failed", { fact: message, retry: response.status >= 500 ? again : undefined });
}
