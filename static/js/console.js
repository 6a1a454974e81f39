/** The trainer's console: the socket, the snapshot, and the page around it. */
import "sankey_diagram";
import * as commands from "command_forms";
import { followCounters } from "console_counters";
import { clearNotice, showNotice } from "console_notice";
import { on, query } from "dom";
import { listenForHolds } from "hold_to_confirm";
import { followJoinFlood } from "join_flood";
import { listenForKeys } from "keyboard_shortcuts";
import { listenToQueue } from "moderation_queue";
import { renewPage } from "module_loader";
import { connect } from "socket";
import { followSnapshots } from "stage";
import { listenForTheme } from "theme";
import { timeIn } from "time_zone";
import { followWallPreview } from "wall_preview";

const MINUTE_MS = 60_000;
const body = document.body;
const words = /** @type {HTMLElement} */ (document.getElementById("words")).dataset;
let minutes = 0; // elapsed when the page was made
let since = performance.now(); // when it was made
let stored = true; // can the server store what it is told?

/** @param {string} state saved | waiting | lost */
function showLink(state) {
  document.querySelector("[data-link]")?.setAttribute("data-link", state === "saved" && !stored ? "unsaved" : state);
  body.toggleAttribute("data-lost", state === "lost");
}

function showTime() {
  const view = query(document, "[data-elapsed]");
  const clock = document.querySelector("[data-now]");
  const text = document.querySelector("[data-elapsed-text]");
  if (clock) clock.textContent = timeIn(body.dataset.zone);
  if (!view || !text) return;
  const gone = Math.floor(minutes + (performance.now() - since) / MINUTE_MS);
  const phase = view.dataset.phase;
  text.textContent = (phase === "lobby" ? words.waiting : phase === "ended" ? words.ended : words.elapsed?.replace("{n}", String(gone))) ?? "";
}

/** The step the room is at stays in the middle of its list, however long the list is. */
function followAgenda() {
  const here = document.querySelector(".agenda [aria-current]") ?? [...document.querySelectorAll(".agenda [data-state=done], .agenda [data-state=skipped]")].at(-1);
  const list = here?.closest(".agenda");
  if (!here || !list) return;
  const [row, box] = [here.getBoundingClientRect(), list.getBoundingClientRect()];
  list.scrollTop += row.top - box.top - (box.height - row.height) / 2;
}

/** The parts of the page outside the stage follow what the stage says. */
function followStage() {
  const view = query(document, "#stage [data-phase]");
  if (!view) return;
  minutes = Number(view.dataset.elapsed);
  since = performance.now();
  const running = view.dataset.phase !== "ended";
  const [paused, coded] = [view.dataset.paused === "1", view.dataset.code === "1"];
  const going = view.dataset.phase === "running";
  const locked = view.dataset.locked === "1";
  const now = { locked: running && locked, open: running && !locked, paused: running && paused, showing: running && !paused, coded: going && coded, uncoded: going && !coded, running };
  for (const [when, is] of Object.entries(now)) {
    for (const control of document.querySelectorAll(`[data-shown-while="${when}"]`)) control.toggleAttribute("hidden", !is);
  }
  followAgenda();
  const told = document.querySelector("[data-announcer]");
  if (told && told.textContent !== view.dataset.announcement) told.textContent = view.dataset.announcement ?? "";
  showTime();
}

/** @param {string} id */
function open(id) {
  const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById(id));
  if (dialog && !dialog.open) dialog.showModal();
}

function toggleGuide() {
  const shown = body.toggleAttribute("data-guide-open");
  if (shown) query(document, "[data-drawer]")?.focus();
}

/** @param {MouseEvent} event */
function press(event) {
  const target = /** @type {Element} */ (event.target);
  const opener = /** @type {HTMLElement | null} */ (target.closest("[data-opens]"));
  if (opener?.dataset.opens) open(opener.dataset.opens);
  if (target.closest("[data-print]")) window.print();
  if (target.closest("[data-guide]")) toggleGuide();
  for (const menu of document.querySelectorAll(".menu[open]")) {
    if (!menu.contains(target) || target.closest("[data-opens], [data-print], a")) menu.removeAttribute("open");
  }
}

on("staged", ({ snapshot, swapped }) => {
  commands.setVersion(snapshot.version);
  showLink("saved");
  clearNotice("offline");
  if (swapped) followStage();
});
on("online", () => { stored = true; clearNotice("storage"); showLink("saved"); });
on("offline", () => { showLink("lost"); showNotice("offline"); });
on("refused", ({ code, message }) => { if (code === "page_outdated") renewPage(true); showLink("lost"); showNotice("expired", { fact: message }); });
on("storage_changed", ({ failing, waiting }) => {
  stored = !failing;
  showLink("saved");
  if (failing) showNotice("storage", { fact: words.storage?.replace("{n}", String(waiting)) });
  else clearNotice("storage");
});
document.addEventListener("click", press);
listenForHolds();
commands.listenForCommands();
listenForKeys();
listenToQueue();
listenForTheme();
followCounters();
followJoinFlood();
followWallPreview();
followStage();
setInterval(showTime, 1000);
followSnapshots(document.getElementById("stage"));
connect("facilitator", { run: Number(body.dataset.run) });
