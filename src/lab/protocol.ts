import type { Words } from '#words/words';
import type { BackendName } from './backend.ts';
import type { Frame, KnobValue, Saved } from './contract.ts';
import type { BackendFailure } from './failure.ts';
import type { GraphicsCard } from './graphics-card.ts';

/** What that thread says, in the language of the page. */
export type ThreadWords = Words['script']['lab']['thread'] & Pick<Words['script']['lab'], 'backends'>;

/** Plain values of all knobs, as they travel between threads. */
export type Settings = Readonly<Record<string, KnobValue>>;

/** What the page asks of the thread that runs demos. `run` numbers the run, so that late answers can be told apart. */
export type Request =
  | {
      readonly type: 'start';
      readonly run: number;
      /** `<article>/<name>`. */
      readonly demo: string;
      readonly settings: Settings;
      readonly seed: number;
      /** Where to compute; without it the first backend that works. */
      readonly backend?: string;
      /** No other backend will do. */
      readonly alone?: boolean;
      /** Why there, in words. */
      readonly why?: string;
      /** A faster backend that failed under this run; `backend` is the next slower one. */
      readonly gaveUp?: BackendName;
      /** Where to go on from, if not at the beginning. */
      readonly from?: Saved;
      readonly words: ThreadWords;
    }
  /** `inParts`: the next step is wanted part by part. `look`: no step, the run as it stands. */
  | { readonly type: 'next'; readonly run: number; readonly inParts?: boolean; readonly look?: boolean }
  | { readonly type: 'settings'; readonly run: number; readonly settings: Settings }
  /** Asks for what the run can be taken up from, after the frame being made. */
  | { readonly type: 'snapshot'; readonly run: number }
  | { readonly type: 'stop'; readonly run: number };

/**
 * What may happen to any run through no fault of its program: the graphics card was taken away, the thread ended or answers no
 * more, memory ran out, a number left the finite range. A run can be taken up again after each of them.
 */
export type Fault = 'context' | 'thread' | 'silence' | 'memory' | 'numbers';

/** `missing`: a part of the program did not arrive. */
export interface Failure {
  readonly type: 'failed';
  readonly run: number;
  readonly message: string;
  readonly retry: boolean;
  readonly missing?: boolean;
  readonly fault?: Fault;
  /** The backends that failed, where none computes. */
  readonly failures?: readonly BackendFailure[];
  /** Where a number left the finite range. */
  readonly at?: { readonly step: number; readonly field: string };
}

/** What that thread answers. */
export type Reply =
  | { readonly type: 'status'; readonly run: number; readonly text: string; readonly fraction?: number }
  | {
      readonly type: 'started';
      readonly run: number;
      readonly backend: BackendName;
      readonly reason?: string;
    }
  | { readonly type: 'frame'; readonly run: number; readonly frame: Frame }
  | { readonly type: 'done'; readonly run: number }
  /** Nothing is saved where the demo keeps nothing. */
  | { readonly type: 'snapshot'; readonly run: number; readonly saved?: Saved }
  | Failure
  /** The run is over and its memory is free: how many tensors the thread still holds, over all demos. */
  | { readonly type: 'stopped'; readonly run: number; readonly tensors: number };

/** A worker's first message: the graphics card that it can use, and the lock that it holds as long as it lives, where there are locks. */
export interface Greeting {
  readonly type: 'hello';
  readonly card: GraphicsCard;
  readonly lock?: string;
}

/** Asked of a worker now and then, and answered with the same: a sign of life. */
export interface Pulse {
  readonly type: 'pulse';
}

/** One end of the line between the page and the thread that runs demos. */
export interface Line {
  send(message: Request): void;
}
