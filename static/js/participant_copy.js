/** «Mi recorrido»: this phone's own answers on its last page, and all of it as one file that needs neither network nor script. */
import { query, queryAll } from "dom";
import { returnCode } from "return_code";

const MAX_WAIT_MS = 2_000;  // before the code is asked for: the whole room reaches this page at once
const RETRY_MS = 5_000;  // between tries, while nobody answers

// The file's own style: colours of tokens.css, as sRGB. No address, no font to fetch.
const STYLE = `
:root{color-scheme:light dark;--bg:#fbf8f2;--surface:#fff;--line:#e2ded5;--text:#1d1d2f;--muted:#565666}
@media(prefers-color-scheme:dark){:root{--bg:#151423;--surface:#201f30;--line:#3b3b4d;--text:#f8f5ef;--muted:#bcbdc7}}
*{box-sizing:border-box}body{max-width:34rem;margin:0 auto;padding:1rem;background:var(--bg);color:var(--text);font:1rem/1.4 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
h1{font-size:1.75rem;line-height:1.15;margin:0 0 .5rem}h2{font-size:1rem;margin:1.25rem 0 .5rem}h3{font-size:1rem;line-height:1.3;margin:0 0 .25rem}p{margin:.25rem 0}
em{font-style:normal;font-weight:600}small,.small,.muted{color:var(--muted)}small,.small{display:block;font-size:.875rem}.numbers{font-variant-numeric:tabular-nums}.small b{color:var(--text)}
ul,dl{margin:0;padding:0;list-style:none}dd{margin:0}.card{margin:0 0 .5rem;padding:.75rem 1rem;border:1px solid var(--line);border-radius:12px;background:var(--surface)}
.history li{padding:.5rem 0;border-top:1px solid var(--line)}.history li:first-child{border:0}.history b{white-space:pre-line}
.shown__lines{font-size:.875rem}.shown__lines li,.when>div{display:flex;gap:.75rem}.shown__lines li{justify-content:space-between}.when dt{min-width:4rem;font-weight:600}
@media print{:root{--bg:#fff;--surface:#fff;--line:#999;--text:#000;--muted:#333}body{padding:0;max-width:none}h2,h3{break-after:avoid}.shown,.history li{break-inside:avoid}}
`;

/** @typedef {import("outbox").Entry} Entry */
/** @typedef {{ round: number, question: string, answer: string }} Told */

/** Own answers at the end: the server's where it may know them, the phone's where only the phone does. @param {HTMLElement} stage @param {Record<string, Entry>} entries @param {Told[]} told */
export function showCopy(stage, entries, told) {
  const agreed = new Set((query(stage, "[data-agreed]")?.dataset.agreed ?? "").split(" "));
  const answers = ownAnswers(entries, told);
  const own = answers.filter(({ rounds }) => !rounds.some((round) => agreed.has(round)));
  const promised = answers.filter(({ rounds }) => rounds.some((round) => agreed.has(round)));
  fillList(stage, "[data-history-list]", own);
  fillList(stage, "[data-agreed-list]", promised);
  for (const part of queryAll(stage, "[data-agreed]")) part.hidden = !promised.length;
  for (const part of queryAll(stage, "[data-history-full]")) part.hidden = !answers.length;
  for (const part of queryAll(stage, "[data-history-empty]")) part.hidden = Boolean(answers.length);
  for (const part of queryAll(stage, "[data-answered]")) part.hidden = Boolean(answers.length && !own.length);
  markOwn(stage, entries);
  showDay(stage, "[data-next-commitment]", firstDay(entries, promised.flatMap(({ rounds }) => rounds)));
  const text = answers.map(({ question, says }) => `${question}\n${says.join(" → ")}`).join("\n\n");
  stage.querySelector("[data-copy]")?.addEventListener("click", (event) => copyText(stage, text, /** @type {HTMLElement} */ (event.currentTarget)));
  stage.querySelector("[data-save]")?.addEventListener("click", (event) => save(stage, /** @type {HTMLElement} */ (event.currentTarget)));
  const page = /** @type {HTMLElement} */ (query(stage, "[data-kept]"));
  setTimeout(() => showCode(page), MAX_WAIT_MS * Math.random());
}

/** All answers to a question, first to last. @param {Record<string, Entry>} entries @param {Told[]} told */
function ownAnswers(entries, told) {
  /** @type {Map<string, { question: string, says: string[], rounds: string[] }>} */
  const answers = new Map();
  const add = (/** @type {string} */ question, /** @type {string} */ say, /** @type {string} */ round) => {
    const known = answers.get(question) ?? { question, says: [], rounds: [] };
    if (!known.says.includes(say)) known.says.push(say);
    known.rounds.push(round);
    answers.set(question, known);
  };
  for (const [round, { question, saved }] of Object.entries(entries)) {
    if (question && saved?.say && saved.state !== "withdraw") add(question, saved.say, round);
  }
  const known = new Set(answers.keys());
  for (const { round, question, answer } of told) if (!known.has(question)) add(question, answer, String(round));
  return [...answers.values()];
}

