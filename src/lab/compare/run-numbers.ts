import type { Frame, Views } from '../contract.ts';
import type { Moment } from '../history.ts';
import { curvesOf } from '../view-kinds.ts';

/**
 * What the charts draw of one run, and no pictures: every number, and of whole lines the latest. A run of a thousand frames keeps
 * some 50 kB.
 */
export class RunNumbers implements Moment {
  readonly #fields: readonly string[];
  readonly #tracks = new Map<string, number[]>();
  readonly #lines = new Map<string, Float32Array>();
  length = 0;
  lastStep = 0;

  constructor(views: Views) {
    const named = curvesOf(views).flatMap(({ x, series }) => [x, ...series.map(({ field }) => field)]);
    this.#fields = [...new Set(named)];
  }

  add(frame: Frame): void {
    for (const field of this.#fields) {
      const value = frame[field];
      if (value instanceof Float32Array) this.#lines.set(field, value);
      if (typeof value === 'number' || this.#tracks.has(field)) this.#put(field, value);
    }
    this.length++;
    this.lastStep = frame.step;
  }

  value(field: string): Float32Array | number | undefined {
    return this.#lines.get(field) ?? this.last(field);
  }

  track(field: string): number[] {
    return this.#tracks.get(field) ?? [];
  }

  /** The last number that was measured. */
  last(field: string): number | undefined {
    return this.track(field).findLast(Number.isFinite);
  }

  /** A field whose first number comes late has gaps before it. */
  #put(field: string, value: unknown): void {
    const track = this.#tracks.get(field) ?? new Array<number>(this.length).fill(NaN);
    track.push(typeof value === 'number' ? value : NaN);
    this.#tracks.set(field, track);
  }
}
