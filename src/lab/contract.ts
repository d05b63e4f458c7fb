/**
 * What a demo is. A file `<name>.demo.ts` in an article's folder exports `knobs`, `views` and `run`; nothing is registered
 * anywhere. The same file runs in a worker, on the page and in Node, so nothing here knows the DOM.
 */

/** Who is speaking: one colour each, the same in diagrams, formulas, listings and plots. */
export type Actor =
  | 'data'
  | 'noise'
  | 'model'
  | 'encoder'
  | 'latent'
  | 'decoder'
  | 'generator'
  | 'critic'
  | 'sample'
  | 'score'
  | 'label'
  | 'loss'
  | 'neutral';

/**
 * `live`: the run reads the new value on its next frame. `restart`: the run begins again. `look`: nothing is learnt from it, the run
 * is only looked at through it; it acts as `live` does, and a run that rests shows itself anew (`looking`).
 */
export type KnobEffect = 'live' | 'restart' | 'look';

/** What a knob can be set to, as it travels between threads, into addresses and into files. */
export type KnobValue = number | string | boolean | readonly number[];

/** What knobs of every kind say. */
export interface KnobBase {
  readonly kind: string;
  readonly label: string;
  /** One sentence beside the control: what turning it does. */
  readonly help?: string;
  readonly effect: KnobEffect;
  readonly value: KnobValue;
  /** Shown and listened to only while another knob has this value, e.g. `{ data: 'drawing' }`. */
  readonly when?: Readonly<Record<string, string>>;
}

/** The kinds of knobs, by name: each file of knobs/ adds its own. */
export interface KnobKinds {}

/** A program without the lab, such as the check without the DOM, knows no kinds; there anything goes that has the base. */
type OneOf<Kinds, Base> = keyof Kinds extends never
  ? Base & Readonly<Record<string, unknown>>
  : Kinds[keyof Kinds];

export type Knob = OneOf<KnobKinds, KnobBase>;
export type Knobs = Readonly<Record<string, Knob>>;

/** What `run` reads: `knobs.width` is a number for a range, the key for a choice, a boolean for a switch, else a row of numbers. */
export type KnobValues<K extends Readonly<Record<string, KnobBase>>> = {
  readonly [Name in keyof K]: K[Name] extends { choices: Readonly<Record<infer Key, string>> }
    ? Key & string
    : Widened<K[Name]['value']>;
};

type Widened<Value extends KnobValue> = Value extends readonly number[]
  ? readonly number[]
  : Value extends number
    ? number
    : Value extends boolean
      ? boolean
      : string;

/** What views of every kind say. */
export interface ViewBase {
  readonly kind: string;
  readonly label: string;
}

/** The kinds of views, by name: each file of views/ adds its own. */
export interface ViewKinds {}

export type View = OneOf<ViewKinds, ViewBase>;
export type Views = Readonly<Record<string, View>>;

export type FrameValue = number | string | Float32Array | Uint8Array | null;

/**
 * What a run yields: plain numbers and typed arrays under the names that the views use. A field that is absent leaves its
 * view as it was, so that expensive pictures may come less often. A number that is not finite stops the run; `null` means
 * "not measured" and leaves a gap. The lab takes the arrays over (they are transferred between threads): yield fresh ones.
 */
export interface Frame {
  readonly step: number;
  /** One sentence for the reader: what is happening now. */
  readonly message?: string;
  /** How much of the run is behind, from 0 to 1, for runs that end. */
  readonly progress?: number;
  readonly [field: string]: FrameValue | undefined;
}

