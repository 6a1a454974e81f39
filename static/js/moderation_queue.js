/** The texts on their way to the wall: M opens them, the arrows choose one, V shows it, X hides it. */

import { on, queryAll } from "dom";
import { submitForm } from "hold_to_confirm";
import { refreshPartial } from "partials";

/** @type {string} */
let chosenCard = "";
let chosenAt = -1; // where it was, for when it has gone

const cards = () => queryAll(document, ".queue [data-card]");
const seen = () => cards().filter((card) => card.offsetParent !== null);

/** Listens to its keys and presses, and follows the run. */
export function listenToQueue() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (target.closest("[data-moderate]")) toggle();
    const card = /** @type {HTMLElement | null} */ (target.closest(".queue [data-card]"));
    if (card) choose(card);
    if (card && target.closest("button")) chosenCard = ""; // decided: the next one takes its place
  });
  on("staged", followStep);
  on("staged", restore);
  if (isOnFurtherPage()) {
    on("staged", ({ swapped }) => { if (swapped) refreshPartial("queue", restore, 0); });
    toggle();
  }
  on("tally_changed", () => { if (document.querySelector(".centre [data-partial=queue]")) refreshPartial("queue", restore); });
}

/** Is this console on a further page of its texts? What the socket brings begins at the first. */
const isOnFurtherPage = () => Number(new URLSearchParams(location.search).get("textos")) > 0;

function toggle() {
  const here = document.querySelector(".centre [data-partial=queue]");
  const open = here ? true : document.body.toggleAttribute("data-moderating");
  for (const key of document.querySelectorAll("[data-moderate]")) key.setAttribute("aria-pressed", String(open));
  const first = open ? seen()[0] : null;
  if (first) choose(first);
  if (open) /** @type {HTMLElement | undefined} */ ([...document.querySelectorAll(".queue")].find((list) => list.getClientRects().length))?.focus({ preventScroll: true });
}

/** @param {HTMLElement} card */
function choose(card) {
  for (const other of cards()) other.removeAttribute("aria-current");
  card.setAttribute("aria-current", "true");
  card.scrollIntoView({ block: "nearest" });
  chosenCard = card.dataset.card ?? "";
  chosenAt = seen().indexOf(card);
  if (chosenAt === 0) card.closest(".panel")?.scrollTo(0, 0); // with what is above it: the way to show them all
}

let step = document.querySelector("[data-step]")?.getAttribute("data-step");

/** The drawer belongs to the activity it was opened in. */
function followStep() {
  const now = document.querySelector("[data-step]")?.getAttribute("data-step");
  if (now === step) return;
  step = now;
  [chosenCard, chosenAt] = ["", -1];
  document.body.removeAttribute("data-moderating");
}

function restore() {
  if (chosenAt < 0) return;
  const list = seen();
  const card = list.find((each) => each.dataset.card === chosenCard) ?? list[Math.min(chosenAt, list.length - 1)];
  if (card) choose(card);
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
  if (!form) return;
  submitForm(form);
  chosenCard = "";
}