/** Marks the option that this phone chose in each result, where an answer is one option. @param {HTMLElement} stage @param {Record<string, Entry>} entries */
function markOwn(stage, entries) {
  const words = /** @type {HTMLTemplateElement} */ (stage.querySelector("[data-own-option]")).content;
  for (const result of queryAll(stage, "[data-shown]")) {
    const saved = entries[result.dataset.shown ?? ""]?.saved;
    const value = saved?.value?.option ?? saved?.value?.zone ?? saved?.value;
    if (saved?.state !== "answer" || typeof value !== "string") continue;
    query(result, `[data-row="${CSS.escape(value)}"] span`)?.append(" · ", words.cloneNode(true));
  }
}

/** @param {HTMLElement} stage @param {string} place @param {{ question: string, says: string[] }[]} answers */
function fillList(stage, place, answers) {
  const list = query(stage, place);
  const item = /** @type {HTMLTemplateElement} */ (stage.querySelector("[data-history-item]"));
  list?.replaceChildren(...answers.map(({ question, says }) => {
    const row = /** @type {HTMLElement} */ (item.content.cloneNode(true));
    /** @type {HTMLElement} */ (query(row, "small")).textContent = question;
    /** @type {HTMLElement} */ (query(row, "b")).textContent = says.join(" → ");
    return row;
  }));
  if (list) list.hidden = !answers.length;
}

/** @param {Record<string, Entry>} entries @param {string[]} rounds @returns {string | null} as 2026-11-28 */
function firstDay(entries, rounds) {
  const days = rounds.map((round) => entries[round]?.saved?.value?.date).filter(Boolean);
  return days.sort()[0] ?? null;
}

/** Says by which code to come back and until when, or that there is none yet. @param {HTMLElement} page */
async function showCode(page) {
  const given = await returnCode();
  const missing = query(page.parentElement ?? page, "[data-code-missing]");
  if (missing) missing.hidden = Boolean(given);
  if (!given) return void setTimeout(() => page.isConnected && showCode(page), RETRY_MS);
  /** @type {HTMLElement} */ (query(page, "[data-return-code]")).textContent = given.code;
  /** @type {HTMLElement} */ (query(page, "[data-code-line]")).hidden = false;
  showDay(page, "[data-next-until]", given.until);
}

/** @param {HTMLElement} page @param {string} place @param {string | null} day as 2026-11-28 */
function showDay(page, place, day) {
  const line = query(page, place);
  if (!line || !day) return;
  const [year, month, date] = day.split("-").map(Number);
  const words = new Intl.DateTimeFormat(document.documentElement.lang, { day: "numeric", month: "short" });
  /** @type {HTMLElement} */ (query(line, "[data-day]")).textContent = words.format(new Date(year, month - 1, date));
  line.hidden = false;
  /** @type {HTMLElement} */ (query(page, "[data-next]")).hidden = false;
}

/** @param {HTMLElement} stage @param {HTMLElement} button */
function save(stage, button) {
  const page = /** @type {HTMLElement} */ (query(stage, "[data-kept]"));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([fileOf(page)], { type: "text/html" }));
  link.download = page.dataset.file ?? "";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  /** @type {HTMLElement} */ (query(button, "span")).textContent = button.dataset.done ?? "";
}

/** The page as one file: what is in it is what is seen, and every word of it is text. @param {HTMLElement} page @returns {string} */
export function fileOf(page) {
  const kept = /** @type {HTMLElement} */ (page.cloneNode(true));
  for (const part of queryAll(kept, "[data-file-only]")) part.hidden = false;
  for (const part of queryAll(kept, "[hidden], [data-not-kept], template, svg, button")) part.remove();
  for (const part of [kept, ...queryAll(kept, "*")]) {
    for (const { name } of [...part.attributes]) if (name !== "class") part.removeAttribute(name);
  }
  const title = document.createElement("title");
  title.textContent = page.dataset.title ?? "";
  const policy = "default-src 'none'; style-src 'unsafe-inline'";
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="Content-Security-Policy" content="${policy}">`;
  return `<!doctype html>\n<html lang="${document.documentElement.lang}"><head>${head}${title.outerHTML}<style>${STYLE}</style></head><body><main>${kept.innerHTML}</main></body></html>\n`;
}

/** The clipboard needs HTTPS; on the room's plain HTTP the old way works, and the box is for where it does not. @param {ParentNode} stage @param {string} text @param {HTMLElement} button */
async function copyText(stage, text, button) {
  const box = /** @type {HTMLElement} */ (query(stage, "[data-copy-box]"));
  const area = /** @type {HTMLTextAreaElement} */ (box.querySelector("textarea"));
  const done = await (isSecureContext ? navigator.clipboard.writeText(text).then(() => true, () => false) : false);
  if (!done) {
    box.hidden = false;
    area.value = text;
    area.select();
  }
  if (done || document.execCommand("copy")) /** @type {HTMLElement} */ (query(button, "span")).textContent = button.dataset.done ?? "";
}
