import type { Frame, Knobs, Presets, Question, Rhythm, Saved, Views } from './contract.ts';
import type { History } from './history.ts';
import type { KnobInputs } from './knob-inputs.ts';
import type { Failure, Reply, Settings } from './protocol.ts';
import type { Stage } from './stage.ts';

/** What the page says about a demo (Demo.astro prints it). */
export interface Definition {
  /** `<article>/<name>`. */
  readonly demo: string;
  readonly knobs: Knobs;
  readonly views: Views;
  readonly rhythm: Rhythm;
  /** The seed of the recorded run. */
  readonly seed: number;
  readonly badge: 'recorded' | 'illustration';
  readonly recording: string;
  readonly presets?: Presets;
  readonly parts?: Readonly<Record<string, string>>;
  readonly question?: Question;
}

/**
 * `ready`: no run. `finished` and `failed`: the run is over, its frames are still there to look back on; one that is finished may
 * still be looked at anew.
 */
export type RunState = 'ready' | 'playing' | 'paused' | 'finished' | 'failed';

/** What makes a run: the same origin gives the same frames on the same backend. */
export interface Origin {
  readonly settings: Settings;
  readonly seed: number;
  /** Where it was taken up from, if not from the beginning. */
  readonly from?: Saved;
}

export interface LabEvents {
  /** A run begins; the history is empty. */
  start: Origin;
  /** Where it computes. */
  backend: Extract<Reply, { type: 'started' }>;
  /** A frame arrived; it is the last of the history. */
  frame: Frame;
  /** The newest frame of the history looks otherwise now: a knob was turned that the run is only looked at through. */
  looked: Frame;
  /** How many milliseconds the thread took over that frame. */
  made: number;
  state: RunState;
  /** The frame of this index is on the stage. */
  show: number;
  /** The reader turned knobs, or a tool did; the settings as they are now. */
  settings: Settings;
  /** After a fault the run was taken back: the history ends after so many frames, and goes on from there. */
  cut: number;
  failed: Failure;
}

/** One demo on the page as its tools see it: each file of `tools/` exports `attach(lab, place)`. */
export interface Lab {
  readonly root: HTMLElement;
  readonly definition: Definition;
  readonly inputs: KnobInputs;
  readonly stage: Stage;
  /** The frames of the present or last run. */
  readonly history: History;
  readonly state: RunState;
  /** What made that run. */
  readonly origin: Origin | undefined;
  /** Milliseconds between a frame on the screen and the next being asked for: slow motion. */
  delay: number;
  on<Name extends keyof LabEvents>(name: Name, listener: (value: LabEvents[Name]) => void): void;
  /** Starts a run, or goes on with a paused one. With `from`, a new run is taken up there. */
  play(from?: Saved): void;
  pause(): void;
  /** Goes on with the run where it should compute now: the reader chose another backend, or a faster one was found. */
  move(): void;
  /** Asks for no frame until it is let go; the run counts as playing meanwhile. */
  hold(on: boolean): void;
  /** One frame. */
  step(how?: { readonly inParts?: boolean }): void;
  /** Frees the run and shows the recorded one. */
  reset(): Promise<void>;
  /** Turns knobs, and the seed; the run begins anew where one of them asks for that. */
  set(settings: Settings, seed?: number): void;
  /** What the run can be taken up from, after the frame being made; nothing where there is no run or its demo keeps nothing. */
  snapshot(): Promise<Saved | undefined>;
}

export type Attach = (lab: Lab, place: HTMLElement) => void;
