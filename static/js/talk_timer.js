/**
 * The chain of a conversation: which phase is running, how long it has left, and when to finish the sentence.
 * It counts back from the end, so that thirty seconds given by hand lengthen the phase that is running.
 */
import { setText } from "dom";
import { minutesAndSeconds } from "stage";

const TICK_MS = 250; // a clock that shows seconds is never a second late

/** @type {number | undefined} */
let timer;

/**
 * Shows and counts down the conversation of a page, or stops.
 * @param {ParentNode} root
 * @param {{remaining_ms: number | null, running: boolean} | null} round
 */
export function showTalk(root, round) {
  clearInterval(timer);
  const talking = root.querySelector("[data-talk]");
  if (!(talking instanceof HTMLElement) || !round || round.remaining_ms === null) return;
  const ends = performance.now() + round.remaining_ms;
  const show = () => draw(talking, Math.max(0, ends - performance.now()));
  show();
  if (round.running) timer = window.setInterval(show, TICK_MS);
}

/**
 * @param {HTMLElement} talking
 * @param {number} left ms until the whole conversation ends
 */
function draw(talking, left) {
  const phases = [...talking.querySelectorAll("[data-phase]")];
  const lengths = phases.map((phase) => Number(phase.getAttribute("data-seconds")) * 1000);
  const { current, phaseLeft } = phaseAt(lengths, left);
  phases.forEach((phase, position) => {
    phase.setAttribute("data-state", position < current || !left ? "done" : position === current ? "now" : "next");
  });
  const seconds = Math.ceil(phaseLeft / 1000);
  write(talking, "[data-talk-clock]", minutesAndSeconds(seconds), left === 0);
  for (const note of talking.querySelectorAll("[data-before]")) {
    note.toggleAttribute("hidden", !left || Number(note.getAttribute("data-before")) !== current + 1);
  }
  talking.querySelector("[data-talk-over]")?.toggleAttribute("hidden", left > 0);
  const share = Math.min(100, (100 * phaseLeft) / (lengths[current] || 1));
  talking.querySelector("[data-talk-left]")?.setAttribute("width", left ? `${share.toFixed(1)}%` : "100%");
  talking.toggleAttribute("data-warn-now", phaseLeft <= Number(talking.dataset.warn) * 1000);
}

/**
 * @param {number[]} lengths ms of each phase
 * @param {number} left ms
 */
function phaseAt(lengths, left) {
  let after = lengths.reduce((sum, length) => sum + length, 0);
  for (let current = 0; current < lengths.length; current += 1) {
    after -= lengths[current];
    if (left > after || current === lengths.length - 1) return { current, phaseLeft: left - after };
  }
  return { current: 0, phaseLeft: left };
}

/** @param {HTMLElement} talking @param {string} place @param {string} text @param {boolean} hidden */
function write(talking, place, text, hidden) {
  const element = talking.querySelector(place);
  if (!element) return;
  setText(element, text);
  element.toggleAttribute("hidden", hidden);
}
