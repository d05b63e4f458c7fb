import { filled } from '#words/filling';
import { pageWords } from '#words/page';
import type { Bed } from './bed.ts';
import type { Saved } from './contract.ts';
import { Controls } from './controls.ts';
import { Course } from './course.ts';
import { Events } from './events.ts';
import { History } from './history.ts';
import { KnobInputs } from './knob-inputs.ts';
import type { Definition, LabEvents, Origin, RunState } from './lab.ts';
import { LookingBack } from './looking-back.ts';
import { Presence } from './presence.ts';
import type { Settings } from './protocol.ts';
import { Stage } from './stage.ts';
import { attachTools } from './tool-box.ts';

/** Plays one demo: starts, pauses, steps and resets its run. All that a demo offers besides is a tool (`tools/`). */
export class Player implements Bed {
  readonly root: HTMLElement;
  readonly definition: Definition;
  readonly inputs: KnobInputs;
  readonly stage: Stage;
  readonly events = new Events();
  readonly #controls: Controls;
  readonly #past: LookingBack;
  readonly #presence: Presence;
  readonly #words = pageWords().lab;
  history = new History();
  state: RunState = 'ready';
  origin: Origin | undefined;
  delay = 0;
  #held = false;
  #course: Course | undefined;
  /** The run that failed: Retry goes on with it. */
  #failed: Course | undefined;

  constructor(root: HTMLElement) {
    this.root = root;
    this.definition = JSON.parse(root.querySelector('[data-definition]')!.textContent) as Definition;
    this.inputs = new KnobInputs(root, this.definition.knobs);
    this.stage = new Stage(root, this.definition.views);
    const { recording } = this.definition;
    this.#past = new LookingBack({ stage: this.stage, events: this.events, recording });
    this.#controls = new Controls(this, {
      retry: () => this.#retry(),
      lookBack: (index) => this.#lookBack(index),
      turned: (name) => this.#changed([name]),
    });
    this.#presence = new Presence(root, {
      changed: () => this.#course?.ask(),
      yielded: () => this.state === 'playing' && this.pause(),
    });
    attachTools(this);
    root.dataset.ready = '';
  }

  /** A click or an input inside the demo's frame. */
  handle(event: Event): void {
    this.#controls.hear(event);
  }

  on<Name extends keyof LabEvents>(name: Name, listener: (value: LabEvents[Name]) => void): void {
    this.events.on(name, listener);
  }

  /** The page lets go of the demo: everything is freed. */
  leave(): void {
    this.#stop();
    this.#presence.leave();
  }

  play(from?: Saved): void {
    if (this.definition.rhythm === 'answer') return this.step();
    if (from || this.state === 'finished') this.#stop();
    this.#presence.takeTurn();
    const goesOn = this.#course !== undefined;
    this.history.lookedAt = undefined;
    this.enter('playing');
    this.stage.problem('');
    if (goesOn) this.stage.say(this.#words.running);
    else this.#start(from);
    this.#course?.ask();
  }

  pause(): void {
    if (!this.#course || this.state === 'finished') return;
    this.enter('paused');
    this.#course.paused();
    const step = this.history.stepAt(this.history.length - 1);
    this.stage.say(filled(this.#words.paused, { step }));
  }

  step({ inParts = false }: { inParts?: boolean } = {}): void {
    if (this.state === 'playing') this.pause();
    if (this.state === 'finished') this.#stop();
    this.stage.problem('');
    if (!this.#course) this.#start();
    if (this.state !== 'paused') this.enter('paused');
    this.history.lookedAt = undefined;
    this.#course?.owe(inParts);
  }

  hold(on: boolean): void {
    this.#held = on;
    this.#course?.ask();
  }

  move(): void {
    void this.#course?.move();
  }

  async reset(): Promise<void> {
    this.#stop();
    this.history = new History();
    this.stage.problem('');
    this.stage.badge(this.definition.badge);
    this.stage.backend();
    this.enter('ready');
    const recorded = await this.#past.recorded();
    if (recorded && !this.#course) this.stage.show(recorded, recorded.length - 1);
    this.stage.say(this.#words.reset);
  }

  set(settings: Settings, seed?: number): void {
    this.inputs.set(settings, seed);
    this.#changed(seed === undefined ? Object.keys(settings) : [undefined]);
  }

  snapshot(): Promise<Saved | undefined> {
    return this.#course?.snapshot() ?? Promise.resolve(undefined);
  }

  /** Off screen or in a hidden tab no frame is wanted. */
  get flows(): boolean {
    return this.state === 'playing' && this.#presence.here && !this.#held;
  }

  enter(state: RunState): void {
    this.state = state;
    this.stage.playing(state === 'playing');
    this.events.tell('state', state);
  }

  over(state: 'finished' | 'failed'): void {
    const course = this.#course;
    this.#stop();
    if (state === 'failed') this.#failed = course;
    this.enter(state);
  }

  /** Nothing is lost: the run goes on from where it was saved last. */
  #retry(): void {
    const course = this.#failed;
    if (!course || this.definition.rhythm === 'answer') return this.play();
    this.#course = course;
    this.#failed = undefined;
    this.play();
    course.retry();
  }

  /** The seed, which has no name, or knobs of these names were turned. */
  #changed(names: readonly (string | undefined)[]): void {
    const { knobs } = this.definition;
    const effects = names.map((name) => (name === undefined ? 'restart' : knobs[name]?.effect));
    if (effects.includes('restart')) return this.#restart();
    const [settings, look] = [this.inputs.settings(), effects.includes('look')];
    this.#course?.turn(settings, { look });
    this.events.tell('settings', settings);
    if (this.definition.rhythm === 'answer') this.step();
    else if (look && this.state === 'ready') this.stage.say(this.#words.ready);
  }

  /** New settings need a new run: at once if one was playing, else when the reader asks for it. */
  #restart(): void {
    const [playing, had] = [this.state === 'playing', this.#course !== undefined];
    this.#stop();
    this.events.tell('settings', this.inputs.settings());
    if (playing || this.definition.rhythm === 'answer') return this.play();
    this.enter('ready');
    this.stage.say(had ? this.#words.changed : this.#words.ready);
  }

  #start(from?: Saved): void {
    this.history = new History();
    this.origin = { settings: this.inputs.settings(), seed: this.inputs.seed(), from };
    this.#failed = undefined;
    this.#course = new Course(this, this.origin);
    this.events.tell('start', this.origin);
    this.stage.problem('');
    this.stage.say(this.#words.starting, {});
    this.#course?.begin();
  }

  #stop(): void {
    this.#course?.stop();
    this.#course = undefined;
    this.#failed = undefined;
    this.stage.playing(false);
    this.stage.say('');
  }

  /** Shows an earlier frame; a playing run is paused, so that the picture stays. */
  #lookBack(index: number): void {
    if (this.state === 'playing') this.pause();
    this.#past.show(this.history, index);
  }
}
