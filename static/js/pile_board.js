/** The table of texts: what other people do to it arrives here, and what the trainer is typing stays. */
import * as commands from "command_forms";
import { clearNotice, showNotice } from "console_notice";
import { on, query, queryAll } from "dom";
import { listenForHolds } from "hold_to_confirm";
import { listenForKeys } from "keyboard_shortcuts";
import { board, choose, chosen, listenToPiles } from "pile_moves";
import { connect } from "socket";
import { showCounts } from "stage";
import { listenForTheme } from "theme";
import { timeIn } from "time_zone";

const CLOCK_MS = 15_000; // a clock of minutes is never far behind
const REFRESH_MS = 400; // texts are read by a person, and a move is already on this screen
let due = 0;

/** Lists and sizes follow the server; a field with the cursor in it is left alone. */
function refresh() {
  if (due) return;
  due = window.setTimeout(async () => {
    due = 0;
    const response = await fetch(location.href).catch(() => null);
    if (!response?.ok) return;
    if (response.redirected) return location.assign(response.url);
    if (board().querySelector(":active") || board().hasAttribute("data-dragging")) return refresh(); // a finger is on it
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = query(page, "[data-board]");
    document.body.dataset.version = page.body.dataset.version;
    commands.setVersion(Number(page.body.dataset.version));
    if (fresh.dataset.piles !== board().dataset.piles) replaceAll(fresh);
    else replaceLists(fresh);
    followTheRest(page);
    choose(chosen(), false);
  }, REFRESH_MS);
}

/** Piles came or went: the whole table is laid anew, with what was typed for the vote. @param {HTMLElement} fresh */
function replaceAll(fresh) {
  for (const field of /** @type {HTMLInputElement[]} */ (queryAll(board(), ".vote [name][data-edited]"))) {
    const same = /** @type {HTMLInputElement | null} */ (fresh.querySelector(`[name="${field.name}"]`));
    if (same) Object.assign(same, { value: field.value }).setAttribute("data-edited", "");
  }
  board().replaceWith(document.adoptNode(fresh));
}

/** @param {HTMLElement} fresh */
function replaceLists(fresh) {
  for (const pile of queryAll(board(), "[data-pile]")) {
    const next = fresh.querySelector(`[data-pile="${pile.dataset.pile}"]`);
    for (const part of ["[data-list]", "[data-size]"]) {
      const [old, now] = [pile.querySelector(part), next?.querySelector(part)];
      if (old && now && old.innerHTML !== now.innerHTML) old.replaceChildren(...now.childNodes);
    }
    const [name, called] = [pile.querySelector("input[data-name]"), next?.querySelector("input[data-name]")].map((each) => /** @type {HTMLInputElement | null} */ (each));
    if (name && called && name !== document.activeElement) name.value = called.value;
  }
  for (const part of ["[data-total]", "[data-piled]", ".bottombar__say", ".vote__note", "[data-waiting]", "[data-unready]", "[data-how]"]) {
    const now = fresh.querySelector(part);
    if (now) board().querySelector(part)?.replaceChildren(...now.childNodes);
  }
}

/** Follows the page beside the table: the keys of the top bar, and whether the vote has to be held. @param {Document} page */
function followTheRest(page) {
  for (const fresh of queryAll(page, "[data-shown-while]")) {
    document.querySelector(`[data-shown-while="${fresh.dataset.shownWhile}"]`)?.toggleAttribute("hidden", fresh.hasAttribute("hidden"));
  }
  const [vote, next] = [document, page].map((where) => /** @type {HTMLFormElement | null} */ (where.querySelector("#vote")));
  if (!vote || !next) return;
  vote.toggleAttribute("data-hold", next.hasAttribute("data-hold"));
  const [force, now] = [vote, next].map((form) => /** @type {HTMLInputElement} */ (form.elements.namedItem("force")));
  force.value = now.value;
}

function showTime() {
  const clock = document.querySelector("[data-now]");
  if (clock) clock.textContent = timeIn(document.body.dataset.zone);
}

on("snapshot", ({ version }) => {
  commands.setVersion(version);
  refresh();
});
on("tally_changed", refresh);
on("roster_changed", showCounts);
on("online", () => { document.querySelector("[data-link]")?.setAttribute("data-link", "saved"); clearNotice("offline"); });
on("offline", () => { document.querySelector("[data-link]")?.setAttribute("data-link", "lost"); showNotice("offline"); });
on("refused", ({ message }) => showNotice("expired", { fact: message }));
on("piled", refresh);
showTime();
setInterval(showTime, CLOCK_MS);
listenForHolds();
listenForKeys();
commands.listenForCommands();
listenToPiles();
listenForTheme();
connect("facilitator", { run: Number(document.body.dataset.run) });
