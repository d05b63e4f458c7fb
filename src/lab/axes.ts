/** The plot of charts: where it stands in its drawing, its axes with ticks at round numbers, and their names. */
import { escaped } from './escaped.ts';
import { formatted } from './numbers.ts';
import type { Scale } from './scale.ts';

const width = 360;
const height = 236;

/** The edges of the plot, in units of the drawing. */
export const box = { left: 46, right: 352, top: 10, bottom: 192 };

interface Axes {
  readonly xLabel: string;
  readonly yLabel: string;
}

/** The drawing of a plot, with `body` over its grid. */
export function plotMarkup(names: Axes, { x, y }: { x: Scale; y: Scale }, body: string): string {
  return `<svg viewBox="0 0 ${width} ${height}" aria-hidden="true">${axes(names, x, y)}${body}</svg>`;
}

function axes({ xLabel, yLabel }: Axes, x: Scale, y: Scale): string {
  const across = y.ticks.map((tick) => {
    const at = round(y.place(tick));
    return `<path class="grid" d="M${box.left} ${at}H${box.right}"/><text class="tick" x="${box.left - 6}" y="${at + 4}" text-anchor="end">${label(tick)}</text>`;
  });
  const along = x.ticks.map(
    (tick) =>
      `<text class="tick" x="${round(x.place(tick))}" y="${box.bottom + 16}" text-anchor="middle">${label(tick)}</text>`,
  );
  const middle = (box.top + box.bottom) / 2;
  return `${across.join('')}${along.join('')}<text class="axis" x="${(box.left + box.right) / 2}" y="${height - 6}" text-anchor="middle">${escaped(xLabel)}</text><text class="axis" transform="translate(11 ${middle}) rotate(-90)" text-anchor="middle">${escaped(yLabel)}</text>`;
}

function label(tick: number): string {
  return Math.abs(tick) >= 1e-3 && Math.abs(tick) < 1e6 ? String(tick).replace('-', '−') : formatted(tick, 1);
}

/** Tenths of a unit are finer than a pixel. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
