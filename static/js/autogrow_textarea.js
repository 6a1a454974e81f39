/** Boxes as high as what is written in them, where the style sheet cannot do it: `field-sizing` came with iOS 26.2. */

/** @type {WeakSet<HTMLElement>} forms whose folds are watched */
const watched = new WeakSet();

/** Sets the height of every text area to its text, now and when a fold opens. @param {HTMLElement} form with text areas that can be seen */
export function autogrow(form) {
  for (const area of form.querySelectorAll("textarea")) {
    if (!area.offsetParent || getComputedStyle(area).getPropertyValue("field-sizing") === "content") continue;
    area.style.height = "auto";  // or it would never shrink
    area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
  }
  if (watched.has(form)) return;
  watched.add(form);
  form.addEventListener("toggle", () => autogrow(form), true);  // nothing can be measured in a closed fold
}
