/** A commitment: written in lines, rehearsed as one sentence, then saved. The return code leads back to it. */
import { fillTable } from "activities/bars";
import { size } from "activities/number_format";
import { autogrow } from "autogrow_textarea";
import { setText } from "dom";
import { returnCode } from "return_code";

/** @typedef {Record<string, string>} Value */

/** Only what has been rehearsed can be saved. @param {HTMLFormElement} form @returns {Value | undefined} */
export function read(form) {
  return rehearsal(form).hidden ? undefined : draft(form) ?? undefined;
}

/** @param {HTMLFormElement} form @param {Value | null} value */
export function fill(form, value) {
  for (const field of fields(form)) {
    const words = value?.[field.name] ?? (value ? "" : field.dataset.usual ?? "");
    if (field.value !== words) field.value = words;
  }
}

/** Reads the draft; a proposed date alone is none yet. @param {HTMLFormElement} form @returns {Value | null} */
export function draft(form) {
  const written = fields(form).filter((field) => field.value.trim());
  if (!written.some((field) => field.type !== "date")) return null;
  return Object.fromEntries(written.map((field) => [field.name, field.value.trim()]));
}

/** @param {HTMLFormElement} form @param {Value} value */
export function say(form, value) {
  return sentence(form, value);
}

/** @param {HTMLFormElement} form */
export function refresh(form) {
  autogrow(form);
  const button = /** @type {HTMLElement} */ (form.querySelector("[data-submit]"));
  const word = (rehearsal(form).hidden ? button.dataset.rehearse : button.dataset.save) ?? "";
  button.dataset.first = button.dataset.change = word;
  if (!button.hasAttribute("disabled")) setText(button, word);
}

/** Called once for each page: what the two screens do. @param {HTMLFormElement} form */
export function arrange(form) {
  form.addEventListener("submit", () => step(form));
  form.querySelector("[data-back]")?.addEventListener("click", () => show(form, false));
}

/** The first press rehearses, the second saves, which answer_form.js has done by now. @param {HTMLFormElement} form */
function step(form) {
  const value = draft(form);
  const lacking = /** @type {HTMLElement} */ (form.querySelector("[data-needs-action]"));
  lacking.hidden = Boolean(value?.action);
  if (!value) return;
  if (!value.action) return fields(form).find((field) => field.name === "action")?.focus();
  if (!rehearsal(form).hidden) return show(form, false);
  setText(form.querySelector("[data-sentence]"), sentence(form, value));
  showCode(form);
  const list = /** @type {HTMLElement} */ (form.querySelector("[data-lacks]"));
  for (const lack of /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("[data-lack]"))) lack.hidden = isGood(form, lack.dataset.lack ?? "", value);
  list.hidden = !list.querySelector("[data-lack]:not([hidden])");
  show(form, true);
}

/** Says by which code to come back, once it is known. @param {HTMLFormElement} form */
async function showCode(form) {
  const given = await returnCode();
  const note = /** @type {HTMLElement} */ (form.querySelector("[data-code-note]"));
  setText(note.querySelector("[data-code]"), given?.code ?? "");
  note.hidden = !given;
}

/** @param {HTMLFormElement} form @param {boolean} rehearsing */
function show(form, rehearsing) {
  rehearsal(form).hidden = !rehearsing;
  /** @type {HTMLElement} */ (form.querySelector("[data-writing]")).hidden = rehearsing;
  refresh(form);
  if (rehearsing) /** @type {HTMLElement} */ (rehearsal(form).querySelector("h2")).focus();
}

/** As the server judges it, so that the rehearsal can say what is missing. @param {HTMLFormElement} form @param {string} part @param {Value} value */
function isGood(form, part, value) {
  const words = (value[part] ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  if (part === "date") return words.length > 0 && words[0] <= (pledge(form).dataset.soon ?? "");
  if (part === "action") return words.length > 1 && !(pledge(form).dataset.vague ?? "").split(" ").includes(words[0]);
  return words.length > (part === "cue" || part === "evidence" ? 1 : 0);
}

/** @param {HTMLFormElement} form @param {Value} value */
function sentence(form, value) {
  const lines = fields(form).filter((field) => value[field.name]).map((field) => {
    const begins = field.closest("label")?.querySelector("b")?.textContent?.replace(/[… .]+$/, "") ?? "";
    return `${begins} ${field.type === "date" ? inWords(form, value[field.name]) : value[field.name].replace(/[ .]+$/, "")}`;
  });
  return `${lines.join(", ")}.`;
}

/** @param {HTMLFormElement} form @param {string} day as 2026-11-28 */
function inWords(form, day) {
  const { months = "", on = "" } = pledge(form).dataset;
  const [, month, number] = day.split("-").map(Number);
  return on.replace("{day}", String(number)).replace("{month}", months.split(" ")[month - 1] ?? "");
}

/** @param {HTMLElement} chart @param {{ n: number, parts: Record<string, number>, ready: number, percents: { rows: number[] } }} tally */
export function patch(chart, tally) {
  for (const [part, count] of Object.entries(tally.parts)) {
    const row = chart.querySelector(`[data-row="${CSS.escape(part)}"]`);
    size(row?.querySelector("[data-fill]"), "width", count, tally.n);
    setText(row?.querySelector("[data-people]") ?? null, String(count));
    setText(row?.querySelector("[data-of]") ?? null, String(tally.n));
  }
  const counts = Object.values(tally.parts);
  fillTable(chart, counts, tally.percents.rows);
  setText(chart.querySelector("[data-total]"), String(tally.n));
  setText(chart.querySelector("[data-ready]"), String(tally.ready));
}

/** @param {HTMLFormElement} form @returns {HTMLElement} */
function pledge(form) {
  return /** @type {HTMLElement} */ (form.querySelector("[data-pledge]"));
}

/** @param {HTMLFormElement} form @returns {HTMLElement} */
function rehearsal(form) {
  return /** @type {HTMLElement} */ (form.querySelector("[data-rehearsal]"));
}

/** @param {HTMLFormElement} form @returns {(HTMLInputElement | HTMLTextAreaElement)[]} */
function fields(form) {
  return [.../** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll(".pledge__field"))];
}
