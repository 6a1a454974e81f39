/** Places the nodes and ribbons between two rounds. Pure geometry; one unit is a hundredth of the wall's shorter side. */

/** @typedef {{y: number, height: number, people: number}} Node */
/** @typedef {{from: number, to: number, people: number, top: number, end: number, height: number}} Ribbon */

const NODE_GAP = 2.4; // between nodes
const EMPTY_HEIGHT = 0.4; // what a zero looks like

/**
 * Lays out both columns of nodes and the ribbons between them.
 * @param {number[][]} flows flows[i][j]: people who went from answer i to answer j
 * @param {number} height
 * @returns {{before: Node[], after: Node[], ribbons: Ribbon[]}}
 */
export function sankeyLayout(flows, height) {
  const rows = flows.map((row) => sum(row));
  const columns = flows.map((_, j) => sum(flows.map((row) => row[j])));
  const gap = Math.min(NODE_GAP, (0.4 * height) / flows.length);
  const person = (height - gap * (flows.length - 1)) / Math.max(1, sum(rows));
  const before = stack(rows, person, gap);
  const after = stack(columns, person, gap);
  return { before, after, ribbons: between(flows, before, after, person) };
}

/** @param {number[]} people @param {number} person @param {number} gap @returns {Node[]} */
function stack(people, person, gap) {
  let y = 0;
  return people.map((count) => {
    const node = { y, height: Math.max(EMPTY_HEIGHT, count * person), people: count };
    y += count * person + gap;
    return node;
  });
}

/** @param {number[][]} flows @param {Node[]} before @param {Node[]} after @param {number} person @returns {Ribbon[]} */
function between(flows, before, after, person) {
  const taken = before.map((node) => node.y);
  const filled = after.map((node) => node.y);
  const places = new Map();
  flows.forEach((row, i) =>
    row.forEach((people, j) => {
      places.set(`${i} ${j}`, taken[i]);
      taken[i] += people * person;
    }),
  );
  /** @type {Ribbon[]} */
  const ribbons = [];
  flows.forEach((_, j) =>
    flows.forEach((row, i) => {
      const height = row[j] * person;
      if (row[j]) ribbons.push({ from: i, to: j, people: row[j], top: places.get(`${i} ${j}`), end: filled[j], height });
      filled[j] += height;
    }),
  );
  return ribbons;
}

/**
 * The outline of a ribbon from x = a to x = b.
 * @param {Ribbon} ribbon
 * @param {number} a
 * @param {number} b
 */
export function ribbonOutline({ top, end, height }, a, b) {
  const middle = (a + b) / 2;
  return [
    `M${a} ${top}C${middle} ${top} ${middle} ${end} ${b} ${end}`,
    `v${height}C${middle} ${end + height} ${middle} ${top + height} ${a} ${top + height}z`,
  ].join("");
}

/**
 * The height of a ribbon's centre at parameter t of its curve.
 * @param {Ribbon} ribbon
 * @param {number} t
 */
export function ribbonCentre({ top, end, height }, t) {
  return top + (end - top) * (3 * t * t - 2 * t * t * t) + height / 2;
}

/**
 * Labels that would overlap are pushed apart, as little as needed, inside the height.
 * @param {number[]} wanted centres, ascending
 * @param {number[]} sizes
 * @param {number} height
 */
export function spreadLabels(wanted, sizes, height) {
  const placed = [...wanted];
  let top = 0; // above it stands the heading
  for (let i = 0; i < placed.length; i += 1) {
    placed[i] = Math.max(placed[i], top + sizes[i] / 2);
    top = placed[i] + sizes[i] / 2;
  }
  let limit = height;
  for (let i = placed.length - 1; i >= 0; i -= 1) {
    placed[i] = Math.min(placed[i], limit - sizes[i] / 2);
    limit = placed[i] - sizes[i] / 2;
  }
  return placed;
}

/** @param {number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
