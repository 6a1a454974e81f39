/** Many new seats within seconds: said until the trainer has closed the door, taken them back, or found it right. */
import { on, query } from "dom";

const strip = () => query(document, "[data-flood]");
let fine = 0;  // so many she has seen and found right

/** @param {{ count: number, seconds: number } | null} flood */
function show(flood) {
  const { says = "", takes = "" } = strip().dataset;
  if (flood && flood.count < fine) fine = 0;  // another one
  strip().hidden = !flood || flood.count <= fine;
  if (!flood) return;
  strip().dataset.count = String(flood.count);
  part("fact").textContent = says.replace("{n}", String(flood.count)).replace("{s}", String(flood.seconds));
  part("takes").textContent = takes.replace("{n}", String(flood.count));
}

/** @param {string} name */
const part = (name) => query(strip(), `[data-flood-${name}]`);

export function followFlood() {
  const { count, seconds } = strip().dataset;
  show(count ? { count: Number(count), seconds: Number(seconds) } : null);
  on("roster_changed", ({ flood }) => {
    if (flood !== undefined) show(flood);
  });
  part("close").addEventListener("click", () => { fine = Number(strip().dataset.count); strip().hidden = true; });
}
