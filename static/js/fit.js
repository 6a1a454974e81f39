/**
 * Makes a long question fit: the stack's `--fit` goes down until nothing is cut, never below what ten metres can read.
 * A few layouts once per page, none while answers come in.
 */

const SMALLEST = 0.6; // of the drawn size
const STEP = 0.08;
const SLACK = 0.06; // of a row: the descent of a large number, which cuts nothing

/** @param {ParentNode} root */
export function fit(root) {
  for (const stack of root.querySelectorAll("[data-fit]")) {
    const frame = stack.closest(".frame");
    if (!(stack instanceof HTMLElement) || !(frame instanceof HTMLElement)) continue;
    let size = 1;
    frame.style.setProperty("--fit", "1");
    while (size > SMALLEST && isCut(stack)) {
      size -= STEP;
      frame.style.setProperty("--fit", size.toFixed(2));
    }
  }
}

/** @param {HTMLElement} stack */
function isCut(stack) {
  if (stack.scrollHeight > stack.clientHeight + 1) return true;
  for (const item of stack.querySelectorAll(".bars__row, .options__option, .paragraphs, .talk__now, .points, .linked__links, .placed__grid")) {
    if (item.scrollHeight > item.clientHeight * (1 + SLACK) + 1 || item.scrollWidth > item.clientWidth + 1) return true;
  }
  return false;
}
