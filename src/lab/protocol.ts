import type { Words } from '#words/words';
import type { BackendName } from './backend.ts';
import type { Frame } from './contract.ts';

/** What that thread says, in the language of the page. */
export type ThreadWords = Words['script']['lab']['thread'] & Pick<Words['script']['lab'], 'backends'>;

/** Plain values of all knobs, as they travel between threads. */
export type Settings = Readonly<Record<string, number | string | boolean | readonly number[]>>;

/** What the page asks of the thread that runs demos. `run` numbers the run, so that late answers can be told apart. */
export type Request =
  | {
      readonly type: 'start';
      readonly run: number;
      /** `<article>/<name>`. */
      readonly demo: string;
      readonly settings: Settings;
      readonly seed: number;
      /** Asked for in the page's address; otherwise the lab chooses. */
      readonly backend?: string;
      readonly words: ThreadWords;
    }
  | { readonly type: 'next'; readonly run: number }
  | { readonly type: 'settings'; readonly run: number; readonly settings: Settings }
  | { readonly type: 'stop'; readonly run: number };

/** What that thread answers. */
/** `missing`: a part of the program did not arrive. */
export interface Failure {
  readonly type: 'failed';
  readonly run: number;
  readonly message: string;
  readonly retry: boolean;
  readonly missing?: boolean;
}

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
  | Failure
  /** The run is over and its memory is free: how many tensors the thread still holds, over all demos. */
  | { readonly type: 'stopped'; readonly run: number; readonly tensors: number };

/** A worker's first message: whether it can use WebGL. */
export interface Greeting {
  readonly type: 'hello';
  readonly webgl: boolean;
}

/** One end of the line between the page and the thread that runs demos. */
export interface Line {
  send(message: Request): void;
}
