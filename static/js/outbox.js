/** Answers on their way: on the phone before they are sent, and there until the server says it has them. */
import { dispatch, randomId } from "dom";
import { forgetAll, read, write } from "store";

const ACK_TIMEOUT_MS = 4_000;  // for an acknowledgement
const RETRY_PAUSES_MS = [1_000, 2_000, 4_000, 8_000];  // between tries, ± 50 %, so that a room does not knock as one

/**
 * @typedef {{ answer_id: string, revision: number, state: "answer" | "skip" | "withdraw", value: any, say?: string }} Answer
 * @typedef {{ question?: string, saved?: Answer | null, pending?: (Answer & { tried?: boolean }) | null, adopted?: boolean, refusal?: { code: string, message: string } | null }} Entry
 */

export class Outbox {
  #key;
  #socket = /** @type {import("socket").Socket | null} */ (null);
  #sending = /** @type {Set<string>} */ (new Set());
  #wakers = /** @type {Map<string, () => void>} */ (new Map());

  /** @param {string | number} run */
  constructor(run) {
    this.#key = `answers:${run}`;
  }

  /** @param {import("socket").Socket} socket */
  sendBy(socket) {
    this.#socket = socket;
    this.flush();
  }

  get key() {
    return this.#key;
  }

  /** @returns {Record<string, Entry>} read each time: another tab of this phone may have written */
  entries() {
    return read(this.#key) ?? {};
  }

  /** @param {string} round @returns {Entry} */
  entry(round) {
    return this.entries()[round] ?? {};
  }

  /** A newer tap takes the place of one that was never sent; one that was tried may have arrived, so it is outbid. @param {string} round @param {string} question @param {Answer["state"]} state @param {any} value @param {string} say */
  put(round, question, state, value, say) {
    const { saved, pending } = this.entry(round);
    const base = pending && !pending.tried ? pending.revision - 1 : pending?.revision ?? 0;
    const revision = Math.max(base, saved?.revision ?? 0) + 1;
    this.#change(round, { question, pending: { answer_id: randomId(), revision, state, value, say }, refusal: null, adopted: false });
    this.#wakers.get(round)?.();
    this.#send(round);
  }

  /** Takes over what the server holds for this phone. @param {Record<string, Answer & { question?: string }>} answers */
  adopt(answers) {
    for (const [round, stored] of Object.entries(answers)) {
      const { saved, pending, question = stored.question } = this.entry(round);
      const mine = [saved, pending].find((answer) => answer?.answer_id === stored.answer_id);
      // A closed round has forgotten ids and revisions: what is held there is known by what it says.
      const arrived = pending?.tried && pending.state === stored.state && isSameValue(pending.value, stored.value);
      const beaten = pending && (arrived || pending.revision <= stored.revision);
      if (saved && !beaten && stored.revision <= saved.revision) continue;
      const { answer_id, revision, state, value } = stored;
      this.#change(round, { question, saved: { answer_id, revision, state, value, say: stored.say || mine?.say || "" }, pending: beaten ? null : pending, adopted: Boolean(beaten) && !mine && !arrived });
    }
  }

  flush() {
    for (const nudge of [...this.#wakers.values()]) nudge();
    for (const [round, { pending }] of Object.entries(this.entries())) if (pending) this.#send(round);
  }

  /** The run is over: nothing can be sent any more. What was saved stays to be read. */
  end() {
    for (const [round, { pending }] of Object.entries(this.entries())) if (pending) this.#change(round, { pending: null });
  }

  forget() {
    this.#socket = null;
    forgetAll(this.#key);
  }

  /** @param {string} round */
  async #send(round) {
    if (this.#sending.has(round)) return;
    this.#sending.add(round);
    for (let tries = 0; this.#socket?.online && this.entry(round).pending;) {
      const pending = /** @type {Answer} */ (this.entry(round).pending);
      const { say: _, ...sent } = { round: Number(round), ...pending };
      delete (/** @type {any} */ (sent).tried);
      this.#change(round, { pending: { ...pending, tried: true } });
      const reply = await this.#socket.ask("submit_answer", sent, ACK_TIMEOUT_MS).catch(() => null);
      if (reply && (reply.ok || !reply.retry)) this.#settle(round, pending, reply);
      else await this.#pause(round, tries++);
    }
    this.#sending.delete(round);
  }

  /** @param {string} round @param {Answer} sent @param {any} reply */
  #settle(round, sent, reply) {
    const { pending, saved } = this.entry(round);
    const newer = pending && pending.answer_id !== sent.answer_id ? pending : null;
    const stored = reply.ok ? reply : reply.stored;
    const mine = stored?.answer_id === sent.answer_id;
    const { answer_id, revision, state, value } = stored ?? {};
    const held = stored ? { answer_id, revision, state, value, say: mine ? sent.say : stored.say ?? "" } : saved;
    const lost = !reply.ok && !mine && reply.code !== "revision_taken";
    if (newer && held && newer.revision <= held.revision) newer.revision = held.revision + 1;
    this.#change(round, {
      saved: held, pending: newer, adopted: Boolean(stored) && !mine && !newer && !lost,
      refusal: lost && !newer ? { code: reply.code, message: reply.message } : null,
    });
  }

  /** @param {string} round @param {number} tries */
  #pause(round, tries) {
    const pause = RETRY_PAUSES_MS[Math.min(tries, RETRY_PAUSES_MS.length - 1)] * (0.5 + Math.random());
    return new Promise((resolve) => {
      const go = () => { clearTimeout(timer); this.#wakers.delete(round); resolve(undefined); };
      const timer = setTimeout(go, pause);
      this.#wakers.set(round, go);
    });
  }

  /** @param {string} round @param {Entry} change */
  #change(round, change) {
    const entries = this.entries();
    write(this.#key, { ...entries, [round]: { ...entries[round], ...change } });
    dispatch("changed", { round });
  }
}

/** True where two answers say the same, whatever the order of their keys. @param {any} one @param {any} other @returns {boolean} */
export function isSameValue(one, other) {
  if (typeof one !== "object" || typeof other !== "object" || !one || !other) return one === other;
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => isSameValue(one[key], other[key]));
}
