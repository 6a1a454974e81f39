/** Moving texts between piles: dragged, by key, or from each text's own list. Every move can be taken back. */
import { showNotice } from "console_notice";
import { dispatch, postJson, query, queryAll } from "dom";

const FIELDS = "input, textarea, select";
/** @type {{ card: string, from: string }[]} */
const moves = [];
let current = "";

/** @returns {HTMLElement} asked each time: it may be laid anew */
export const board = () => query(document, "[data-board]");
/** @returns {string} the card that keys move, "" for none */
export const chosen = () => current;
const cards = () => queryAll(board(), "[data-card]");
/** @param {string} id */
const cardOf = (id) => cards().find((card) => card.dataset.card === id);
/** @param {Element | undefined | null} inside @returns {HTMLElement | null} */
const pileOf = (inside) => inside?.closest("[data-pile]") ?? null;

/** Listens to drags, keys and presses on the board. */
export function listenToPiles() {
  document.addEventListener("click", onClick);
  document.addEventListener("change", onChange);
  document.addEventListener("input", (event) => /** @type {Element} */ (event.target).closest(".vote") && /** @type {Element} */ (event.target).setAttribute("data-edited", ""));
  document.addEventListener("keydown", onKey);
  document.addEventListener("dragstart", (event) => {
    const card = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest?.("[data-card]"));
    if (!card) return;
    choose(card.dataset.card ?? "");
    event.dataTransfer?.setData("text/plain", card.dataset.card ?? "");
    board().setAttribute("data-dragging", "");
  });
  document.addEventListener("dragover", (event) => {
    const pile = pileOf(/** @type {Element} */ (event.target));
    if (!board().hasAttribute("data-dragging") || !pile) return;
    event.preventDefault();
    for (const other of board().querySelectorAll("[data-over]")) if (other !== pile) other.removeAttribute("data-over");
    pile.setAttribute("data-over", "");
  });
  document.addEventListener("drop", (event) => {
    const pile = pileOf(/** @type {Element} */ (event.target));
    if (!board().hasAttribute("data-dragging") || !pile) return;
    event.preventDefault();
    void move(current, pile.dataset.pile ?? "");
  });
  document.addEventListener("dragend", () => {
    board().removeAttribute("data-dragging");
    for (const other of board().querySelectorAll("[data-over]")) other.removeAttribute("data-over");
  });
}

/** Makes a text the one that keys move. @param {string} id of its card; where it is gone, the first one @param {boolean} [focus] also when the focus is elsewhere */
export function choose(id, focus = true) {
  const card = cardOf(id) ?? (current ? cards()[0] : undefined);
  for (const other of cards()) { other.removeAttribute("aria-current"); other.tabIndex = -1; }
  current = card?.dataset.card ?? "";
  const reach = card ?? cards()[0];
  if (reach) reach.tabIndex = 0;
  if (!card) return;
  card.setAttribute("aria-current", "true");
  const away = document.activeElement && document.activeElement !== document.body && !document.activeElement.closest("[data-card]");
  if (focus || !away) card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
}

/** @param {string} id @param {string} to "" for none @param {boolean} [keep] may be taken back */
async function move(id, to, keep = true) {
  const card = cardOf(id);
  const from = pileOf(card)?.dataset.pile ?? "";
  const pile = query(board(), `[data-pile="${to}"]`);
  if (!card || !pile || from === to) return;
  const next = /** @type {HTMLElement | null} */ (card.nextElementSibling ?? card.previousElementSibling);
  pile.querySelector("[data-list]")?.append(card);
  count();
  /** @type {HTMLSelectElement} */ (card.querySelector("[data-to]")).value = to;
  announce(card, pile);
  choose(from === "" && next ? next.dataset.card ?? "" : id);
  if (await post(`textos/${id}/agrupar`, { pile: to ? Number(to) : null })) { if (keep) moves.push({ card: id, from }); }
  dispatch("piled");
}

