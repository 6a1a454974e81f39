/** The phone: who comes in, what the stage shows, and the one strip that says whether the answer is safe. */
import { AnswerForm } from "answer_form";
import { dispatch, on, query, queryAll } from "dom";
import { JoinForm, leaveSeat } from "join";
import { load, renewIfGone, renewPage } from "module_loader";
import { Outbox } from "outbox";
import { connect } from "socket";
import { followSnapshots } from "stage";
import { durable } from "store";

const OFFLINE_AFTER_MS = 1_500;  // a shorter cut is nobody's business
const ROOM_FULL_RETRY_MS = 15_000;  // between knocks at a full room
const MAX_PRESS_MS = 1_000;  // of a press in which nothing moves under the finger

const SHORT_REM = 30;  // a phone lying on its side has 22, one of 568 px with letters twice as large 18
const NARROW_REM = 15;  // 320 px with letters twice as large are 10

const stage = /** @type {HTMLElement} */ (document.getElementById("stage"));
const strip = query(document, "[data-strip]");
const words = query(document, "[data-words]").dataset;
let room = /** @type {{ seat: import("join").Seat, socket: import("socket").Socket, outbox: Outbox, answerForm: AnswerForm, personal: any, table?: import("group_table").GroupTable } | null} */ (null);
let connection = /** @type {import("answer_form").Connection} */ ("connecting");
let offlineTimer = 0;
let pressTimer = 0;  // under way
let heardFromServer = false;  // has the socket told anything yet?

// what is pressed stays above the strip, however many lines it has
new ResizeObserver(() => {
  document.documentElement.style.setProperty("--strip", `${strip.offsetHeight}px`);
  markTightViewport();  // it grows with the letters, which may be made larger at any time
}).observe(strip);
for (const change of ["resize", "orientationchange"]) addEventListener(change, markTightViewport);
markTightViewport();
addEventListener("pointerdown", () => { clearTimeout(pressTimer); pressTimer = setTimeout(endPress, MAX_PRESS_MS); }, true);
for (const end of ["click", "pointercancel"]) addEventListener(end, endPress, true);
followSnapshots(stage);
const join = new JoinForm(query(document, "[data-join]"), words, enterRoom);
const boot = /** @type {{ seat: import("join").Seat | null, snapshot: Promise<any>, receivedAt: number, taken: boolean }} */ (/** @type {any} */ (window).boot);
if (boot.seat) enterRoom(boot.seat);
else boot.taken = true;

/**
 * Where large text leaves little room, what sticks to the bottom lets go of it, and letters make place for words.
 * Not a media query: its rem is the browser's, and letters are made larger in the page too.
 */
function markTightViewport() {
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  document.body.toggleAttribute("data-short", innerHeight < SHORT_REM * rem);
  document.body.toggleAttribute("data-narrow", innerWidth < NARROW_REM * rem);
  listColumns();
}

/** The words under columns stand in a list where the phone is narrow, and where the page says so anyway (`data-listed` without a value). */
function listColumns() {
  for (const { dataset } of queryAll(stage, ".columns:not([data-listed=''])")) {
    if ("narrow" in document.body.dataset) dataset.listed = "narrow";
    else delete dataset.listed;
  }
}

/** A press is lost where its button moves before the finger is up: only then may the strip grow under it. */
function endPress() {
  clearTimeout(pressTimer);
  pressTimer = 0;
  drawStrip();
}

/** @param {import("join").Seat} seat */
function enterRoom(seat) {
  join.hide();
  loadSheets();
  connection = "connecting";
  heardFromServer = false;
  if (!stage.firstElementChild) showTemplate("connecting");
  history.replaceState(null, "", durable ? "/" : `/${seat.code}`);
  const outbox = new Outbox(seat.run);
  room = { seat, outbox, answerForm: new AnswerForm(seat.run, outbox), socket: connect("participant", { run: seat.run, token: seat.token }), personal: {} };
  outbox.sendBy(room.socket);
  drawStrip();  // the strip at once: it would push everything up when it came
  if (!boot.taken) takeOver(seat);
}

/** Takes over what boot.js asked for, and perhaps shows already, unless the socket has told something newer. @param {import("join").Seat} seat */
async function takeOver(seat) {
  boot.taken = true;  // from here on pages go through the stage
  const snapshot = await boot.snapshot;
  if (!snapshot || heardFromServer || room?.seat !== seat) return;
  const since = performance.now() - boot.receivedAt;
  const { round } = snapshot;
  if (typeof round?.remaining_ms === "number") round.remaining_ms = Math.max(0, round.remaining_ms - since);
  dispatch("snapshot", snapshot);
}

/** Loads the style of questions and results, which only who is in needs. In their order, before the phone's own sheet, which turns their knobs. */
function loadSheets() {
  let next = document.querySelector('link[rel=stylesheet]:not([data-loaded])');
  for (const href of (document.body.dataset.sheets ?? "").split(" ").reverse()) {
    const worn = document.querySelector(`link[rel=stylesheet][href="${href}"]`);
    const sheet = worn ?? Object.assign(document.createElement("link"), { rel: "stylesheet", href });
    /** @type {HTMLElement} */ (sheet).dataset.loaded = "";
    sheet.addEventListener("error", () => renewIfGone(href));
    if (!worn) next?.before(sheet);
    next = sheet;
  }
}

/** @param {string} [problem] @param {boolean} [wipe] */
function leaveRoom(problem = "", wipe = false) {
  const code = room?.seat.code;
  room?.socket.close();
  room?.table?.rest();
  if (wipe) room?.outbox.forget();
  room = null;
  leaveSeat(wipe);
  boot.taken = true;
  delete stage.dataset.key;
  stage.replaceChildren();
  stage.hidden = strip.hidden = true;
  join.show(problem ? code : "", problem);
}

