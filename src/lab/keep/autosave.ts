import type { Lab } from '../lab.ts';
import { keep, remove, type Entry } from '../storage.ts';
import type { RunWatch } from './run-watch.ts';

/** A run that has played for less is begun anew as quickly as it is taken up. */
const leastSeconds = 5;
/** A page that is left has no time to ask the run's thread and to store: while a run plays, it is saved in advance. */
const pace = 15_000;

/** Saves a run that pauses or plays, so that a reader who leaves the page can take it up. Stays silent where it cannot. */
export class Autosave {
  readonly #lab: Lab;
  readonly #watch: RunWatch;
  readonly #changed: () => void;
  #entry: Entry | undefined;
  #savedStep = -1;
  #busy = false;

  /** @param changed hears when the page saved something or took it back */
  constructor(lab: Lab, watch: RunWatch, changed: () => void) {
    this.#lab = lab;
    this.#watch = watch;
    this.#changed = changed;
    lab.on('start', () => (this.#savedStep = -1));
    lab.on('state', (state) => {
      if (state === 'paused') void this.#save();
      if (state === 'finished' || (state === 'ready' && lab.history.length === 0)) void this.#forget();
    });
    // The frame that was on its way when the run paused, or one that the reader asked for alone.
    lab.on('frame', () => lab.state === 'paused' && void this.#save());
    document.addEventListener('visibilitychange', () => document.hidden && void this.#save());
    window.addEventListener('pagehide', () => void this.#save());
    setInterval(() => lab.state === 'playing' && void this.#save(), pace);
  }

  /** What was left and is taken up now: it goes when that run ends. */
  adopt(entry: Entry): void {
    this.#entry = entry;
  }

  async #save(): Promise<void> {
    const { history, state } = this.#lab;
    const isDue = this.#watch.seconds >= leastSeconds && (state === 'playing' || state === 'paused');
    if (!isDue || this.#busy || history.stepAt(history.length - 1) === this.#savedStep) return;
    this.#busy = true;
    try {
      const checkpoint = await this.#watch.present();
      // It may have ended or been reset meanwhile.
      if (!checkpoint || !['playing', 'paused'].includes(this.#lab.state)) return;
      this.#entry = await keep(checkpoint, 'left');
      this.#savedStep = checkpoint.step;
      this.#changed();
    } catch {
      // Nobody asked for it; the button says why nothing can be stored.
    } finally {
      this.#busy = false;
    }
  }

  async #forget(): Promise<void> {
    const entry = this.#entry;
    this.#entry = undefined;
    if (!entry) return;
    await remove(entry).catch(() => undefined);
    this.#changed();
  }
}
