/** The texts on their way to the wall: M opens them, the arrows choose one, V shows it, X hides it. */

/** @type {string} */
let chosen = "";
let place = 0; // where it was, for when it has gone
let due = 0;

const REFRESH = 1_000; // ms; new texts are read by a person, not by a chart

const cards = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-card]")]);
const seen = () => cards().filter((card) => card.offsetParent !== null);

export function listenToQueue() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (target.closest("[data-moderate]")) toggle();
    const card = /** @type {HTMLElement | null} */ (target.closest("[data-card]"));
    if (card) choose(card);
  });
  document.addEventListener("ma:staged", restore);
  document.addEventListener("ma:tally_changed", () => { if (document.querySelector(".centre [data-slot=queue]")) soon(); });
}

function toggle() {
  const here = document.querySelector(".centre [data-slot=queue]");
  const open = here ? true : document.body.toggleAttribute("data-moderating");
  for (const key of document.querySelectorAll("[data-moderate]")) key.setAttribute("aria-pressed", String(open));
  const first = open ? seen()[0] : null;
  if (first) choose(first);
  if (open) /** @type {HTMLElement | undefined} */ ([...document.querySelectorAll(".queue")].find((list) => list.checkVisibility()))?.focus();
}

/** @param {HTMLElement} card */
function choose(card) {
  for (const other of cards()) other.removeAttribute("aria-current");
  card.setAttribute("aria-current", "true");
  card.scrollIntoView({ block: "nearest" });
  chosen = card.dataset.card ?? "";
  place = seen().indexOf(card);
}

function restore() {
  if (!chosen) return;
  const list = seen();
  const card = list.find((each) => each.dataset.card === chosen) ?? list[Math.min(place, list.length - 1)];
  if (card) choose(card);
}

/** Texts arrive without a new page: the list is read again, at most once a second. */
function soon() {
  if (due) return;
  due = window.setTimeout(async () => {
    due = 0;
    const response = await fetch(location.href).catch(() => null);
    if (!response?.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector("[data-slot=queue]");
    const sameRound = page.querySelector("[data-phase][data-round]")?.getAttribute("data-round") === document.querySelector("[data-phase][data-round]")?.getAttribute("data-round");
    if (fresh && sameRound) document.querySelector("[data-slot=queue]")?.replaceChildren(...fresh.childNodes);
    restore();
  }, REFRESH);
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const target = /** @type {Element} */ (event.target);
  if (event.altKey || event.ctrlKey || event.metaKey || target.closest("input, textarea, select, dialog")) return;
  const list = seen();
  const at = list.findIndex((card) => card.hasAttribute("aria-current"));
  if (at < 0) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    const next = list[Math.min(Math.max(at + step, 0), list.length - 1)];
    if (next) choose(next);
    return;
  }
  const verb = { V: "mostrar", X: "ocultar" }[event.key.toUpperCase()];
  if (!verb || event.repeat) return;
  const form = /** @type {HTMLFormElement | null} */ (list[at]?.querySelector(`form[action$="/${verb}"]`));
  form?.requestSubmit();
}
