import type { RunRecord } from './run-list.ts';

/** More lines than these would lie over one another. */
export const mostPins = 4;

/** The runs that the charts draw beneath the present one. */
export class Pins {
  readonly runs: RunRecord[] = [];

  get full(): boolean {
    return this.runs.length >= mostPins;
  }

  has(run: RunRecord): boolean {
    return this.runs.includes(run);
  }

  /** Pinned runs stand in the order in which they ran. */
  add(run: RunRecord): void {
    if (this.full || this.has(run)) return;
    this.runs.push(run);
    this.runs.sort((a, b) => a.number - b.number);
  }

  remove(run: RunRecord): void {
    if (this.has(run)) this.runs.splice(this.runs.indexOf(run), 1);
  }
}
