/** Points from a table of text: two columns of numbers, as spreadsheets write them. */

/** Why a table was refused; `row` and `column` count from 1, as they stand in the text. */
export interface TableProblem {
  readonly kind: 'empty' | 'columns' | 'number' | 'few' | 'flat';
  readonly row?: number;
  readonly column?: number;
  /** What stands there, or how many there are. */
  readonly found?: string;
}

export interface TablePoints {
  /** x0, y0, x1, y1, ... as they stand in the table. */
  readonly points: readonly number[];
}

/** Fewer points than this are no data. */
export const fewest = 20;

/**
 * Reads two columns, divided by tab, semicolon, comma or spaces; with a tab or semicolon a comma may be the decimal sign. A first
 * row of words is a heading; empty rows and rows that begin with # are passed over.
 */
export function tablePoints(text: string): TablePoints | TableProblem {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  const rows = lines
    .map((line, i) => ({ row: i + 1, cells: cellsOf(line) }))
    .filter(({ cells }) => cells.length > 0);
  if (rows.length === 0) return { kind: 'empty' };
  const isHeading = rows[0].cells.every((cell) => Number.isNaN(numberIn(cell)));
  const points: number[] = [];
  for (const { row, cells } of isHeading ? rows.slice(1) : rows) {
    if (cells.length !== 2) return { kind: 'columns', row, found: String(cells.length) };
    for (const [i, cell] of cells.entries()) {
      const value = numberIn(cell);
      if (!Number.isFinite(value)) return { kind: 'number', row, column: i + 1, found: cell.slice(0, 40) };
      points.push(value);
    }
  }
  return points.length / 2 < fewest ? { kind: 'few', found: String(points.length / 2) } : { points };
}

function cellsOf(line: string): string[] {
  const trimmed = line.trim();
  if (trimmed === '' || trimmed.startsWith('#')) return [];
  const divider = ['\t', ';', ','].find((sign) => trimmed.includes(sign));
  const cells = divider === undefined ? trimmed.split(/\s+/) : trimmed.split(divider);
  const isDecimalComma = divider === '\t' || divider === ';';
  return cells.map((cell) => {
    const bare = cell.trim().replace(/^"(.*)"$/, '$1');
    return isDecimalComma ? bare.replace(',', '.') : bare;
  });
}

const numberIn = (cell: string): number => (cell === '' ? NaN : Number(cell));

/**
 * The points moved and scaled, both axes alike, so that the farthest stands at nine tenths of the plane's edge; where there are
 * more than `limit`, evenly spread ones of them.
 * @param extent half the side of the plane
 */
export function fitted(
  points: readonly number[],
  { extent, limit }: { extent: number; limit: number },
): number[] | TableProblem {
  const axes = [0, 1].map((axis) => points.filter((_, i) => i % 2 === axis));
  const ranges = axes.map((values) => {
    const [low, high] = values.reduce(
      ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
      [Infinity, -Infinity],
    );
    return { middle: (low + high) / 2, half: (high - low) / 2 };
  });
  const widest = Math.max(...ranges.map(({ half }) => half));
  if (!(widest > 0)) return { kind: 'flat' };
  const count = points.length / 2;
  const kept = Math.min(count, limit);
  const chosen = Array.from({ length: kept }, (_, k) => Math.floor((k * count) / kept));
  const at = (i: number, axis: number): number =>
    (0.9 * extent * (points[2 * i + axis] - ranges[axis].middle)) / widest;
  return chosen.flatMap((i) => [at(i, 0), at(i, 1)]);
}
