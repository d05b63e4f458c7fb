/** What the page of results and the command print first: our figures in units of the others'. */
import { places, sides, type Figures, type Place, type Results, type Row, type Side } from './results.ts';

/** Figures that can be compared; for all but the speed, less is better. */
export const compared = [
  'speed',
  'draws',
  'uploads',
  'readBacks',
  'firstStep',
  'quality',
  'tensors',
  'bytes',
  'gap',
] as const;
export type Compared = (typeof compared)[number];

export interface Ratios {
  readonly place: Place;
  /** The other side. */
  readonly side: Side;
  /** Our figure divided by theirs; null where either is missing or theirs is 0. */
  readonly values?: Readonly<Record<Compared, number | null>>;
  /** Why there is nothing to compare. */
  readonly missing?: string;
}

/** One row for each other side and place, ordered by place and then by side. */
export function ratiosOf({ rows }: Results): Ratios[] {
  return inOrder(rows)
    .filter(({ side }) => side !== 'ours')
    .map((row) => ratioOf(row, ourRowAt(rows, row.place)));
}

/** Rows by place and, within a place, by side. */
export function inOrder(rows: readonly Row[]): Row[] {
  const rank = ({ place, side }: Row): number => places.indexOf(place) * sides.length + sides.indexOf(side);
  return [...rows].sort((a, b) => rank(a) - rank(b));
}

/** Where ours takes one thread of WASM, because more do not pay there, that is what others' threads are compared with. */
function ourRowAt(rows: readonly Row[], place: Place): Row | undefined {
  const at = (wanted: Place) => rows.find((row) => row.side === 'ours' && row.place === wanted);
  const own = at(place);
  return own?.figures || place !== 'wasm-threads' ? own : at('wasm');
}

function ratioOf({ side, place, figures, missing }: Row, ours: Row | undefined): Ratios {
  if (!figures) return { side, place, missing };
  if (!ours?.figures) return { side, place, missing: ours?.missing ?? '' };
  const [own, other] = [amountsOf(ours.figures), amountsOf(figures)];
  const entries = compared.map((name) => [name, quotient(own[name], other[name])]);
  return { side, place, values: Object.fromEntries(entries) };
}

const quotient = (own: number | null, other: number | null): number | null =>
  own === null || other === null || other === 0 ? null : own / other;

/** Every figure that can be compared, as one number. */
export function amountsOf(figures: Figures): Record<Compared, number | null> {
  const { draws, uploads, readBacks, stepsPerSecond, firstStep, quality, peak, gap } = figures;
  return {
    speed: stepsPerSecond,
    draws,
    uploads,
    readBacks,
    firstStep,
    quality: quality && quality.seconds,
    tensors: peak && peak.tensors,
    bytes: peak && peak.bytes,
    gap,
  };
}
