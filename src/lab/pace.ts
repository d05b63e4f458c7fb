/** How long a demo takes over a frame, in milliseconds. */

/** Frames that say nothing of the pace: the first prepares a run, the second compiles the programs of a step. */
export const warmUp = 2;
/** Frames that do. */
const counted = 4;

/** The median, which a single hiccup or an occasional picture does not move. */
export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Watches the pace of a run in one place. */
export class Pace {
  #frames = 0;
  #latest: number[] = [];

  /** The run begins, or goes on elsewhere. */
  begin(): void {
    this.#frames = 0;
    this.#latest = [];
  }

  note(milliseconds: number): void {
    this.#frames += 1;
    if (this.#frames > warmUp) this.#latest = [...this.#latest, milliseconds].slice(-counted);
  }

  /** Of the latest frames; nothing before there are enough. */
  get now(): number | undefined {
    return this.#latest.length < counted ? undefined : median(this.#latest);
  }
}
