/** The phone: who comes in, what the stage shows, and the one strip that says whether the answer is safe. */
import { Answering } from "answer_form";
import { dispatch, on, query, queryAll } from "dom";
import { Join, leave } from "join";
import { load, missed, renew } from "module_loader";
import { Outbox } from "outbox";
import { connect } from "socket";
import { followSnapshots } from "stage";
import { durable } from "store";

const CALM = 1_500;  // ms; a shorter cut is nobody's business
const KNOCK = 15_000;  // ms between knocks at a full room
const STILL = 1_000;  // ms of a press in which nothing moves under the finger

const SHORT = 30;  // rem; a phone lying on its side has 22, one of 568 px with letters twice as large 18
const NARROW = 15;  // rem; 320 px with letters twice as large are 10

const stage = /** @type {HTMLElement} */ (document.getElementById("stage"));
const strip = query(document, "[data-strip]");
const words = query(document, "[data-words]").dataset;
let room = /** @type {{ seat: import("join").Seat, wire: import("socket").Wire, outbox: Outbox, answering: Answering, personal: any, table?: import("group_table").Table } | null} */ (null);
let line = /** @type {import("answer_form").Line} */ ("connecting");
let cut = 0;
let press = 0;  // under way
let told = false;  // has the socket told anything yet?

// what is pressed stays above the strip, however many lines it has
new ResizeObserver(() => {
  document.documentElement.style.setProperty("--strip", `${strip.offsetHeight}px`);
  measure();  // it grows with the letters, which may be made larger at any time
}).observe(strip);
for (const change of ["resize", "orientationchange"]) addEventListener(change, measure);
measure();
addEventListener("pointerdown", () => { clearTimeout(press); press = setTimeout(release, STILL); }, true);
for (const end of ["click", "pointercancel"]) addEventListener(end, release, true);
followSnapshots(stage);
const join = new Join(query(document, "[data-join]"), words, enter);
const early = /** @type {{ seat: import("join").Seat | null, snapshot: Promise<any>, at: number, over: boolean }} */ (/** @type {any} */ (window).early);
if (early.seat) enter(early.seat);
else early.over = true;

/** Where large text leaves little room, what sticks to the bottom lets go of it, and letters make place for words. */
function measure() {
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  document.body.toggleAttribute("data-short", innerHeight < SHORT * rem);
  document.body.toggleAttribute("data-narrow", innerWidth < NARROW * rem);
}

/** A press is lost where its button moves before the finger is up: only then may the strip grow under it. */
function release() {
  clearTimeout(press);
  press = 0;
  draw();
}

/** @param {import("join").Seat} seat */
function enter(seat) {
  join.hide();
  dress();
  line = "connecting";
  told = false;
  if (!stage.firstElementChild) present("connecting");
  history.replaceState(null, "", durable ? "/" : `/${seat.code}`);
  const outbox = new Outbox(seat.run);
  room = { seat, outbox, answering: new Answering(seat.run, outbox), wire: connect("participant", { run: seat.run, token: seat.token }), personal: {} };
  outbox.sendBy(room.wire);
  draw();  // the strip at once: it would push everything up when it came
  if (!early.over) takeOver(seat);
}

/** What boot.js asked for, and perhaps shows already, unless the socket has told something newer. @param {import("join").Seat} seat */
async function takeOver(seat) {
  early.over = true;  // from here on pages go through the stage
  const snapshot = await early.snapshot;
  if (!snapshot || told || room?.seat !== seat) return;
  const since = performance.now() - early.at;
  const { round } = snapshot;
  if (typeof round?.remaining_ms === "number") round.remaining_ms = Math.max(0, round.remaining_ms - since);
  dispatch("snapshot", snapshot);
}

/** What questions and results look like: only who is in needs it. In their order, before the phone's own sheet, which turns their knobs. */
function dress() {
  let next = document.querySelector('link[rel=stylesheet]:not([data-worn])');
  for (const href of (document.body.dataset.sheets ?? "").split(" ").reverse()) {
    const worn = document.querySelector(`link[rel=stylesheet][href="${href}"]`);
    const sheet = worn ?? Object.assign(document.createElement("link"), { rel: "stylesheet", href });
    /** @type {HTMLElement} */ (sheet).dataset.worn = "";
    sheet.addEventListener("error", () => missed(href));
    if (!worn) next?.before(sheet);
    next = sheet;
  }
}

/** @param {string} [problem] @param {boolean} [wipe] */
function out(problem = "", wipe = false) {
  const code = room?.seat.code;
  room?.wire.close();
  room?.table?.rest();
  if (wipe) room?.outbox.forget();
  room = null;
  leave(wipe);
  early.over = true;
  delete stage.dataset.key;
  stage.replaceChildren();
  stage.hidden = strip.hidden = true;
  join.show(problem ? code : "", problem);
}

