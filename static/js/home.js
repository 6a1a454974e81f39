/** The trainer's first page: opens the form for a new run, and deletes trial runs that are held down. */
import { listenForHolds } from "hold_to_confirm";
import { listenForTheme } from "theme";
import { browserTimeZone } from "time_zone";

const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById("new-run"));
let suggested = ""; // the title we filled in, until the trainer writes one

/** @param {HTMLElement} opener */
function open(opener) {
  if (!dialog) return;
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector("form"));
  const [module, title] = ["module", "title"].map((name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name)));
  module.value = opener.dataset.newRun ?? "";
  /** @type {HTMLInputElement} */ (form.elements.namedItem("zone")).value = browserTimeZone();
  if (title.value === suggested) title.value = suggested = opener.dataset.title ?? "";
  dialog.showModal();
  title.select();
}

document.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  const opener = /** @type {HTMLElement | null} */ (target.closest("[data-new-run]"));
  if (opener) {
    event.preventDefault();
    open(opener);
  }
  if (target.closest("[data-closes]")) dialog?.close();
  if (target.closest("[data-print]")) window.print();
});
dialog?.querySelector("form")?.addEventListener("submit", (event) => {
  const button = /** @type {SubmitEvent} */ (event).submitter;
  setTimeout(() => button?.setAttribute("disabled", "")); // one run for a double click
});
listenForHolds();
listenForTheme();
