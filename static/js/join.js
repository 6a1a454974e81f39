/** The way in: six digits however they come, an optional alias, and a seat that is kept on this phone. */
import { postJson, query, queryAll } from "dom";
import { durable, forgetAll, read, write } from "store";

const ROOM_FULL_RETRY_MS = 15_000;  // between knocks at a full room
const QUEUE_POLL_MS = 1_000;  // up to twice that, between two requests in line: its place is good for ten seconds
const MAX_SEATS = 5;  // seats; more evenings than anybody needs to return to

/** @typedef {{ run: number, token: string, code: string, title: string }} Seat */

/** @returns {Seat | null} the seat this phone is in */
function currentSeat() {
  return read("seats")?.find((/** @type {Seat} */ seat) => seat.code === read("current")) ?? null;
}

/** Leaves the room. @param {boolean} [wipe] also forgets what was answered there */
export function leaveSeat(wipe = false) {
  const seat = currentSeat();
  write("current", null);
  if (!wipe || !seat) return;
  write("seats", read("seats").filter((/** @type {Seat} */ other) => other.code !== seat.code));
  forgetAll(`answers:${seat.run}`);
  forgetAll(`draft:${seat.run}:`);
}

export class JoinForm {
  #root;
  #words;
  #enter;
  #retryTimer = 0;
  #asking = false;
  #wrongCode = "";  // the code that was wrong: the next digit begins another

  /** @param {HTMLElement} root @param {DOMStringMap} words @param {(seat: Seat) => void} enter */
  constructor(root, words, enter) {
    [this.#root, this.#words, this.#enter] = [root, words, enter];
    keepScannedKey();
    this.#field.addEventListener("input", (event) => { this.#startAnotherCode(/** @type {InputEvent} */ (event).data); this.#showDigits(); this.#showProblem(""); });
    this.#form.addEventListener("submit", (event) => { event.preventDefault(); this.#submit(); });
    root.querySelector("[data-keypad]")?.addEventListener("click", (event) => this.#pressKey(/** @type {HTMLElement} */ (event.target)));
    for (const notice of queryAll(root, "[data-storage-notice]")) notice.hidden = durable;
    this.#showDigits();
    if (/** @type {any} */ (window).boot?.submitted) this.#submit();
    if (matchMedia("(hover: hover)").matches && !root.hidden) this.#field.focus();
  }

  get typed() {
    return this.#field.value;
  }

  /** @param {string} [code] @param {string} [problem] */
  show(code, problem = "") {
    this.#root.hidden = false;
    if (code) this.#field.value = code;
    this.#showDigits();
    this.#showProblem(problem, false);
  }

  hide() {
    clearTimeout(this.#retryTimer);
    this.#root.hidden = true;
  }

  get #form() {
    return /** @type {HTMLFormElement} */ (this.#root.querySelector("form"));
  }

  get #field() {
    return /** @type {HTMLInputElement} */ (this.#root.querySelector("[name=code]"));
  }

  /** @param {HTMLElement} target */
  #pressKey(target) {
    const button = /** @type {HTMLElement | null} */ (target.closest("button"));
    if (!button) return;
    this.#field.value = "back" in button.dataset ? this.#field.value.slice(0, -1) : this.#field.value + button.dataset.digit;
    this.#field.dispatchEvent(new Event("input"));
  }

  /** Digits added to a code that was wrong are the first of another one. @param {string | null | undefined} added */
  #startAnotherCode(added) {
    const typed = this.#field.value;
    if (this.#wrongCode && typed.length > 6) this.#field.value = added || typed.replace(this.#wrongCode, "");
    this.#wrongCode = "";
    clearTimeout(this.#retryTimer);
  }

  #showDigits() {
    const code = codeDigits(this.#field.value);
    if (this.#field.value !== code) this.#field.value = code;
    this.#root.querySelectorAll(".code__box").forEach((box, place) => {
      box.textContent = code[place] ?? "";
      box.toggleAttribute("data-next", place === code.length);
    });
    this.#form.querySelector("[type=submit]")?.toggleAttribute("data-idle", code.length < 6);
  }

  /** @param {string} [place] in line, as it was told: then it waits; without one it hears how long that takes */
  async #submit(place) {
    clearTimeout(this.#retryTimer);
    const code = this.#field.value;
    const alias = /** @type {HTMLInputElement} */ (this.#form.elements.namedItem("alias")).value.trim();
    if (this.#asking) return;
    if (code.length !== 6) return this.#showProblem(this.#words.codeShort);
    const known = read("seats")?.find((/** @type {Seat} */ seat) => seat.code === code);
    const scanned = read("scanned");
    const key = scanned?.code === code ? scanned.key : null;
    const reply = await this.#post({ code, alias, token: known?.token ?? null, scanned: key, place, at_once: !place });
    if (reply.token) return this.#takeSeat(reply);
    if (this.#field.value !== code) return;  // another one is being typed meanwhile
    const wrong = Boolean(reply.code?.startsWith("code_"));
    if (wrong) this.#wrongCode = code;
    this.#showProblem(reply.message ?? this.#words.noServer, wrong);
    if (reply.retry) this.#retryTimer = setTimeout(() => this.#submit(reply.place), reply.place ? QUEUE_POLL_MS * (1 + Math.random()) : ROOM_FULL_RETRY_MS);
  }

  /** @param {object} body @returns {Promise<any>} */
  async #post(body) {
    this.#asking = true;
    try {
      const reply = await postJson(this.#form.action, body);
      return await reply.json();
    } catch {
      return {};
    } finally {
      this.#asking = false;
    }
  }

  /** @param {Seat} seat */
  #takeSeat({ run, token, code, title }) {
    const others = (read("seats") ?? []).filter((/** @type {Seat} */ seat) => seat.code !== code);
    write("seats", [{ run, token, code, title }, ...others].slice(0, MAX_SEATS));
    write("current", code);
    this.#enter({ run, token, code, title });
  }

  /** @param {string | undefined} message @param {boolean} [wrong] the digits themselves are to blame */
  #showProblem(message, wrong = Boolean(message)) {
    const place = query(this.#root, "[data-problem]");
    query(place, "span").textContent = message ?? "";
    place.hidden = !message;
    this.#root.querySelector("[data-code]")?.toggleAttribute("data-wrong", wrong);
    this.#field.setAttribute("aria-invalid", String(wrong));
  }
}

/** The QR's key stands in the address's fragment: kept here, and not left where people copy addresses. */
function keepScannedKey() {
  const [key, code] = [/^#([\w-]{8,64})$/.exec(location.hash)?.[1], /^\/(\d{6})$/.exec(location.pathname)?.[1]];
  if (!key || !code) return;
  write("scanned", { code, key });
  history.replaceState(null, "", location.pathname);
}

/** «482 913», «４８２９１３», «٤٨٢٩١٣», the whole address, or a sentence that says both: six digits at most. @param {string} text */
function codeDigits(text) {
  const latin = text.normalize("NFKC").replace(/[\u0660-\u0669\u06F0-\u06F9]/g, (digit) => String(digit.charCodeAt(0) & 15));
  const six = latin.match(/\d+/g)?.find((run) => run.length === 6) ?? /(?:^|[^\d.:])(\d{3}[\s-]\d{3})(?![.:]?\d)/.exec(latin)?.[1];
  return (six ?? latin.replace(/\/+\s*$/, "").split("/").pop() ?? "").replace(/\D/g, "").slice(0, 6);
}
