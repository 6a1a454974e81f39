/** Sheets of results: what has to be measured is drawn here too, and each can be saved as SVG, as PNG, or printed. */
import "sankey_diagram";
import { query } from "dom";
import { load } from "module_loader";
import { drawCharts } from "stage";
import { fitWall } from "wall_view";

const WIDTH_PX = 1920; // of the files, as on a wall
const HEIGHT_PX = 1080;

/** @type {NodeListOf<HTMLElement>} */
const sheets = document.querySelectorAll("[data-sheet]");

/** Draws what only a browser can measure, as on the wall. */
async function settle() {
  await fitWall(document);
  await drawCharts(document);
  document.body.dataset.settled = "";
}

/** @param {HTMLElement} sheet @param {string} format */
async function save(sheet, format) {
  const told = query(sheet, "[data-announcer]");
  const name = `${sheet.dataset.file}.${format}`;
  try {
    const { svgOf, imageOf } = await load("svg_export");
    const picture = query(sheet, ".sheet__picture");
    const svg = await svgOf(picture, WIDTH_PX, HEIGHT_PX, sheet.dataset.title ?? "", sheet.dataset.about ?? "");
    const file = format === "svg" ? new Blob([svg], { type: "image/svg+xml" }) : await imageOf(svg, WIDTH_PX, HEIGHT_PX);
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    told.textContent = (told.dataset.done ?? "").replace("{name}", name);
  } catch (error) {
    told.textContent = told.dataset.failed ?? "";
    throw error;
  }
}

document.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  const button = /** @type {HTMLElement | null} */ (target.closest("[data-export]"));
  const sheet = /** @type {HTMLElement | null} */ (button?.closest("[data-sheet]") ?? null);
  if (button && sheet) void save(sheet, button.dataset.export ?? "");
  if (target.closest("[data-print]")) window.print();
});
if (sheets.length) void settle();
