import type { Events } from './events.ts';
import type { Lab, RunState } from './lab.ts';

/** What a run needs of its demo. */
export interface Bed extends Lab {
  readonly events: Events;
  /** Whether frames follow one another by themselves now. */
  readonly flows: boolean;
  enter(state: RunState): void;
  /** The run is over and its memory free. */
  over(state: 'finished' | 'failed'): void;
}
