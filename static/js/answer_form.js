/** The question that is open: from a thumb to the outbox, and back to what the page shows. */
import { dispatch, query, setText } from "dom";
import { load, restoreTyped } from "module_loader";
import { durable, read, write, watch } from "store";

const SAVING_AFTER_MS = 400;  // before «Guardando…» is worth saying
const DASHED_AFTER_MS = 1_000;  // before the chosen option shows that it is not acknowledged
const UNSENT_AFTER_MS = 4_000;  // after which online does not mean saved

/** @typedef {"connecting" | "online" | "offline"} Connection how the page stands with the server; it begins with the first */

export class AnswerForm {
  #run;
  #outbox;
  #form = /** @type {HTMLFormElement | null} */ (null);
  #kind = /** @type {any} */ (null);
  #pendingSince = 0;
  #settled = "";
  #timers = /** @type {number[]} */ ([]);

  /** @param {string | number} run @param {import("outbox").Outbox} outbox */
  constructor(run, outbox) {
    this.#run = run;
    this.#outbox = outbox;
    watch(outbox.key, () => this.restore());
  }

  /** Takes over the form of the question on the stage, if there is one, and sends what was given before. @param {ParentNode} stage */
  async bind(stage) {
    const form = /** @type {HTMLFormElement | null} */ (stage.querySelector("form[data-answer]"));
    this.#form = form;
    this.#kind = null;
    this.#pendingSince = 0;
    if (!form) return;
    form.addEventListener("submit", (event) => { event.preventDefault(); this.#submit(); });
    const kind = await this.#load(form);
    if (this.#form !== form) return;
    restoreTyped(form);
    const early = kind[this.#sendsOnTap ? "read" : "draft"](form) ?? null;  // given while the kind was still on its way
    this.#kind = kind;
    kind.arrange?.(form, seed() + form.dataset.question);
    form.addEventListener("input", () => this.#edit());
    if (this.#sendsOnTap) form.addEventListener("change", () => this.#submit());
    form.querySelector("[data-skip]")?.addEventListener("click", (event) => this.#skip(/** @type {HTMLElement} */ (event.currentTarget)));
    form.querySelector("[data-withdraw]")?.addEventListener("click", () => this.#withdraw());
    form.inert = false;  // it may have been shown before its words were there (boot.js)
    form.dataset.ready = "";  // from here on a thumb acts at once
    if (early !== null && this.#sendsOnTap) return this.#submit();
    if (early !== null) write(this.#draftKey, early);
    this.restore();
    dispatch("changed", { round: this.#round });  // what was given early may be a draft: the strip says so
  }

  /** Puts draft, pending or saved answer back into the controls. */
  restore() {
    if (!this.#form || !this.#kind) return;
    const { pending, saved } = this.#entry;
    const given = pending ?? saved;
    const draft = read(this.#draftKey);
    this.#kind.fill(this.#form, draft ?? (given?.state === "answer" ? given.value : null));
    this.#kind.refresh?.(this.#form);
    this.show();
  }

  /** Shows the words of the table's writer in the controls of this phone. @param {any} value a draft or an answer */
  showFor(value) {
    if (!this.#form || !this.#kind) return;
    this.#kind.fill(this.#form, value);
    this.#kind.refresh?.(this.#form);
  }

  /** The words written here and not sent, or null. */
  get draft() {
    return this.#form ? read(this.#draftKey) : null;
  }

  /** Goes on with a draft that somebody else began. @param {any} value */
  take(value) {
    if (!this.#form) return;
    write(this.#draftKey, value);
    this.restore();
  }

  /** Chosen, pending, skipped, what the button says: everything beside the strip. */
  show() {
    const form = this.#form;
    if (!form || !this.#kind) return;
    const { pending, saved, refusal, adopted } = this.#entry;
    if (pending && !this.#pendingSince) this.#wait();
    if (!pending) this.#pendingSince = 0;
    const settled = `${saved?.answer_id} ${refusal?.code}`;
    if (!pending && settled !== this.#settled && (adopted || (refusal && this.#sendsOnTap))) this.#kind.fill(form, saved?.state === "answer" ? saved.value : null);
    this.#settled = settled;
    form.toggleAttribute("data-pending", Boolean(pending) && Date.now() - this.#pendingSince >= DASHED_AFTER_MS);
    form.querySelector("[data-skip]")?.setAttribute("aria-pressed", String((pending ?? saved)?.state === "skip"));
    const withdraw = query(form, "[data-withdraw]");
    if (withdraw) withdraw.hidden = Boolean(pending) || !saved || saved.state === "withdraw";
    const button = /** @type {HTMLButtonElement | null} */ (form.querySelector("[data-submit]"));
    if (!button) return;
    const same = saved?.state === "answer" && !read(this.#draftKey);
    const missing = this.#kind.lacks ? this.#kind.lacks(form) : this.#kind.draft(form) === null && button.dataset.missing;
    button.disabled = Boolean(missing) || same || Boolean(pending && !read(this.#draftKey));
    setText(button, (missing || (saved?.state === "answer" ? button.dataset.change : button.dataset.first)) ?? "");
  }

  /** The strip's state, or null when nothing is being asked. @param {Connection} connection @returns {string | null} */
  state(connection) {
    const online = connection !== "offline";
    if (!this.#form) return null;
    const { pending, saved, refusal, adopted } = this.#entry;
    const age = Date.now() - this.#pendingSince;
    if (pending && (!online || age >= UNSENT_AFTER_MS)) return `${online ? "waiting" : "unsent"}${durable ? "" : "-open"}`;
    if (pending) return age >= SAVING_AFTER_MS ? "saving" : "hold";
    if (refusal) return refusal.code === "round_not_open" ? "late" : "refused";
    const drafted = Boolean(read(this.#draftKey));
    if (saved?.state === "answer" && !drafted) return online ? (adopted ? "adopted" : "saved") : "saved-offline";
    if (saved?.state === "skip") return online ? "skipped" : "saved-offline";
    if (!online) return "offline";
    if (connection === "connecting" && !saved) return drafted ? "draft" : "connecting";
    if (drafted) return saved?.state === "answer" ? "saved-draft" : "draft";
    if (saved) return "withdrawn";
    return this.#form.querySelector("[data-submit]") ? "hint-send" : "hint-tap";
  }

  /** The answer as the server read it, in words; "" for kinds where it cannot differ from what was typed. */
  get said() {
    const { saved } = this.#entry;
    return this.#form && this.#kind?.echoes && saved?.state === "answer" ? saved.say ?? "" : "";
  }

  get refusal() {
    return this.#form ? this.#entry.refusal?.message ?? "" : "";
  }

  get #sendsOnTap() {
    return Boolean(this.#form?.querySelector('[data-send="tap"]'));
  }

  get #round() {
    return this.#form?.dataset.round ?? "";
  }

  get #draftKey() {
    return `draft:${this.#run}:${this.#round}`;
  }

  get #entry() {
    return this.#outbox.entry(this.#round);
  }

  #edit() {
    if (!this.#form || !this.#kind || this.#sendsOnTap) return;
    this.#kind.refresh?.(this.#form);
    write(this.#draftKey, this.#kind.draft(this.#form));
    dispatch("changed", { round: this.#round });
  }

  #submit() {
    const value = this.#form && this.#kind?.read(this.#form);
    if (!this.#form || value === undefined) return;
    write(this.#draftKey, null);
    this.#put("answer", value, this.#kind.say(this.#form, value));
  }

  /** @param {HTMLElement} button */
  #skip(button) {
    if (button.getAttribute("aria-pressed") === "true") return;
    if (this.#sendsOnTap) this.#kind.fill(this.#form, null);
    this.#put("skip", null, button.dataset.say ?? "");
  }

  #withdraw() {
    if (this.#sendsOnTap) this.#kind.fill(this.#form, null);
    else write(this.#draftKey, this.#kind.draft(this.#form));
    this.#put("withdraw", null, "");
  }

  /** @param {"answer" | "skip" | "withdraw"} state @param {any} value @param {string} say */
  #put(state, value, say) {
    this.#wait();
    this.#outbox.put(this.#round, this.#form?.dataset.question ?? "", state, value, say);
  }

  #wait() {
    this.#pendingSince = Date.now();
    this.#timers.forEach(clearTimeout);
    this.#timers = [SAVING_AFTER_MS, DASHED_AFTER_MS, UNSENT_AFTER_MS].map((ms) => setTimeout(() => dispatch("changed", {}), ms + 20));
  }

  /** The page came over the same air a moment ago: a module that does not arrive is asked for again. @param {HTMLFormElement} form */
  async #load(form) {
    for (let pause = 500; ; pause = Math.min(pause * 2, 8_000)) {
      try {
        return (await Promise.all(/** @type {any} */ (window).boot.modulesOf(form.dataset.kind ?? "").map(load)))[0];
      } catch {
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }
}

/** Mixes this phone's order of options, the same in every round of a question. */
function seed() {
  const kept = read("seed") ?? String(crypto.getRandomValues(new Uint32Array(1))[0]);
  write("seed", kept);
  return kept;
}
