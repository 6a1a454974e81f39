/** A table on this phone: one writes, the others read along and agree. What lasts goes by HTTP, as everything but answers. */
import { dispatch, on, postJson, query, queryAll, setText } from "dom";

const DRAFT_INTERVAL_MS = 700;  // between two drafts: read along, not letter by letter

/** @typedef {{ round: number, number: number, seated: number, approved: number, writer: boolean, writing: boolean, agreed: boolean, asked: "" | "you" | "other", free_in_ms: number, answer: any, draft: any }} State */

export class GroupTable {
  #seat;
  #outbox;
  #answerForm;
  #draw;
  #state = /** @type {State | null} */ (null);
  #stage = /** @type {HTMLElement | null} */ (null);
  #section = /** @type {HTMLElement | null} */ (null);
  #choosingTable = false;
  #sentDraft = "";
  #draftTimer = 0;
  #turnTimer = 0;

  /** @param {import("join").Seat} seat @param {import("outbox").Outbox} outbox @param {import("answer_form").AnswerForm} answerForm @param {() => void} draw */
  constructor(seat, outbox, answerForm, draw) {
    this.#seat = seat;
    this.#outbox = outbox;
    this.#answerForm = answerForm;
    this.#draw = draw;
    on("changed", () => this.#shareDraft());
  }

  /** Shows the state that the server told last; one of another round says nothing of this one. @param {HTMLElement} stage @param {State | null} told */
  show(stage, told) {
    this.rest();
    const section = query(stage, "[data-group-table]");
    if (!section) return;
    const before = this.#state;
    const round = section.closest("form")?.dataset.round;
    const state = told && String(told.round) === round ? told : null;
    this.#stage = stage;
    this.#state = state;
    if (section !== this.#section) this.#bind(section);
    this.#section = section;
    if (!state) return;
    if (state.number !== before?.number) this.#choosingTable = false;
    if (state.answer) this.#outbox.adopt({ [state.round]: state.answer });
    if (state.writing && before && !before.writing && state.draft !== null && before.round === state.round) this.#answerForm.take(state.draft);
    if (state.number && !state.writing) this.#showTheirs();
    this.#paint();
  }

  /** No pen is taken any more for a question that is over. */
  rest() {
    clearTimeout(this.#turnTimer);
  }

  /** The strip's state for who does not write; null where the answer's own state says it. @param {HTMLElement} stage @param {import("answer_form").Connection} connection @returns {string | null} */
  state(stage, connection) {
    const state = this.#state;
    if (!stage.querySelector("[data-group-table]") || connection === "offline") return null;
    if (!state) return "connecting";
    if (!state.number || this.#choosingTable) return "table-none";
    if (state.writing) return null;
    if (state.answer?.state === "answer") return state.agreed ? "table-agreed" : "table-sent";
    if (state.answer?.state === "skip") return "table-skipped";
    return state.draft === null ? "table-waits" : "table-draft";
  }

  /** @param {HTMLElement} section */
  #bind(section) {
    const form = /** @type {HTMLElement} */ (section.closest("form"));
    // What is typed here is no part of the answer.
    for (const name of ["input", "change"]) section.addEventListener(name, (event) => event.stopPropagation());
    section.addEventListener("keydown", (event) => {
      if (/** @type {KeyboardEvent} */ (event).key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
      event.preventDefault();
      this.#sit();
    });
    /** @param {string} name @param {() => void} act */
    const onPress = (name, act) => form.querySelector(`[data-table-${name}]`)?.addEventListener("click", act);
    onPress("sit", () => this.#sit());
    onPress("take", () => this.#command("/escribo"));
    onPress("pass", () => this.#command("/cedo"));
    onPress("yes", () => this.#command("/acuerdo", { answer_id: this.#state?.answer?.answer_id, agrees: !this.#state?.agreed }));
    onPress("move", () => { this.#choosingTable = true; this.#paint(); this.#draw(); query(form, "[data-table-number]")?.focus(); });
  }

  #sit() {
    const input = /** @type {HTMLInputElement | null | undefined} */ (this.#section?.querySelector("[data-table-number]"));
    this.#command("", { number: Number(input?.value.trim() || 0) });
    this.#choosingTable = false;
  }

  /** Others see their table's answer, or what is being written. */
  #showTheirs() {
    const { draft, answer } = /** @type {State} */ (this.#state);
    this.#answerForm.showFor(draft ?? (answer?.state === "answer" ? answer.value : null));
  }

  #paint() {
    const [section, state] = [this.#section, this.#state];
    const form = section?.closest("form");
    if (!section || !form) return;
    const seated = Boolean(state?.number) && !this.#choosingTable;
    const role = !seated ? "none" : state?.writing ? "writer" : "mate";
    section.dataset.role = form.dataset.tableRole = role;
    const part = (/** @type {string} */ name) => query(form, `[data-table-${name}]`);
    part("pick").hidden = seated;
    part("bar").hidden = !seated;
    part("is").textContent = String(state?.number ?? "");
    part("role").textContent = part("role").dataset[role === "writer" ? "writer" : state?.writer ? "mate" : "nobody"] ?? "";
    part("take").hidden = role !== "mate";
    part("pass").hidden = role !== "writer" || (state?.seated ?? 1) < 2;
    setText(part("take"), part("take").dataset[state?.writer ? "taken" : "free"] ?? "");
    part("take").hidden ||= Boolean(state?.asked);
    setText(part("pass"), part("pass").dataset[state?.asked ? "wanted" : "free"] ?? "");
    part("asked").hidden = role === "none" || !state?.asked;
    part("asked").textContent = part("asked").dataset[role === "writer" ? "writer" : state?.asked || ""] ?? "";
    this.rest();
    if (role === "mate" && state?.asked === "you") this.#turnTimer = window.setTimeout(() => this.#command("/escribo"), state.free_in_ms + 300);
    const sent = seated && state?.answer?.state === "answer";
    part("approved").hidden = !sent;
    part("approved").textContent = (part("approved").dataset.words ?? "").replace("{n}", String(state?.approved)).replace("{of}", String(state?.seated));
    part("agree").hidden = role === "none";
    const yes = /** @type {HTMLButtonElement} */ (part("yes"));
    yes.hidden = role !== "mate" || !sent;
    yes.setAttribute("aria-pressed", String(Boolean(state?.agreed)));
    setText(yes, (state?.agreed ? yes.dataset.done : yes.dataset.yes) ?? "");
    // The controls of who does not write can be read and not touched.
    for (const child of queryAll(form, ":scope > *")) {
      if (!child.matches("[data-group-table], [data-table-agree], .badge, .prompt, template")) child.toggleAttribute("inert", role !== "writer");
    }
  }

  /** While this phone writes, the table reads along. */
  #shareDraft() {
    if (!this.#state?.writing || this.#draftTimer || !this.#stage?.querySelector("[data-group-table]")) return;
    this.#draftTimer = window.setTimeout(() => {
      this.#draftTimer = 0;
      const draft = this.#answerForm.draft;
      const text = JSON.stringify(draft);
      if (text === this.#sentDraft || !this.#state?.writing) return;
      this.#sentDraft = text;
      this.#post("/borrador", { round: this.#state.round, draft });
    }, DRAFT_INTERVAL_MS);
  }

  /** @param {string} what @param {Record<string, unknown>} [fields] */
  async #command(what, fields = {}) {
    const problem = await this.#post(what, fields);
    const place = /** @type {HTMLElement | null} */ (this.#section?.querySelector("[data-table-problem]"));
    if (!place) return;
    place.hidden = !problem;
    query(place, "span").textContent = problem;
    if (problem && what) dispatch("changed", {});
  }

  /** @param {string} what @param {Record<string, unknown>} fields @returns {Promise<string>} what went wrong, in words */
  async #post(what, fields) {
    const reply = await postJson(`/mesa${what}`, { token: this.#seat.token, ...fields }).catch(() => null);
    if (reply?.ok) return "";
    return (await reply?.json().catch(() => null))?.message ?? " ";
  }
}
