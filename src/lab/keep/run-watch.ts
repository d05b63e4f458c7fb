import { setUp } from '../arrival.ts';
import type { BackendName } from '../backend.ts';
import type { Frame, Saved } from '../contract.ts';
import type { Lab } from '../lab.ts';
import type { Settings } from '../protocol.ts';
import type { Checkpoint } from '../storage.ts';

const watches = new WeakMap<Lab, RunWatch>();

/** The one watch of a demo: its tools share it. */
export function watchOf(lab: Lab): RunWatch {
  const watch = watches.get(lab) ?? new RunWatch(lab);
  watches.set(lab, watch);
  return watch;
}

/** Knows at any time what the present or last run can be taken up from, and has a run that is taken up show what came before. */
export class RunWatch {
  readonly #lab: Lab;
  readonly #earlier = new WeakMap<Saved, Checkpoint>();
  #backend: BackendName | undefined;
  #settings: Settings = {};
  /** Of the run's last frame, or of the last pause. */
  #last: Promise<Saved | undefined> = Promise.resolve(undefined);
  #workedBefore = 0;
  #playingSince: number | undefined;

  constructor(lab: Lab) {
    this.#lab = lab;
    lab.on('start', ({ from }) => this.#begin(from));
    lab.on('backend', ({ backend }) => (this.#backend = backend));
    lab.on('frame', (frame) => this.#note(frame));
    lab.on('looked', () => (this.#settings = lab.inputs.settings()));
    lab.on('state', (state) => {
      this.#workedBefore = this.seconds;
      this.#playingSince = state === 'playing' ? performance.now() : undefined;
    });
  }

  /** For how long the run has played. */
  get seconds(): number {
    const now = this.#playingSince === undefined ? 0 : performance.now() - this.#playingSince;
    return this.#workedBefore + now / 1000;
  }

  /** The run as it stands; nothing where there is none with a frame. */
  async present(): Promise<Checkpoint | undefined> {
    const { history, definition, origin } = this.#lab;
    if (history.length === 0 || !origin) return undefined;
    if (this.#runs) this.#last = this.#lab.snapshot();
    const settings = this.#runs ? this.#lab.inputs.settings() : this.#settings;
    const saved = await this.#last;
    // Another run may have begun meanwhile.
    if (this.#lab.history !== history) return undefined;
    const tracks = Object.entries(history.numbers());
    return {
      demo: definition.demo,
      settings,
      seed: origin.seed,
      backend: this.#backend,
      step: saved?.step ?? history.stepAt(history.length - 1),
      saved,
      numbers: Object.fromEntries(tracks.map(([name, track]) => [name, Float64Array.from(track)])),
      shown: this.#shown(),
    };
  }

  /** Sets the demo up as it was and goes on from there; where nothing was saved the run begins anew. */
  takeUp({ settings, seed, saved, ...rest }: Checkpoint): void {
    if (saved) this.#earlier.set(saved, { settings, seed, saved, ...rest });
    this.#lab.pause();
    setUp(this.#lab, settings, seed);
    this.#lab.play(saved);
  }

  get #runs(): boolean {
    return this.#lab.state === 'playing' || this.#lab.state === 'paused';
  }

  #begin(from: Saved | undefined): void {
    this.#last = Promise.resolve(undefined);
    this.#workedBefore = 0;
    if (this.#playingSince !== undefined) this.#playingSince = performance.now();
    const earlier = from && this.#earlier.get(from);
    if (earlier) this.#restore(earlier);
  }

  /** The curves begin where they began, and the pictures stay until the run draws new ones. */
  #restore({ numbers, shown, step }: Checkpoint): void {
    const { history, stage, definition } = this.#lab;
    const frames = framesOf(numbers).filter((frame) => frame.step <= step);
    frames.forEach((frame, i) => history.add(i === frames.length - 1 ? { ...frame, ...shown } : frame));
    if (frames.length === 0) return;
    stage.badge(definition.badge === 'illustration' ? 'illustration' : 'live');
    stage.show(history, history.length - 1);
  }

  #note({ progress }: Frame): void {
    this.#settings = this.#lab.inputs.settings();
    // The run ends after this frame and frees what it holds; asked now, it still answers.
    if (progress !== undefined && progress >= 1) this.#last = this.#lab.snapshot();
  }

  /** Pictures and words as the views last showed them. */
  #shown(): Checkpoint['shown'] {
    const { history } = this.#lab;
    const moment = history.at(history.length - 1);
    const values = history.fields().map((field) => [field, moment.value(field)] as const);
    return Object.fromEntries(
      values.filter(
        ([, value]) => (value !== null && typeof value === 'object') || typeof value === 'string',
      ),
    ) as Checkpoint['shown'];
  }
}

/** One frame for each number of a track. */
function framesOf(numbers: Checkpoint['numbers']): Frame[] {
  const { step = [] } = numbers;
  return Array.from(step, (at, i) => {
    const measured = Object.entries(numbers).filter(([, track]) => Number.isFinite(track[i]));
    return { ...Object.fromEntries(measured.map(([name, track]) => [name, track[i]])), step: at };
  });
}