/** Shows one of the page's own templates, before any snapshot has come. @param {string} name */
function showTemplate(name) {
  delete stage.dataset.key;
  stage.replaceChildren(/** @type {HTMLTemplateElement} */ (document.getElementById(name)).content.cloneNode(true));
  stage.hidden = false;
  query(stage, "[data-focus]")?.focus();
  drawStrip();
}

on("online", () => { clearTimeout(offlineTimer); offlineTimer = 0; connection = "online"; heardFromServer = true; room?.outbox.flush(); drawStrip(); });
on("offline", () => { offlineTimer ||= setTimeout(() => { connection = "offline"; drawStrip(); }, OFFLINE_AFTER_MS); });  // one timer until we are back
on("changed", () => { room?.answerForm.show(); drawStrip(); showPersonal(); });
on("refused", ({ code, message }) => {
  if (code === "page_outdated" && renewPage(true)) return;
  if (code !== "room_full") return leaveRoom(message, false);
  showTemplate("full");
  setTimeout(() => room?.socket.reconnect(), ROOM_FULL_RETRY_MS);
});
on("handed", (handed) => { if (room) { room.personal.handed = handed; showPersonal(); } });
on("table_changed", (state) => { if (room) { room.personal.table = state; showTable(); } });
on("table_draft", ({ round, draft }) => { if (room && room.personal.table?.round === round) { room.personal.table.draft = draft; showTable(); } });
on("staged", ({ snapshot, swapped }) => {
  if (!room) return;
  if (snapshot.personal) {
    room.personal = snapshot.personal;
    room.outbox.adopt(snapshot.personal.answers ?? {});
  }
  if (swapped) { listColumns(); room.answerForm.bind(stage); }
  else room.answerForm.show();
  for (const notice of queryAll(stage, "[data-storage-notice]")) notice.hidden = durable;
  drawStrip();
  showPersonal();
  showTable();
});
stage.addEventListener("click", (event) => {
  if (/** @type {HTMLElement} */ (event.target).closest("[data-leave]")) leaveRoom("", Boolean(stage.querySelector("[data-history]")));
});

/** Shows the table that answers together; its module is loaded when a question first asks for it. */
async function showTable() {
  room?.table?.rest();
  if (!room || !stage.querySelector("[data-group-table]")) return;
  const { GroupTable } = await load("group_table");
  if (!room) return;
  room.table ??= new GroupTable(room.seat, room.outbox, room.answerForm, drawStrip);
  room.table.show(stage, room.personal.table ?? null);
  drawStrip();
}

/** Fills the places for this phone's own answers; the module is loaded when a page first has one. */
async function showPersonal() {
  if (!room || !stage.querySelector("[data-own-round], [data-path], [data-history], [data-recall], [data-handed]")) return;
  const { showOwnAnswers, showHandout } = await load("own_answers");
  if (!room) return;
  const you = /** @type {HTMLTemplateElement} */ (stage.querySelector("template[data-you]") ?? document.getElementById("you")).content;
  showOwnAnswers(stage, room.outbox.entries(), you);
  if (showHandout(stage, room.personal.handed ?? {})) room.answerForm.restore();
  drawStrip();
  const ended = stage.querySelector("[data-history]:not([data-filled])");
  if (!ended) return;
  ended.setAttribute("data-filled", "");
  room.outbox.end();
  const { showCopy } = await load("participant_copy");
  if (room) showCopy(stage, room.outbox.entries(), room.personal.history ?? []);
}

/** Writes the strip where it changed: screen readers would hear it at every number that moves. */
function drawStrip() {
  if (pressTimer) return;
  const name = room ? room.table?.state(stage, connection) ?? room.answerForm.state(connection) ?? restingState() : "";
  if (!name) { strip.hidden = true; return; }
  if (name === "hold") return;
  const template = /** @type {HTMLTemplateElement | null} */ (
    stage.querySelector(`template[data-strip-state="${name}"]`) ?? document.querySelector(`template[data-strip-state="${name}"]`));
  const next = template?.content.cloneNode(true) ?? document.createTextNode("");
  const message = /** @type {DocumentFragment} */ (next).querySelector?.("[data-message]");
  if (message) message.textContent = room?.answerForm.refusal ?? "";
  const said = /** @type {DocumentFragment} */ (next).querySelector?.("[data-said]");
  const understood = said ? room?.answerForm.said ?? "" : "";
  if (said && understood) said.textContent = `: ${understood}`;
  strip.hidden = !template;
  if (strip.dataset.state === name && strip.textContent === next.textContent) return;
  strip.dataset.state = name;
  strip.dataset.tone = template?.dataset.tone ?? "";
  strip.replaceChildren(next);
}

/** @returns {string} the strip of a page that asks nothing now */
function restingState() {
  const page = query(stage, "[data-own-round]");
  const { saved, pending, refusal } = page ? room?.outbox.entry(page.dataset.ownRound ?? "") ?? {} : {};
  if (pending && connection === "offline") return durable ? "unsent" : "unsent-open";
  if (refusal && !stage.querySelector("[data-chart]")) return refusal.code === "round_not_open" ? "late" : "refused";
  if (!stage.querySelector("template[data-strip-state=rest]")) return "connecting";
  if (connection !== "online") return connection;
  if (stage.querySelector("[data-chart]")) return saved?.state === "answer" ? "rest" : "room";
  if (stage.querySelector("[data-path]:not([hidden])")) return "card";
  if (saved?.state === "answer") return "locked";
  return saved?.state === "skip" ? "locked-skip" : "rest";
}