/** What the lab hands to a run. */
export interface RunContext<K extends Knobs> {
  /** Read it again in each round: live knobs change in place. */
  readonly knobs: KnobValues<K>;
  readonly seed: number;
  /**
   * A file of this article's folder (`digits.safetensors`) or, with a leading slash, a built data file (`/data/digits-train.bin`).
   * Shows progress; a failure offers the reader Retry.
   */
  readonly load: (path: string) => Promise<ArrayBuffer>;
  /** Says what takes time, before the first frame; `fraction` from 0 to 1 where it is known. */
  readonly report: (text: string, fraction?: number) => void;
  /** Whether the reader goes through the parts of a step; asked before each step. Absent where there is no reader. */
  readonly inParts?: () => boolean;
  /**
   * Whether the next frame is wanted only to be looked at, because a knob of the effect `look` was turned; asked before each step.
   * The run then yields its present state anew, under the step of its last frame, and learns nothing: neither weights nor the random
   * streams of training change. It asks once more after that. A run that yields `progress: 1` stays open for such looks where it has
   * such knobs, until the reader begins anew. Absent where there is no reader.
   */
  readonly looking?: () => boolean;
  /** Where this run is to go on from; absent where it begins at the beginning. */
  readonly from?: Saved;
  /**
   * Tells the lab how to save the run between two frames, so that it can be taken up again after a fault, a refresh or in
   * another tab. A run that never calls this is taken up by repeating it.
   */
  readonly keep: (save: () => Promise<Saved>) => void;
}

/** An array of numbers with its shape, row by row. */
export interface SavedTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/**
 * What a run can be taken up from: the same settings and this give the frames that would have followed.
 *
 * `training: {}` with `notes: {}` says that weights alone were loaded from a file, and `step` is 0: a new run that begins with these
 * weights instead of random ones. The optimiser then starts afresh, averages start at the weights, and random streams start from the
 * seed, as in a run from the beginning.
 */
export interface Saved {
  readonly step: number;
  /** What sampling uses, under the names of the weights' file. */
  readonly weights: Readonly<Record<string, SavedTensor>>;
  /** What training needs besides: the optimiser's memory, averages. */
  readonly training: Readonly<Record<string, SavedTensor>>;
  /** Small things in words: the states of random streams. */
  readonly notes: Readonly<Record<string, string>>;
}

export type Run<K extends Knobs> = (context: RunContext<K>) => AsyncGenerator<Frame, void, void>;

/** A demo file, as the lab sees it. */
export interface Demo {
  readonly knobs: Knobs;
  readonly views: Views;
  /**
   * `run` (the default): frames follow one another while the demo plays. `answer`: one frame per change of a knob, for demos
   * in which nothing is learnt and the knobs are all there is to play with.
   */
  readonly rhythm?: Rhythm;
  /** What goes wrong, on purpose: settings under which the demo fails, and what to look at then. */
  readonly presets?: Presets;
  /**
   * The parts of one step, in order, each in a sentence. While the reader goes through them, the run yields a frame for each, with
   * its name in `part` and its numbers as a sentence in `numbers`.
   */
  readonly parts?: Readonly<Record<string, string>>;
  /** A question before the run, which the run itself answers. */
  readonly question?: Question;
  /** How the recorded run is made: how many frames are computed and which of them are kept. */
  readonly recording: Recording;
  readonly run: Run<never>;
}

/** Failures on purpose, by name. */
export type Presets = Readonly<Record<string, Preset>>;

/** Named settings for one click. */
export interface Preset {
  readonly label: string;
  /** Knobs that differ from their defaults. */
  readonly knobs: Readonly<Record<string, KnobValue>>;
  readonly seed?: number;
  /** What the reader should look at, and why it happens. */
  readonly look: string;
}

/** A number to guess before a run with default knobs; the run measures it. */
export interface Question {
  readonly text: string;
  /** The frame's field that answers, read at the first frame whose step is at least `step`. */
  readonly field: string;
  readonly step: number;
  readonly min: number;
  readonly max: number;
  /** Granularity of the guess. */
  readonly grain: number;
  readonly unit?: string;
  /** Said beside the measured answer: why it comes out so. */
  readonly because: string;
}

export type Rhythm = 'run' | 'answer';

/** The run that is shown before any click, made from the same demo file in Node by one command. */
export interface Recording {
  readonly seed: number;
  /** Frames asked for in all; a run that ends earlier is recorded to its end. */
  readonly frames: number;
  /** At most this many are kept, evenly spread, the first and the last among them. Default 12. */
  readonly kept?: number;
  /** Knobs that differ from their defaults in the recording. */
  readonly knobs?: Readonly<Record<string, KnobValue>>;
  /** `recorded` for a run of a model, `illustration` where nothing is learnt. Default `recorded`. */
  readonly badge?: 'recorded' | 'illustration';
}
