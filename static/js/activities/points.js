/** Points to share out: steppers that never give more than there is, and the bars of means with their medians. */

import { mean, nextTenth, size } from "activities/number_format";
import { setText } from "dom";

/** @typedef {{n: number, sums: Record<string, number>, medians: Record<string, number | null>, zeros: Record<string, number>, effective: number | null}} Tally */

/** @param {HTMLFormElement} form @returns {number[] | undefined} */
export function read(form) {
  return left(form) === 0 ? given(form) : undefined;
}

/** @param {HTMLFormElement} form @param {number[] | null} value */
export function fill(form, value) {
  outputs(form).forEach((output, position) => setText(output, String(value?.[position] ?? 0)));
}

/** Reads the draft: the points given so far, all of them or not. @param {HTMLFormElement} form */
export function draft(form) {
  return given(form).some(Boolean) ? given(form) : null;
}

/** @param {HTMLFormElement} form */
export function lacks(form) {
  const words = /** @type {HTMLElement} */ (form.querySelector("[data-submit]")).dataset.missing ?? "";
  return left(form) ? words.replace("{n}", String(left(form))) : "";
}

/** @param {HTMLFormElement} form @param {number[]} value */
export function say(form, value) {
  return steppers(form).map((stepper, position) => value[position] && `${nameOf(stepper)} ${value[position]}`).filter(Boolean).join(" · ");
}

/** Taps change the points; the page hears of it as of any other control. @param {HTMLFormElement} form */
export function arrange(form) {
  form.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    const stepper = button?.closest(".stepper") ?? (button?.matches("[data-rest]") ? favourite(form) : null);
    if (!button || !stepper) return;
    const output = /** @type {HTMLElement} */ (stepper.querySelector("[data-points]"));
    const change = button.matches("[data-rest]") ? left(form) : Number(button.dataset.give) * Number(box(form).dataset.step);
    const points = Math.max(0, Math.min(Number(output.textContent) + change, Number(output.textContent) + left(form)));
    setText(output, String(points));
    form.querySelector("[data-last]")?.removeAttribute("data-last");
    stepper.setAttribute("data-last", "");
    output.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

/** @param {HTMLFormElement} form */
export function refresh(form) {
  const rest = left(form);
  const total = Number(box(form).dataset.total);
  for (const stepper of steppers(form)) {
    const points = Number(stepper.querySelector("[data-points]")?.textContent);
    /** @type {HTMLButtonElement} */ (stepper.querySelector('[data-give="-1"]')).disabled = points === 0;
    /** @type {HTMLButtonElement} */ (stepper.querySelector('[data-give="1"]')).disabled = rest === 0;
  }
  size(form.querySelector("[data-given]"), "width", total - rest, total);
  const words = /** @type {HTMLElement} */ (form.querySelector("[data-left]"));
  setText(words, (rest ? words.dataset.many : words.dataset.none)?.replace("{n}", String(rest)) ?? "");
  const button = /** @type {HTMLElement} */ (form.querySelector("[data-rest]"));
  const one = favourite(form);
  button.hidden = !rest || !one || rest === total;
  if (one) setText(button, (button.dataset.words ?? "").replace("{option}", nameOf(one)));
}

/** @param {HTMLElement} chart @param {Tally} tally */
export function patch(chart, tally) {
  const total = Number(chart.dataset.total);
  const shares = Object.values(tally.sums).map((sum) => (tally.n ? sum / tally.n / total : 0));
  const farthest = Math.max(...shares, ...Object.values(tally.medians).map((median) => (median ?? 0) / total));
  const top = nextTenth(farthest);
  Object.keys(tally.sums).forEach((key, position) => {
    const words = tally.n ? mean(tally.sums[key] / tally.n) : "0";
    const median = tally.medians[key];
    const row = chart.querySelector(`[data-option="${CSS.escape(key)}"]`);
    size(row?.querySelector("[data-fill]"), "width", shares[position], top);
    const line = row?.querySelector("[data-median]");
    line?.toggleAttribute("hidden", median === null);
    for (const end of ["x1", "x2"]) size(line, end, median ?? 0, total * top);
    const cells = chart.querySelectorAll("[data-table-row]")[position];
    for (const place of [row, cells]) {
      setText(place?.querySelector("[data-mean]") ?? null, words);
      setText(place?.querySelector("[data-zeros]") ?? null, String(tally.zeros[key]));
    }
    setText(cells?.querySelector("[data-middle]") ?? null, median === null ? "" : mean(median));
  });
  chart.querySelector("[data-effective-line]")?.toggleAttribute("hidden", tally.effective === null);
  if (tally.effective !== null) setText(chart.querySelector("[data-effective]"), String(Math.floor(tally.effective + 0.5)));
}

/** Finds the option that may take the rest at once: the option touched last, or the largest. @param {HTMLFormElement} form */
function favourite(form) {
  const touched = form.querySelector(".stepper[data-last]");
  if (touched) return touched;
  const points = given(form);
  return Math.max(...points) ? steppers(form)[points.indexOf(Math.max(...points))] : null;
}

/** @param {HTMLFormElement} form */
function left(form) {
  return Number(box(form).dataset.total) - given(form).reduce((sum, points) => sum + points, 0);
}

/** @param {HTMLFormElement} form */
function given(form) {
  return outputs(form).map((output) => Number(output.textContent));
}

/** @param {HTMLFormElement} form @returns {HTMLElement} */
function box(form) {
  return /** @type {HTMLElement} */ (form.querySelector("[data-total]"));
}

/** @param {HTMLFormElement} form */
function steppers(form) {
  return [...form.querySelectorAll(".stepper")];
}

/** @param {HTMLFormElement} form */
function outputs(form) {
  return [...form.querySelectorAll("[data-points]")];
}

/** @param {Element} stepper */
function nameOf(stepper) {
  return stepper.querySelector(".stepper__name")?.textContent?.trim() ?? "";
}
