/** Light or dark, as this computer was last asked; without an answer, as its system is. */

const KEY = "ma-theme";
const root = document.documentElement;

/** Wears the theme kept here, and turns it at a press of `[data-theme-switch]`. */
export function listenForTheme() {
  const kept = remembered();
  if (kept) root.dataset.theme = kept;
  document.addEventListener("click", (event) => {
    if (/** @type {Element} */ (event.target).closest("[data-theme-switch]")) turn();
  });
}

function turn() {
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const now = root.dataset.theme === "auto" ? system : root.dataset.theme;
  root.dataset.theme = now === "dark" ? "light" : "dark";
  try {
    localStorage.setItem(KEY, root.dataset.theme);
  } catch { /* until this page closes, then */ }
}

/** @returns {string | null} null too where the browser keeps nothing: a colour is not worth a console */
function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
