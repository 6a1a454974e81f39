/**
 * Puts the server's page on the stage, and between two pages only its numbers: what somebody is typing stays.
 * Its countdown shows what the server said is left; the clock of the device is never asked. `[data-clock]` shows m:ss inside
 * `data-clock-text` («quedan {}») and `data-clock-over` at the end; it carries `data-last` for the last 30 seconds and
 * `data-over` at zero. `[data-clock-of="180"]` gets `--left`, from 1 to 0.
 */
import { dispatch, on, query, queryAll, setText } from "dom";
import { load } from "module_loader";

/** @typedef {{ version: number, key: string, html: string, round: null | { id: number, kind: string, phase: string, number: number, remaining_ms: number | null, running: boolean }, counts: Record<string, number>, inside: number, paused: boolean, personal?: any, tally?: any }} Snapshot */

const TICK_MS = 250;  // four looks a second never skip one
const LAST_S = 30;

/** Shows every snapshot from here on. @param {HTMLElement | null} element where pages go */
export function followSnapshots(element) {
  if (element) new Stage(element);
}

/** Every place that shows a count says the new one. @param {Record<string, unknown>} counts */
export function showCounts(counts) {
  for (const [name, count] of Object.entries(counts)) {
    for (const place of document.querySelectorAll(`[data-count="${name}"]`)) {
      if (typeof count === "number") setText(place, String(count));
    }
  }
}

class Stage {
  #element;
  #countdown = new Countdown();
  #key = "";
  #version = -1;

  /** @param {HTMLElement} element */
  constructor(element) {
    this.#element = element;
    on("online", () => { this.#version = -1; });
    on("snapshot", (/** @type {Snapshot} */ snapshot) => this.#show(snapshot));
    on("tally_changed", (change) => this.#patch(change));
    on("roster_changed", showCounts);
  }

  /** @param {Snapshot} snapshot */
  #show(snapshot) {
    if (snapshot.version < this.#version) return;  // two processes may overtake each other
    this.#version = snapshot.version;
    const swapped = snapshot.key !== this.#key || !this.#element.firstElementChild;
    const drawn = swapped && !this.#swap(snapshot);
    this.#countdown.set(snapshot.round);
    showCounts({ ...snapshot.counts, inside: snapshot.inside });
    if (swapped) void drawCharts(this.#element);
    if (!drawn && snapshot.tally && snapshot.round) this.#patch({ ...snapshot, round: snapshot.round.id });
    dispatch("staged", { snapshot, swapped });
  }

  /** Was it there already? Then only its numbers may be old. @param {Snapshot} snapshot */
  #swap({ key, html }) {
    const focused = document.activeElement?.id;
    this.#key = key;
    if (this.#isThere(key)) return true;
    // The one innerHTML of the product (boot.js does the same before this is there): the page was rendered by our server, with everything people wrote escaped by it.
    this.#element.innerHTML = html;
    this.#element.hidden = false;
    const heading = query(this.#element, "[data-focus]");
    if (heading) {
      scrollTo(0, 0);
      heading.focus({ preventScroll: true });
    } else if (focused) {
      document.getElementById(focused)?.focus({ preventScroll: true });
    }
    if ("fade" in this.#element.dataset && !matchMedia("(prefers-reduced-motion: reduce)").matches) {
      this.#element.animate([{ opacity: 0 }, { opacity: 1 }], { duration: 240, easing: "cubic-bezier(.2,.8,.2,1)" });
    }
    return false;
  }

  /** A page may be on the stage before any script is (boot.js): it is not drawn again, and whoever touches it already goes on. @param {string} key */
  #isThere(key) {
    const there = this.#element.dataset.key === key;
    delete this.#element.dataset.key;
    if (there && document.activeElement === document.body) {
      query(this.#element, "[data-focus]")?.focus({ preventScroll: true });
    }
    return there;
  }

  /** @param {{ round: number, counts: Record<string, number>, tally?: any }} change */
  async #patch({ round, counts, tally }) {
    showCounts(counts ?? {});
    if (!tally) return;
    for (const chart of queryAll(this.#element, "[data-chart]")) {
      const owner = /** @type {HTMLElement | null} */ (chart.closest("[data-round]"))?.dataset.round;
      if (owner && owner !== String(round)) continue;
      const kind = await load(`activities/${chart.dataset.chart}`);
      kind.patch?.(chart, tally);
    }
  }
}

/** Draws what a fresh page cannot bring drawn, because it has to be measured first. @param {ParentNode} root */
export async function drawCharts(root) {
  for (const chart of queryAll(root, "[data-draw]")) {
    const kind = await load(`activities/${chart.dataset.chart}`);
    kind.draw(chart);
  }
}

class Countdown {
  #left = /** @type {number | null} */ (null);  // ms, when it was set
  #startedAt = 0;
  #running = false;
  #timer = 0;

  /** @param {{ remaining_ms: number | null, running?: boolean } | null} round */
  set(round) {
    this.#left = round?.remaining_ms ?? null;
    this.#startedAt = performance.now();
    this.#running = this.#left !== null && (round?.running ?? true);
    clearInterval(this.#timer);
    if (this.#running) this.#timer = setInterval(() => this.#show(), TICK_MS);
    this.#show();
  }

  /** @returns {number | null} ms */
  get #remaining() {
    return this.#left === null ? null : Math.max(0, this.#left - (this.#running ? performance.now() - this.#startedAt : 0));
  }

  #show() {
    const ms = this.#remaining;
    const seconds = ms === null ? 0 : Math.ceil(ms / 1000);
    for (const place of queryAll(document, "[data-clock]")) {
      const { clockText = "{}", clockOver = "" } = place.dataset;
      place.hidden = ms === null;
      place.toggleAttribute("data-last", ms !== null && seconds <= LAST_S);
      place.toggleAttribute("data-over", seconds === 0);
      setText(place, seconds === 0 && clockOver ? clockOver : clockText.replace("{}", minutesAndSeconds(seconds)));
    }
    for (const ring of queryAll(document, "[data-clock-of]")) {
      ring.style.setProperty("--left", String(Math.min(1, (ms ?? 0) / 1000 / Number(ring.dataset.clockOf || 1))));
    }
  }
}

/** «4:05». @param {number} seconds whole */
export function minutesAndSeconds(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
