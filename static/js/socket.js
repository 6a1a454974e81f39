/**
 * The one socket. Nobody else imports Socket.IO: what it hears is told as events on `document`
 * (`ma:snapshot`, `ma:tally_changed`, `ma:roster_changed`, `ma:online`, `ma:offline`, `ma:refused`).
 */
import { dispatch } from "dom";
import { io } from "socket.io-client";

const PROTOCOL = 2;  // what this page understands (realtime/namespaces.py); the first that says so is 2
const STALE_MS = 25_000;  // the server pings every 10 s, so a socket silent for longer is open in name only
const RECONNECT_MS = 3_000;  // a connection being made is not started again sooner
const EVENTS = ["snapshot", "tally_changed", "roster_changed", "handed", "table_changed", "table_draft", "storage_changed"];

/** Opens the page's socket. @param {"participant" | "projector" | "facilitator"} audience @param {Record<string, unknown>} auth what lets it in @returns {Socket} */
export function connect(audience, auth) {
  return new Socket(audience, auth);
}

export class Socket {
  #socket;
  #heardAt = Date.now();
  #triedAt = Date.now();
  #refused = false;
  #listeners = new AbortController();

  /** @param {string} audience @param {Record<string, unknown>} auth */
  constructor(audience, auth) {
    this.#socket = io(`/${audience}`, {
      auth: { ...auth, v: PROTOCOL }, transports: ["websocket", "polling"], tryAllTransports: true, timeout: 8_000,
      reconnectionDelay: 500, reconnectionDelayMax: 5_000, randomizationFactor: 0.5,
    });
    this.#listen();
    for (const [target, name] of /** @type {[EventTarget, string][]} */ ([[document, "visibilitychange"], [window, "pageshow"], [window, "online"]])) {
      target.addEventListener(name, () => this.wake(), { signal: this.#listeners.signal });
    }
  }

  get online() {
    return this.#socket.connected;
  }

  /** Sends and waits for the answer; never queues, the outbox does that. @param {string} name @param {unknown} payload @param {number} timeout ms @returns {Promise<any>} */
  async ask(name, payload, timeout) {
    if (!this.online) throw new Error("offline");
    return this.#socket.timeout(timeout).emitWithAck(name, payload);
  }

  /** After sleep, after a change of network: trust nothing that has been silent. */
  wake() {
    if (document.visibilityState === "hidden" || this.#refused) return;
    if (this.online ? Date.now() - this.#heardAt > STALE_MS : Date.now() - this.#triedAt > RECONNECT_MS) this.reconnect();
  }

  reconnect() {
    this.#refused = false;
    this.#triedAt = Date.now();
    this.#socket.disconnect().connect();
  }

  close() {
    this.#listeners.abort();
    this.#socket.off();
    this.#socket.disconnect();
  }

  #listen() {
    const heard = () => { this.#heardAt = Date.now(); };
    this.#socket.io.on("ping", heard);
    this.#socket.io.on("reconnect_attempt", () => { this.#triedAt = Date.now(); });
    for (const name of EVENTS) this.#socket.on(name, (detail) => { heard(); dispatch(name, detail); });
    this.#socket.on("replaced", (refusal) => { this.#refused = true; dispatch("refused", refusal); });
    this.#socket.on("connect", () => { heard(); dispatch("online"); });
    this.#socket.on("disconnect", (reason) => {
      dispatch("offline", { reason });
      // The library does not come back by itself after the server has closed: a restart looks like that.
      if (reason === "io server disconnect") setTimeout(() => this.wake(), RECONNECT_MS * (1 + Math.random()));
    });
    this.#socket.on("connect_error", (error) => {
      const { code, message } = /** @type {any} */ (error).data ?? {};
      this.#refused = Boolean(code);
      // A door that closes without a word was an accident of the server: the library would not knock again.
      if (!code && !this.#socket.active) setTimeout(() => this.reconnect(), RECONNECT_MS * (1 + Math.random()));
      dispatch(code ? "refused" : "offline", code ? { code, message } : { reason: error.message });
    });
  }
}
