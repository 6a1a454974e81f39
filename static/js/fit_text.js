/**
 * Makes a long question fit: the stack's `--fit` goes down until nothing is cut, never below what ten metres can read.
 * Where even that is too large, labels keep three lines, then two, then one: phones and console have all of their words.
 * A few layouts once per page, none while answers come in.
 */

const SMALLEST_SIZE = 0.6; // of the drawn size
const SIZE_STEP = 0.08;
const LABEL_LINES = ["3", "2", "1"];
const ROWS = ".bars__row, .options__option, .paragraphs, .talk__now, .points, .linked__links, .linked__link, .placed, .placed tr, .ranks__row, .likert__row, .map__names, .way__line";
const LISTS = ".map__names, .way__line"; // of many rows: a part of all of them would be a row
const SLACK = 0.06; // of a row: the descent of a large number, which cuts nothing

/** @param {ParentNode} root every `[data-fit]` in it, inside its `.frame` */
export function fitText(root) {
  for (const stack of root.querySelectorAll("[data-fit]")) {
    const frame = stack.closest(".frame");
    if (!(stack instanceof HTMLElement) || !(frame instanceof HTMLElement)) continue;
    let size = 1;
    frame.style.setProperty("--fit", "1");
    delete frame.dataset.lines;
    while (size > SMALLEST_SIZE && isCut(stack)) {
      size -= SIZE_STEP;
      frame.style.setProperty("--fit", size.toFixed(2));
    }
    for (const lines of LABEL_LINES) {
      if (!isCut(stack)) break;
      frame.dataset.lines = lines;
    }
  }
}

/** @param {HTMLElement} stack */
function isCut(stack) {
  if (stack.scrollHeight > stack.clientHeight + 1) return true;
  for (const item of stack.querySelectorAll(ROWS)) {
    const slack = item.matches(LISTS) ? 0 : SLACK;
    if (item.scrollHeight > item.clientHeight * (1 + slack) + 1 || item.scrollWidth > item.clientWidth + 1) return true;
  }
  return false;
}
