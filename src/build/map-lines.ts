/**
 * The lines of the map, cut at the rows, so that each row of the page draws its own piece and may be as high as its text asks
 * for. Coordinates: a column is 1 wide, a row is 1 high; a topic's card hangs at the middle of its row.
 */
import type { Edge, Place, SeriesMap } from './series-map.ts';

/** A piece of a line within one row. */
export interface Piece extends Edge {
  readonly row: number;
  /** `d` of an SVG path. */
  readonly path: string;
  /** Whether it ends here, at the card that it leads to. */
  readonly end: boolean;
}

/** What is left free on each side of a card, as a share of its column; `map.css` leaves the same. */
export const margin = 0.06;

const middle = 0.5;

/** The pieces of every line, for columns side by side. */
export function mapPieces({ places, edges }: SeriesMap): Piece[] {
  const at = new Map(places.map((place) => [place.id, place]));
  const leading = places.filter(({ id }) => edges.some(({ from }) => from === id));
  return edges.flatMap((edge) => {
    const from = at.get(edge.from);
    const to = at.get(edge.to);
    if (!from || !to) return [];
    const corners = cornersOf(from, { to, trunk: trunkOf(from, leading) });
    return piecesOf(corners, edge);
  });
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Where the lines of a card turn: each card of a column that leads somewhere has its own place in the gap, the lower the card the nearer, so
 * that lines from two cards never lie on each other and seldom cross.
 */
function trunkOf({ column, row }: Place, leading: readonly Place[]): number {
  const rows = leading.filter((place) => place.column === column).map((place) => place.row);
  const rank = rows.filter((other) => other > row).length;
  return column + 1 - margin + (2 * margin * (rank + 1)) / (rows.length + 1);
}

/** Right angles only: out of the card, down the gap, along the free strip above the target's row where cards are passed, in. */
function cornersOf(from: Place, { to, trunk }: { to: Place; trunk: number }): Point[] {
  const start = { x: from.column + 1 - margin, y: from.row + middle };
  const end = { x: to.column + margin, y: to.row + middle };
  if (to.column === from.column + 1) return [start, { x: trunk, y: start.y }, { x: trunk, y: end.y }, end];
  const last = trunk - from.column + to.column - 1;
  return [
    start,
    { x: trunk, y: start.y },
    { x: trunk, y: to.row },
    { x: last, y: to.row },
    { x: last, y: end.y },
    end,
  ];
}

function piecesOf(corners: readonly Point[], edge: Edge): Piece[] {
  const target = Math.floor(corners[corners.length - 1].y);
  const rows = corners.map(({ y }) => Math.floor(y));
  const [first, last] = [Math.min(...rows), Math.max(...rows)];
  return Array.from({ length: last - first + 1 }, (_, index) => first + index).map((row) => ({
    ...edge,
    row,
    path: pathWithin(corners, row),
    end: row === target,
  }));
}

/** What of a line stands in one row. */
function pathWithin(corners: readonly Point[], row: number): string {
  const parts = corners.slice(1).flatMap((to, index) => {
    const from = corners[index];
    if (from.y === to.y) return Math.floor(from.y) === row ? [segment(from, to, row)] : [];
    const [high, low] = [Math.max(row, Math.min(from.y, to.y)), Math.min(row + 1, Math.max(from.y, to.y))];
    return high < low ? [segment({ x: from.x, y: high }, { x: to.x, y: low }, row)] : [];
  });
  return parts.join('');
}

const segment = (from: Point, to: Point, row: number): string =>
  `M${short(from.x)} ${short(from.y - row)}L${short(to.x)} ${short(to.y - row)}`;

const short = (value: number): number => Math.round(value * 1000) / 1000;

/** One row of a single column: lines run down the margin in lanes, as in a history of versions. */
export interface LaneRow {
  readonly id: string;
  /** The lane of the topic's own dot. */
  readonly lane: number;
  readonly path: string;
}

/** The rows of a single column, in the order of `places`, and how many lanes they need. */
export function laneRows({ places, edges }: SeriesMap): { rows: LaneRow[]; lanes: number } {
  const open: (string | undefined)[] = [];
  const left = new Map(places.map(({ id }) => [id, edges.filter(({ from }) => from === id).length]));
  const rows = places.map(({ id }) => {
    const parents = edges.flatMap(({ from, to }) => (to === id ? [from] : []));
    const before = [...open];
    for (const parent of parents) left.set(parent, (left.get(parent) ?? 0) - 1);
    for (const [lane, one] of open.entries()) if (one && !left.get(one)) open[lane] = undefined;
    const lane = freeLane(before, open);
    if (left.get(id)) open[lane] = id;
    return { id, lane, path: lanePath({ before, after: open, lane, parents }) };
  });
  return { rows, lanes: Math.max(0, ...rows.map(({ lane }) => lane)) + 1 };
}

/** A lane that ends here, else the first that nobody uses. */
function freeLane(before: readonly (string | undefined)[], after: readonly (string | undefined)[]): number {
  const ended = before.findIndex((one, lane) => one && !after[lane]);
  if (ended >= 0) return ended;
  const free = after.findIndex((one) => !one);
  return free < 0 ? after.length : free;
}

interface Lanes {
  readonly before: readonly (string | undefined)[];
  readonly after: readonly (string | undefined)[];
  readonly lane: number;
  readonly parents: readonly string[];
}

function lanePath({ before, after, lane, parents }: Lanes): string {
  const x = (one: number): number => one + middle;
  const through = before.flatMap((one, at) => (one && after[at] === one ? [`M${x(at)} 0V1`] : []));
  const incoming = before.flatMap((one, at) =>
    one && parents.includes(one)
      ? [`M${x(at)} ${after[at] === one ? middle : `0V${middle}`}H${x(lane)}`]
      : [],
  );
  const outgoing = after[lane] && after[lane] !== before[lane] ? [`M${x(lane)} ${middle}V1`] : [];
  return [...through, ...incoming, ...outgoing].join('');
}