function undo() {
  const last = moves.pop();
  if (last) void move(last.card, last.from, false);
}

function count() {
  for (const pile of board().querySelectorAll("[data-pile]")) {
    const size = pile.querySelector("[data-size]");
    if (size) size.textContent = String(pile.querySelectorAll("[data-card]").length);
  }
}

/** @param {HTMLElement} card @param {HTMLElement} pile */
function announce(card, pile) {
  const told = query(document, "[data-announcer]");
  const name = /** @type {HTMLInputElement | null} */ (pile.querySelector("[data-name]"));
  const words = (name ? told.dataset.moved : told.dataset.loose) ?? "";
  told.textContent = words.replace("{text}", card.querySelector(".piled__words")?.textContent ?? "").replace("{pile}", name?.value || name?.textContent || "");
}

/** @param {MouseEvent} event */
function onClick(event) {
  const target = /** @type {Element} */ (event.target);
  const card = /** @type {HTMLElement | null} */ (target.closest("[data-card]"));
  if (card && !target.closest("select")) choose(card.dataset.card ?? "");
  if (target.closest("[data-undo]")) undo();
  if (target.closest("[data-new-pile]")) void post("montones", {}).then(() => dispatch("piled"));
  if (target.closest("[data-drop-pile]")) void post(`montones/${pileOf(target)?.dataset.pile}/quitar`, {}).then(() => dispatch("piled"));
}

/** @param {Event} event */
function onChange(event) {
  const target = /** @type {HTMLInputElement} */ (event.target);
  const card = /** @type {HTMLElement | null} */ (target.closest("[data-card]"));
  if (target.matches("[data-to]") && card) void move(card.dataset.card ?? "", target.value);
  if (!target.matches("input[data-name]")) return;
  const pile = pileOf(target)?.dataset.pile;
  const option = /** @type {HTMLInputElement | null} */ (board().querySelector(`[data-option-of="${pile}"]`));
  if (option && !option.hasAttribute("data-edited")) option.value = target.value;
  void post(`montones/${pile}/nombrar`, { name: target.value }).then(() => dispatch("piled"));
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const target = /** @type {Element} */ (event.target);
  const undoes = (event.ctrlKey || event.metaKey) && event.key.toUpperCase() === "Z" && !target.closest(FIELDS);
  if (undoes) { event.preventDefault(); undo(); }
  if (event.altKey || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape" && target.closest(FIELDS)) return /** @type {HTMLElement} */ (target).blur();
  if (target.closest(FIELDS)) return;
  const key = event.key.toUpperCase();
  const pile = board().querySelector(`[data-key-number="${CSS.escape(key)}"]`);
  const step = { ARROWDOWN: 1, ARROWUP: -1 }[key];
  const list = cards();
  const at = list.findIndex((card) => card.dataset.card === current);
  if (pile) void move(current, /** @type {HTMLElement} */ (pile).dataset.pile ?? "");
  else if (key === "0" || key === "BACKSPACE") void move(current, "");
  else if (step) choose(list[Math.min(Math.max(at + step, 0), list.length - 1)]?.dataset.card ?? "");
  else if (key === "X" && current) void post(`textos/${current}/ocultar`, {}).then(() => dispatch("piled"));
  else if (key === "V" && current) void post(`textos/${current}/mostrar`, {}).then(() => dispatch("piled"));
  else if (key === "ESCAPE") query(document, "[data-back]")?.click();
  else return;
  event.preventDefault();
}

/** @param {string} path @param {Record<string, unknown>} fields */
async function post(path, fields) {
  const response = await postJson(`/sesiones/${document.body.dataset.run}/${path}`, fields).catch(() => null);
  if (!response) showNotice("offline");
  else if (!response.ok) showNotice("failed", { fact: (await response.json().catch(() => ({}))).message });
  return Boolean(response?.ok);
}
