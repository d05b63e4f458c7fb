/** Where a function of the plane that is known on a grid lies above a level: closed rings, found cell by cell. */

/** A square of numbers, row after row: `at(column, row)`. */
interface Grid {
  readonly side: number;
  at(column: number, row: number): number;
}

/** x, y in columns and rows, which need not be whole numbers. */
export type Place = readonly [x: number, y: number];

/**
 * The edges of the set where `values` lie above `level`, as rings: inside them by the rule of even and odd. A set that reaches the
 * edge of the grid is closed along a rim one column, or row, outside of it. The method is that of marching squares: on each edge of a
 * cell whose ends lie on different sides, the line crosses where a straight slope would.
 *
 * @param values [side * side], row after row, all finite
 */
export function ringsAbove(values: ArrayLike<number>, level: number): Place[][] {
  const grid = rimmed(values, level);
  const ahead = new Map<string, readonly [end: string, at: Place]>();
  for (let row = 0; row + 1 < grid.side; row++) {
    for (let column = 0; column + 1 < grid.side; column++) {
      for (const [from, to] of crossings(grid, [column, row])) {
        ahead.set(nameOf(from), [nameOf(to), crossing(grid, from)]);
      }
    }
  }
  return joined(ahead);
}

/** The grid in a frame of its own edge, and that in a frame that lies below the level; heights are over the level. */
function rimmed(values: ArrayLike<number>, level: number): Grid {
  const inner = Math.sqrt(values.length);
  const side = inner + 4;
  const within = (place: number) => Math.min(inner - 1, Math.max(0, place - 2));
  const isRim = (place: number) => place === 0 || place === side - 1;
  const heights = Float64Array.from({ length: side * side }, (_, i) => {
    const [column, row] = [i % side, Math.floor(i / side)];
    if (isRim(column) || isRim(row)) return -1e30;
    return values[within(row) * inner + within(column)] - level;
  });
  return { side, at: (column, row) => heights[row * side + column] };
}

/** An edge of the grid, from a corner to the right or down. */
type Edge = readonly [column: number, row: number, way: 'right' | 'down'];

const nameOf = ([column, row, way]: Edge): string => `${column} ${row} ${way}`;

/** The ways through the cell whose first corner this is, each with what lies above on its left. */
function crossings(grid: Grid, [column, row]: readonly [number, number]): (readonly [Edge, Edge])[] {
  const corners = [[0, 0], [1, 0], [1, 1], [0, 1]] as const; // prettier-ignore
  const heights = corners.map(([x, y]) => grid.at(column + x, row + y));
  const isAbove = heights.map((height) => height > 0);
  if (isAbove.every((above) => above === isAbove[0])) return [];
  const edges: readonly Edge[] = [
    [column, row, 'right'],
    [column + 1, row, 'down'],
    [column, row + 1, 'right'],
    [column, row, 'down'],
  ];
  const leaves = edges.filter((_, i) => isAbove[i] && !isAbove[(i + 1) % 4]);
  const enters = edges.filter((_, i) => !isAbove[i] && isAbove[(i + 1) % 4]);
  if (leaves.length < 2) return leaves.map((edge, i) => [edge, enters[i]] as const);
  // Two corners across from each other lie above: the middle says whether they belong together.
  const middle = heights.reduce((sum, height) => sum + height, 0) > 0;
  const [first, second] = middle === isAbove[0] ? [0, 1] : [1, 0];
  return [[leaves[0], enters[first]], [leaves[1], enters[second]]]; // prettier-ignore
}

/** Where on an edge the height is zero, in columns and rows of the grid without its frames. */
function crossing(grid: Grid, [column, row, way]: Edge): Place {
  const [right, down] = way === 'right' ? [1, 0] : [0, 1];
  const [from, to] = [grid.at(column, row), grid.at(column + right, row + down)];
  const share = from / (from - to);
  return [column - 2 + right * share, row - 2 + down * share];
}

/** Follows every line to its end, which is its beginning. */
function joined(ahead: Map<string, readonly [end: string, at: Place]>): Place[][] {
  const rings: Place[][] = [];
  for (const start of ahead.keys()) {
    const ring: Place[] = [];
    for (let next = ahead.get(start), name = start; next; next = ahead.get(name)) {
      ring.push(next[1]);
      ahead.delete(name);
      name = next[0];
    }
    rings.push(ring);
  }
  return rings;
}
