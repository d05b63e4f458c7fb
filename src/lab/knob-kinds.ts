/** Kinds of knobs: each file of knobs/ is one, and nothing else names it. */
import type { ScriptWords } from '#words/page';
import type { Words } from '#words/words';
import type { Knob, Knobs, KnobValue, Views } from './contract.ts';
import type { KnobInputs } from './knob-inputs.ts';
import type { Settings } from './protocol.ts';

/** A value that a knob can have, or why it cannot: a reason of the catalogue (`share.reasons`) with what it names. */
export type Read =
  | { readonly value: KnobValue; readonly moved?: boolean }
  | { readonly kind: keyof ScriptWords['tools']['share']['reasons']; readonly expected?: string };

/** Where a control is printed. */
export interface Printing {
  readonly id: string;
  /** The id and what describes the control, as attributes. */
  readonly attributes: string;
  readonly words: Words;
}

/** Where a control lives. */
export interface Living<K extends Knob = Knob> {
  /** The demo. */
  readonly root: HTMLElement;
  /** The control. */
  readonly frame: HTMLElement;
  readonly name: string;
  readonly knob: K;
  readonly views: Views;
  readonly inputs: KnobInputs;
  /** To be called after the value was changed by the reader. */
  readonly changed: () => void;
}

/** A sentence of the sharing tool. */
type LinkWord = {
  [Key in keyof ShareWords]: ShareWords[Key] extends string ? Key : never;
}[keyof ShareWords];
type ShareWords = ScriptWords['tools']['share'];

/** What becomes of a long value in a link, by its sentences in the catalogue (`share`). */
export interface Freight {
  /** Why no link can carry it. */
  readonly refused?: LinkWord;
  /** How it arrives, if not exactly. */
  readonly noted?: LinkWord;
  /** Said when the link gets too long for it. */
  readonly tooLong: LinkWord;
  readonly count: number;
  /** How many letters each of them takes. */
  readonly letters: number;
}

/** What the lab knows of a kind: `kind` of the file that bears its name. */
export interface KnobKind<K extends Knob = Knob> {
  /** Label and control, as HTML. */
  control(knob: K, printing: Printing): string;
  /** How the control's input holds the value. Where absent it holds none: the value, a row of numbers, is kept beside it. */
  readonly input?: {
    get(input: HTMLInputElement, knob: K): KnobValue;
    set(input: HTMLInputElement, value: K['value'], knob: K): void;
  };
  /** What the control's `output` says. */
  beside?(value: K['value'], knob: K, words: ScriptWords['lab']): string;
  /** The value in an address. */
  text(value: K['value'], knob: K, views: Views): string;
  /** What such a text says, with every check. */
  fromText(text: string, knob: K, views: Views): Read;
  /** What a file says; where absent it is checked as a text. */
  fromFile?(value: unknown, knob: K): Read;
  /** The value in a table of runs. */
  said(value: K['value'], knob: K, words: ScriptWords['tools']['compare']): string;
  /** Whether this knob can begin with the value that changed code gives it; never where absent. */
  takes?(value: unknown, knob: K): boolean;
  inLink?(value: K['value'], knob: K, views: Views): Freight;
  /** For points of a plane: how far from the middle they may lie, and how many they may be. */
  points?(knob: K, views: Views): { readonly extent: number; readonly limit: number };
  /** Wakes what the control does besides holding a value. */
  wake?(living: Living<K>): void;
}

const found = import.meta.glob<{ kind: KnobKind }>('./knobs/*.ts', { eager: true });

/** The kind of a knob. */
export const kindOf = ({ kind }: Knob): KnobKind => found[`./knobs/${kind}.ts`].kind;

/** Whether a knob is listened to under these settings. */
export const matters = ({ when = {} }: Knob, settings: Settings): boolean =>
  Object.entries(when).every(([other, value]) => settings[other] === value);

/** Settings by which one run differs from another: not those that it is only looked at through. */
export const learntFrom = (settings: Settings, knobs: Knobs): Settings =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => knobs[name]?.effect !== 'look'));
