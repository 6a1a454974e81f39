/** An order of options of each phone's own, from a seed, so that none is always read first. */

/** Each phone its own order, from a seed; «todavía no lo sé» stays last. @param {HTMLFormElement} form @param {string} seed */
export function arrange(form, seed) {
  const list = form.querySelector("[data-shuffle]");
  if (!list) return;
  const options = /** @type {HTMLElement[]} */ ([...list.querySelectorAll(".option")]);
  const order = options.map((option) => ({ option, key: "undecided" in option.dataset ? Infinity : hash(seed + option.querySelector("input")?.value) }));
  list.append(...order.sort((a, b) => a.key - b.key).map(({ option }) => option));
}

/** FNV-1a: small, and even enough to mix a dozen options. @param {string} text */
export function hash(text) {
  let sum = 0x811c9dc5;
  for (const letter of text) sum = Math.imul(sum ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return sum >>> 0;
}
