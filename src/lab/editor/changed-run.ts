import { pageWords } from '#words/page';
import { deliver, useLine } from '../host.ts';
import type { Lab } from '../lab.ts';
import type { Reply, Settings } from '../protocol.ts';
import { checked } from './answers.ts';
import { initialValues, sameShape } from './changed-knobs.ts';
import type { Program, Word } from './program.ts';
import { openWorkshop, type Workshop } from './workshop.ts';

type Thrown = Extract<Word, { type: 'thrown' }>;
type Loaded = Extract<Word, { type: 'loaded' }>;
type Opened = { readonly workshop: Workshop; readonly loaded: Loaded } | Failure;
/** `absent`: the workshop did not arrive. `stopped`: something else was asked for before the program was loaded. */
type Failure = { readonly thrown: Thrown } | 'absent' | 'stopped';

/** What became of a program: it runs, with these knobs set and perhaps knobs or pictures that the page cannot follow; or it threw. */
export type Outcome = { readonly set: Settings; readonly sameShape: boolean } | Failure;

interface Place {
  readonly frame: HTMLElement;
  readonly loads: readonly string[];
}

/** One demo's runs on changed code: while a program is in force, the demo's own player plays it over the workshop's line. */
export class ChangedRun {
  readonly #lab: Lab;
  readonly #place: Place;
  readonly #thrown: (word: Thrown) => void;
  #workshop: Workshop | undefined;
  /** Gives up a program that is being loaded: it may loop for ever. */
  #giveUp: () => void = () => undefined;
  /** Initial values of the knobs in the code that is in force. */
  #initial: Settings;

  /** @param thrown hears what a run throws once its program is in force */
  constructor(lab: Lab, place: Place, thrown: (word: Thrown) => void) {
    this.#lab = lab;
    this.#place = place;
    this.#thrown = thrown;
    this.#initial = this.#own();
  }

  /** Loads the program apart from the page; what runs now goes on until that has worked, and so it does when it fails. */
  async start(program: Program): Promise<Outcome> {
    const opened = await this.#open(program);
    if (typeof opened === 'string' || 'thrown' in opened) return opened;
    const { knobs, views } = opened.loaded;
    const { demo, knobs: own, views: ownViews } = this.#lab.definition;
    await this.#lab.reset();
    this.#take(opened.workshop);
    useLine(demo, opened.workshop.line);
    const set = this.#begin(initialValues(knobs, own));
    this.#lab.play();
    return { set, sameShape: sameShape({ knobs, views }, { knobs: own, views: ownViews }) };
  }

  /** The demo runs as it was built, and shows its recorded run. */
  async end(): Promise<void> {
    this.#giveUp();
    if (!this.#workshop) return;
    await this.#lab.reset();
    useLine(this.#lab.definition.demo);
    this.#take(undefined);
    this.#begin(this.#own());
  }

  #own(): Settings {
    const { knobs } = this.#lab.definition;
    return initialValues(knobs, knobs);
  }

  #take(workshop: Workshop | undefined): void {
    this.#workshop?.close();
    this.#workshop = workshop;
    this.#lab.root.toggleAttribute('data-changed-code', workshop !== undefined);
  }

  /** Knobs whose initial values are others than those of the code before; what the reader turned besides stays. */
  #begin(initial: Settings): Settings {
    const news = Object.entries(initial).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(this.#initial[name]),
    );
    this.#initial = { ...this.#own(), ...initial };
    const set = Object.fromEntries(news);
    if (news.length > 0) this.#lab.set(set);
    return set;
  }

  async #open(program: Program): Promise<Opened> {
    this.#giveUp();
    const { frame, loads } = this.#place;
    let settle: (heard: Loaded | Thrown | 'stopped') => void = () => undefined;
    const first = new Promise<Loaded | Thrown | 'stopped'>((resolve) => (settle = resolve));
    this.#giveUp = () => settle('stopped');
    let settled = false;
    const word = (heard: Loaded | Thrown): void => {
      if (!settled) settle(heard);
      else if (heard.type === 'thrown') this.#thrown(heard);
    };
    const reply = (heard: Reply): void => {
      const taken = checked(heard, pageWords().tools.code);
      if (taken) deliver(taken);
    };
    const workshop = await openWorkshop(program, { reply, word }, { place: frame, loads }).catch(
      () => undefined,
    );
    if (!workshop) return 'absent';
    const heard = await first;
    settled = true;
    if (heard !== 'stopped' && heard.type === 'loaded') return { workshop, loaded: heard };
    workshop.close();
    return heard === 'stopped' ? heard : { thrown: heard };
  }
}
