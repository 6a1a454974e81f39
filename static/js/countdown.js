/**
 * Counts down from what the server said is left; the clock of the device is never asked.
 * `[data-clock]` shows m:ss inside `data-clock-text` («quedan {}») and `data-clock-over` at the end; it carries
 * `data-last` for the last 30 seconds and `data-over` at zero. `[data-clock-of="180"]` gets `--left`, from 1 to 0.
 */

const TICK = 250;  // ms; four looks a second never skip one
const LAST = 30;  // seconds
let left = /** @type {number | null} */ (null);
let since = 0;
let running = false;
let timer = 0;

/** @param {{ remaining_ms: number | null, running?: boolean } | null} round */
export function setClock(round) {
  left = round?.remaining_ms ?? null;
  since = performance.now();
  running = left !== null && (round?.running ?? true);
  clearInterval(timer);
  if (running) timer = setInterval(draw, TICK);
  draw();
}

/** @returns {number | null} ms */
export function remaining() {
  return left === null ? null : Math.max(0, left - (running ? performance.now() - since : 0));
}

function draw() {
  const ms = remaining();
  const seconds = ms === null ? 0 : Math.ceil(ms / 1000);
  const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-clock]"))) {
    const { clockText = "{}", clockOver = "" } = place.dataset;
    const words = seconds === 0 && clockOver ? clockOver : clockText.replace("{}", text);
    place.hidden = ms === null;
    place.toggleAttribute("data-last", ms !== null && seconds <= LAST);
    place.toggleAttribute("data-over", seconds === 0);
    if (place.textContent !== words) place.textContent = words;
  }
  for (const ring of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-clock-of]"))) {
    ring.style.setProperty("--left", String(Math.min(1, (ms ?? 0) / 1000 / Number(ring.dataset.clockOf || 1))));
  }
}
