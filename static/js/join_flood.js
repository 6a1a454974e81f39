/** Many new seats within seconds: said until the trainer has closed the door, taken them back, or found it right. */
import { on, query } from "dom";

const notice = () => query(document, "[data-flood]");
let accepted = 0;  // so many she has seen and found right

/** @param {{ count: number, seconds: number } | null} flood */
function show(flood) {
  const { says = "", takes = "" } = notice().dataset;
  if (flood && flood.count < accepted) accepted = 0;  // another one
  notice().hidden = !flood || flood.count <= accepted;
  if (!flood) return;
  notice().dataset.count = String(flood.count);
  part("fact").textContent = says.replace("{n}", String(flood.count)).replace("{s}", String(flood.seconds));
  part("takes").textContent = takes.replace("{n}", String(flood.count));
}

/** @param {string} name */
const part = (name) => query(notice(), `[data-flood-${name}]`);

/** Shows it now and from here on. */
export function followJoinFlood() {
  const { count, seconds } = notice().dataset;
  show(count ? { count: Number(count), seconds: Number(seconds) } : null);
  on("roster_changed", ({ flood }) => {
    if (flood !== undefined) show(flood);
  });
  part("close").addEventListener("click", () => { accepted = Number(notice().dataset.count); notice().hidden = true; });
}
