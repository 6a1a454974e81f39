/** The row of hands: one stroke a person, tall when answered. Above sixty people one rail says it. */
import { makeElement, makeSvg } from "dom";

const MAX_STROKES = 60; // more would be thinner than a stroke can be seen from ten metres

/** @param {HTMLElement} hands the row @param {number} total people who may answer @param {number} up of them, those who did */
export function drawHands(hands, total, up) {
  if (total > MAX_STROKES) rail(hands, total, up);
  else row(hands, total, up);
}

/** @param {HTMLElement} hands @param {number} total @param {number} up */
function row(hands, total, up) {
  hands.querySelector("svg")?.remove();
  while (hands.childElementCount > total) hands.lastElementChild?.remove();
  while (hands.childElementCount < total) hands.append(makeElement("i"));
  [...hands.children].forEach((hand, position) => hand.classList.toggle("up", position < up));
}

/** @param {HTMLElement} hands @param {number} total @param {number} up */
function rail(hands, total, up) {
  if (!hands.querySelector("svg")) hands.replaceChildren(emptyRail());
  hands.querySelector("rect")?.setAttribute("width", `${((100 * up) / total).toFixed(1)}%`);
}

function emptyRail() {
  const svg = makeSvg("svg", { class: "hands__rail", width: "100%", height: "1" });
  svg.append(makeSvg("rect", { class: "hands__up", height: "100%" }));
  return svg;
}