/** Shows one of the page's own templates, before any snapshot has come. @param {string} name */
function present(name) {
  delete stage.dataset.key;
  stage.replaceChildren(/** @type {HTMLTemplateElement} */ (document.getElementById(name)).content.cloneNode(true));
  stage.hidden = false;
  query(stage, "[data-focus]")?.focus();
  draw();
}

on("online", () => { clearTimeout(cut); cut = 0; line = "online"; told = true; room?.outbox.flush(); draw(); });
on("offline", () => { cut ||= setTimeout(() => { line = "offline"; draw(); }, CALM); });  // one timer until we are back
on("changed", () => { room?.answering.show(); draw(); personal(); });
on("refused", ({ code, message }) => {
  if (code === "page_outdated" && renew(true)) return;
  if (code !== "room_full") return out(message, false);
  present("full");
  setTimeout(() => room?.wire.again(), KNOCK);
});
on("handed", (handed) => { if (room) { room.personal.handed = handed; personal(); } });
on("table_changed", (state) => { if (room) { room.personal.table = state; table(); } });
on("table_draft", ({ round, draft }) => { if (room && room.personal.table?.round === round) { room.personal.table.draft = draft; table(); } });
on("staged", ({ snapshot, swapped }) => {
  if (!room) return;
  if (snapshot.personal) {
    room.personal = snapshot.personal;
    room.outbox.adopt(snapshot.personal.answers ?? {});
  }
  if (swapped) room.answering.bind(stage);
  else room.answering.show();
  for (const notice of queryAll(stage, "[data-storage-notice]")) notice.hidden = durable;
  draw();
  personal();
  table();
});
stage.addEventListener("click", (event) => {
  if (/** @type {HTMLElement} */ (event.target).closest("[data-leave]")) out("", Boolean(stage.querySelector("[data-history]")));
});

/** Where a table answers together: loaded when a question first asks for it. */
async function table() {
  room?.table?.rest();
  if (!room || !stage.querySelector("[data-mates]")) return;
  const { Table } = await load("group_table");
  if (!room) return;
  room.table ??= new Table(room.seat, room.outbox, room.answering, draw);
  room.table.show(stage, room.personal.table ?? null);
  draw();
}

/** Loaded when a page first has a place for it. */
async function personal() {
  if (!room || !stage.querySelector("[data-own-round], [data-path], [data-history], [data-recall], [data-handed]")) return;
  const { showOwn, showHanded, showHistory } = await load("own_answers");
  if (!room) return;
  const you = /** @type {HTMLTemplateElement} */ (stage.querySelector("template[data-you]") ?? document.getElementById("you")).content;
  showOwn(stage, room.outbox.entries(), you);
  if (showHanded(stage, room.personal.handed ?? {})) room.answering.restore();
  draw();
  const ended = stage.querySelector("[data-history]:not([data-told])");
  if (!ended) return;
  ended.setAttribute("data-told", "");
  room.outbox.end();
  showHistory(stage, room.outbox.entries(), room.personal.history ?? []);
}

/** What the strip says; said once, or screen readers would hear it at every number that moves. */
function draw() {
  if (press) return;
  const name = room ? room.table?.state(stage, line) ?? room.answering.state(line) ?? ownState() : "";
  if (!name) { strip.hidden = true; return; }
  if (name === "hold") return;
  const template = /** @type {HTMLTemplateElement | null} */ (
    stage.querySelector(`template[data-strip-state="${name}"]`) ?? document.querySelector(`template[data-strip-state="${name}"]`));
  const next = template?.content.cloneNode(true) ?? document.createTextNode("");
  const message = /** @type {DocumentFragment} */ (next).querySelector?.("[data-message]");
  if (message) message.textContent = room?.answering.refusal ?? "";
  const said = /** @type {DocumentFragment} */ (next).querySelector?.("[data-said]");
  const understood = said ? room?.answering.said ?? "" : "";
  if (said && understood) said.textContent = `: ${understood}`;
  strip.hidden = !template;
  if (strip.dataset.state === name && strip.textContent === next.textContent) return;
  strip.dataset.state = name;
  strip.dataset.tone = template?.dataset.tone ?? "";
  strip.replaceChildren(next);
}

/** @returns {string} the strip of a page that asks nothing now */
function ownState() {
  const page = query(stage, "[data-own-round]");
  const { saved, pending, refusal } = page ? room?.outbox.entry(page.dataset.ownRound ?? "") ?? {} : {};
  if (pending && line === "offline") return durable ? "unsent" : "unsent-open";
  if (refusal && !stage.querySelector("[data-chart]")) return refusal.code === "round_not_open" ? "late" : "refused";
  if (!stage.querySelector("template[data-strip-state=rest]")) return "connecting";
  if (line !== "online") return line;
  if (stage.querySelector("[data-chart]")) return saved?.state === "answer" ? "rest" : "room";
  if (stage.querySelector("[data-path]:not([hidden])")) return "card";
  if (saved?.state === "answer") return "locked";
  return saved?.state === "skip" ? "locked-skip" : "rest";
}
