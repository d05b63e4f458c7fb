import type { Frame, FrameValue } from './contract.ts';

/** What the views may ask of a run at one moment of it. */
export interface Moment {
  /** The latest value of a field, or undefined when no frame has carried it yet. */
  value(field: string): FrameValue | undefined;
  /** One number per frame so far; NaN where a frame carried none. */
  track(field: string): number[];
  /** Other runs, which charts draw beneath this one. */
  readonly ghosts?: readonly Ghost[];
}

/** Another run, by the short name that stands at its lines. */
export interface Ghost {
  readonly name: string;
  readonly moment: Moment;
}

const framesWithArrays = 240;

/**
 * The frames of one run, kept so that the reader can look back. Numbers are kept for good; pictures of older frames are
 * thinned out (a frame without a picture shows the one before it), so that memory stays bounded however long a run lasts.
 */
export class History {
  /** The frame that the reader looks back at, until the run goes on or changes: one that comes meanwhile does not take its place. */
  lookedAt: number | undefined;
  #frames: Frame[] = [];
  #heavy: number[] = [];

  get length(): number {
    return this.#frames.length;
  }

  add(frame: Frame): void {
    if (Object.values(frame).some(isArray)) this.#heavy.push(this.#frames.length);
    this.#frames.push(frame);
    if (this.#heavy.length > framesWithArrays) this.#thin();
  }

  /** The newest frame with fields that look otherwise now; what `frame` leaves out stays. */
  renew(frame: Frame): void {
    this.lookedAt = undefined;
    const newest = this.#frames.pop();
    this.#heavy = this.#heavy.filter((index) => index < this.#frames.length);
    this.add({ ...newest, ...frame });
  }

  /** Forgets every frame after the first `length`: the run was taken back. */
  cut(length: number): void {
    this.lookedAt = undefined;
    this.#frames = this.#frames.slice(0, length);
    this.#heavy = this.#heavy.filter((index) => index < length);
  }

  stepAt(index: number): number {
    return this.#frames[index]?.step ?? 0;
  }

  /** Every field that has carried a number, with one number per frame: NaN where a frame carried none. */
  numbers(): Record<string, number[]> {
    const tracks = this.fields().map((field) => [field, this.at(this.length).track(field)] as const);
    return Object.fromEntries(tracks.filter(([, track]) => track.some(Number.isFinite)));
  }

  /** The names of everything that a frame has carried. */
  fields(): string[] {
    return [...new Set(this.#frames.flatMap((frame) => Object.keys(frame)))];
  }

  /** The run as it stood after frame `index` (0 is the first). */
  at(index: number): Moment {
    const frames = this.#frames;
    return {
      value(field) {
        for (let i = Math.min(index, frames.length - 1); i >= 0; i--) {
          const found = frames[i][field];
          if (found !== undefined) return found;
        }
        return undefined;
      },
      track: (field) => frames.slice(0, index + 1).map((frame) => numberOf(frame[field])),
    };
  }

  /** Every second picture of the older half goes; the first and the newest stay. */
  #thin(): void {
    const older = this.#heavy.slice(1, framesWithArrays / 2).filter((_, i) => i % 2 === 0);
    for (const index of older) {
      const light = Object.entries(this.#frames[index]).filter(([, value]) => !isArray(value));
      this.#frames[index] = Object.fromEntries(light) as Frame;
    }
    const gone = new Set(older);
    this.#heavy = this.#heavy.filter((index) => !gone.has(index));
  }
}

function isArray(value: unknown): boolean {
  return ArrayBuffer.isView(value);
}

function numberOf(value: FrameValue | undefined): number {
  return typeof value === 'number' ? value : NaN;
}
