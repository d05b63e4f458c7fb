/** What the page, which holds the editor, and the workshop, which runs changed code, hand to each other. */
import type { Knobs, Views } from '../contract.ts';

/** A TypeScript file of the project, named by its path from the root. */
export interface Source {
  readonly name: string;
  readonly text: string;
}

/** A demo with all that it is made of, as the build writes it beside the site's pages. */
export interface Sources {
  /** The demo file's name. */
  readonly entry: string;
  readonly files: readonly Source[];
  /** Those that the editor offers: the demo and its models, in the order of its tabs. */
  readonly shown: readonly string[];
  /** What the files import besides each other; the workshop's own program holds it. */
  readonly packages: readonly string[];
  /** Addresses that a run may load. */
  readonly loads: readonly string[];
}

/** Where a module names another: its text from `from` to `to` is the specifier, without its quotes. */
export interface Link {
  readonly from: number;
  readonly to: number;
  /** The name of a file, or a package. */
  readonly target: string;
}

/** A file whose types are stripped, line by line as it was. */
export interface Module {
  readonly name: string;
  readonly code: string;
  readonly links: readonly Link[];
}

/** Each module stands after those that it imports; the demo comes last. */
export interface Program {
  /** `<article>/<name>`. */
  readonly demo: string;
  readonly modules: readonly Module[];
}

/** What the workshop says besides the answers of a session (protocol.ts). */
export type Word =
  /** The changed demo is there and can be started. */
  | { readonly type: 'loaded'; readonly knobs: Knobs; readonly views: Views }
  /** Code threw; places in its stack are written `<file>:<line>:<column>`. `file` was being loaded, if one was. */
  | { readonly type: 'thrown'; readonly message: string; readonly stack: string; readonly file?: string }
  /** A run wants a file; the page answers under the same number. */
  | { readonly type: 'wanted'; readonly id: number; readonly address: string };

/** The page's answer: the file, or nothing when it may not be loaded or did not arrive. */
export interface Given {
  readonly type: 'given';
  readonly id: number;
  readonly bytes?: ArrayBuffer;
}
