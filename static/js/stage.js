/** Puts the server's page on the stage, and between two pages only its numbers: what somebody is typing stays. */
import { setClock } from "countdown";
import { load } from "module_loader";
import { tell } from "socket";

/** @typedef {{ version: number, key: string, html: string, round: null | { id: number, kind: string, phase: string, number: number, remaining_ms: number | null, running: boolean }, counts: Record<string, number>, inside: number, paused: boolean, personal?: any, tally?: any }} Snapshot */

/** @param {HTMLElement | null} element where pages go */
export function follow(element) {
  if (element) new Stage(element);
}

/**
 * Other words in a place that may be pressed. A press needs what it began on at its end too: WebKit forgets it where the
 * text under the pointer was put there anew meanwhile, the same words or others, and what moved away loses it everywhere.
 * @param {Element} place @param {string} words
 */
export function setText(place, words) {
  const text = place.firstChild;
  if (place.textContent === words) return;
  if (text instanceof Text && text === place.lastChild) text.data = words;
  else place.textContent = words;
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
  #key = "";
  #version = -1;

  /** @param {HTMLElement} element */
  constructor(element) {
    this.#element = element;
    document.addEventListener("ma:online", () => { this.#version = -1; });
    document.addEventListener("ma:snapshot", (event) => this.#show(/** @type {CustomEvent<Snapshot>} */ (event).detail));
    document.addEventListener("ma:tally_changed", (event) => this.#patch(/** @type {CustomEvent} */ (event).detail));
    document.addEventListener("ma:roster_changed", (event) => showCounts(/** @type {CustomEvent} */ (event).detail));
  }

  /** @param {Snapshot} snapshot */
  #show(snapshot) {
    if (snapshot.version < this.#version) return;  // two processes may overtake each other
    this.#version = snapshot.version;
    const swapped = snapshot.key !== this.#key || !this.#element.firstElementChild;
    const drawn = swapped && !this.#swap(snapshot);
    setClock(snapshot.round);
    showCounts({ ...snapshot.counts, inside: snapshot.inside });
    if (swapped) this.#draw();
    if (!drawn && snapshot.tally && snapshot.round) this.#patch({ ...snapshot, round: snapshot.round.id });
    tell("staged", { snapshot, swapped });
  }

  /** Was it there already? Then only its numbers may be old. @param {Snapshot} snapshot */
  #swap({ key, html }) {
    const focused = document.activeElement?.id;
    this.#key = key;
    if (this.#isThere(key)) return true;
    // The one innerHTML of the product (boot.js does the same before this is there): the page was rendered by our server, with everything people wrote escaped by it.
    this.#element.innerHTML = html;
    this.#element.hidden = false;
    const heading = /** @type {HTMLElement | null} */ (this.#element.querySelector("[data-focus]"));
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
      /** @type {HTMLElement | null} */ (this.#element.querySelector("[data-focus]"))?.focus({ preventScroll: true });
    }
    return there;
  }

  /** What a fresh page cannot bring drawn, because it has to be measured first. */
  async #draw() {
    for (const chart of /** @type {NodeListOf<HTMLElement>} */ (this.#element.querySelectorAll("[data-draw]"))) {
      const kind = await load(`activities/${chart.dataset.chart}`);
      kind.draw(chart);
    }
  }

  /** @param {{ round: number, counts: Record<string, number>, tally?: any }} change */
  async #patch({ round, counts, tally }) {
    showCounts(counts ?? {});
    if (!tally) return;
    for (const chart of /** @type {NodeListOf<HTMLElement>} */ (this.#element.querySelectorAll("[data-chart]"))) {
      const owner = /** @type {HTMLElement | null} */ (chart.closest("[data-round]"))?.dataset.round;
      if (owner && owner !== String(round)) continue;
      const kind = await load(`activities/${chart.dataset.chart}`);
      kind.patch?.(chart, tally);
    }
  }
}
