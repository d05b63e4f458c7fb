/** Kinds of views: each file of views/ is one, and nothing else names it. */
import type { Words } from '#words/words';
import type { Actor, View, Views } from './contract.ts';
import type { Moment } from './history.ts';
import type { Lab } from './lab.ts';

/** Sets a formula whose numbers change (src/build/formula.ts); only the build can. */
export type Typeset = (tex: string, moment: Moment) => string;

/** One line over an axis. A number in the frame adds a point at the frame's `x`; an array draws the whole line at once. */
export interface Series {
  readonly field: string;
  readonly actor: Actor;
  readonly label: string;
  /** `floor` lines are dashed: the value that a perfect model would reach. */
  readonly style?: 'line' | 'floor';
}

/** Lines over a common axis, for all that follows a run by its numbers: tables, comparison, sound. */
export interface Curves {
  readonly label: string;
  /** The frame's field on the horizontal axis (a number, or an array when the lines are arrays). */
  readonly x: string;
  readonly xLabel: string;
  readonly series: readonly Series[];
}

export interface LegendEntry {
  /** Or one of ten classes, which have colours of their own (views/map.css). */
  readonly actor: Actor | `class-${number}`;
  readonly label: string;
  readonly mark:
    'points' | 'arrows' | 'trails' | 'line' | 'floor' | 'bars' | 'ellipses' | 'places' | 'above' | 'below';
}

/** Where a view lives that can be pressed. */
export interface LivingView<V extends View = View> {
  readonly lab: Lab;
  readonly frame: HTMLElement;
  readonly view: V;
}

/** What the lab knows of a kind: `kind` of the file that bears its name. */
export interface ViewKind<V extends View = View> {
  /** Words can be read out and copied; a formula is typeset while building. */
  readonly form: 'picture' | 'words' | 'formula';
  /** The fields of a frame that it is sure to draw. */
  fields(view: V): readonly string[];
  /**
   * The view at one moment of a run, as HTML. The same function draws the recorded run while the site is built and the live run in
   * the browser, so that the two can't differ.
   */
  markup(view: V, moment: Moment, typeset?: Typeset): string;
  /** Brings what is printed up to date, where it is not written anew. */
  update?(body: HTMLElement, moment: Moment): void;
  /** Whether there is something to see yet; always where absent. */
  isShown?(view: V, moment: Moment): boolean;
  /** What stands above the picture, as HTML. */
  above?(view: V): string;
  legend?(view: V): readonly LegendEntry[];
  /** What can be pressed below the picture, as HTML; it sleeps until there is a script. */
  controls?(view: V, words: Words): string;
  /** Wakes these controls. */
  wake?(living: LivingView<V>): void;
  /** The numbers that it draws, where it draws numbers. */
  curves?(view: V): Curves;
  /** Half the side of the square that it shows, where it shows the plane: there points can be drawn. */
  extent?(view: V): number;
}

const found = import.meta.glob<{ kind: ViewKind }>('./views/*.ts', { eager: true });

/** The kind of a view. */
export const kindOf = ({ kind }: View): ViewKind => found[`./views/${kind}.ts`].kind;

export const isShown = (view: View, moment: Moment): boolean => kindOf(view).isShown?.(view, moment) ?? true;

/** What a demo draws over an axis. */
export const curvesOf = (views: Views): Curves[] =>
  Object.values(views).flatMap((view) => kindOf(view).curves?.(view) ?? []);
