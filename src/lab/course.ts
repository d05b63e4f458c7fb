import { filled } from '#words/filling';
import { pageWords } from '#words/page';
import type { Frame, Saved } from './contract.ts';
import type { Events } from './events.ts';
import type { Lab, Origin, RunState } from './lab.ts';
import { whyMissing } from './missing.ts';
import type { Failure, Reply, Settings } from './protocol.ts';
import { onceShown } from './once-shown.ts';
import { RemoteRun } from './remote-run.ts';
import { ending, goingOn, sentenceOf } from './run-words.ts';
import { Safety, wish, type Plan, type Point } from './safety.ts';

/** What a run needs of its demo. */
export interface Bed extends Lab {
  readonly events: Events;
  /** Whether frames follow one another by themselves now. */
  readonly flows: boolean;
  enter(state: RunState): void;
  /** The run is over. */
  over(state: 'finished' | 'failed'): void;
}

/**
 * A run from its first frame to its last, through whatever happens to it: after a fault it goes on in a fresh thread from its last
 * good state, or is repeated up to where it was if its demo keeps nothing, so that the same curve goes on.
 */
export class Course {
  readonly #bed: Bed;
  readonly #origin: Origin;
  readonly #safety: Safety;
  readonly #words = pageWords().lab;
  #run: RemoteRun | undefined;
  /** Frames that the reader asked for one by one. */
  #owed = 0;
  /** Whether the frame being made is one of these. */
  #single = false;
  /** What the reader asks for one by one are parts of a step. */
  #inParts = false;
  /** Whose state is awaited, to go on elsewhere. */
  #leaving: RemoteRun | undefined;
  /** What the present thread began with, after so many frames. */
  #begun: { saved?: Saved; frames: number } = { frames: 0 };
  /** Frames that are made again and not shown, because the demo keeps nothing. */
  #again = 0;

  constructor(bed: Bed, origin: Origin) {
    this.#bed = bed;
    this.#origin = origin;
    this.#safety = new Safety(origin.from);
  }

  /** Starts the run: from the beginning, or from what was saved. */
  begin(from: Saved | undefined = this.#origin.from): void {
    const { root, definition, inputs } = this.#bed;
    const run = new RemoteRun(
      (reply) => this.#answer(run, reply),
      (tensors) => (root.dataset.tensors = String(tensors)),
    );
    this.#run = run;
    const words = { ...this.#words.thread, backends: this.#words.backends };
    const { backend, why, fallen } = wish(definition.demo);
    const place = { backend, why, gaveUp: fallen?.gaveUp, alone: fallen !== undefined };
    const origin = { settings: inputs.settings(), seed: this.#origin.seed, from };
    const beginning = { demo: definition.demo, words, ...place, ...origin };
    this.#begun = { saved: from, frames: this.#bed.history.length };
    void run.start(beginning).then(() => this.ask());
  }

  /** A run that failed goes on from its last good state. */
  retry(): void {
    this.#goBack(this.#safety.last);
    this.begin(this.#safety.last?.saved);
  }

  /** Goes on on another backend, from here; a run that keeps nothing is made again up to here. */
  async move(): Promise<void> {
    const run = this.#run;
    if (!run) return;
    const { definition, history } = this.#bed;
    // A frame that is made while the thread turns to the other backend would be made by both.
    this.#leaving = run;
    const saved =
      (await run.snapshot()) ?? (history.length === this.#begun.frames ? this.#begun.saved : undefined);
    if (run !== this.#run) return;
    run.stop();
    const answers = definition.rhythm === 'answer';
    this.#again = saved || answers ? 0 : history.length;
    if (answers) this.#owed = 1;
    this.begin(saved);
  }

  stop(): void {
    this.#run?.stop();
    this.#run = undefined;
  }

  turn(settings: Settings): void {
    this.#run?.turn(settings);
  }

  snapshot(): Promise<Saved | undefined> {
    return this.#run?.snapshot() ?? Promise.resolve(undefined);
  }

  /** The run paused: it is saved at once, or with the frame that is on its way. */
  paused(): void {
    if (this.#run?.idle) this.#guard(this.#run);
  }

  /** The reader asks for one frame. */
  owe(inParts: boolean): void {
    this.#inParts = inParts;
    this.#owed = this.#bed.definition.rhythm === 'answer' ? 1 : this.#owed + 1;
    this.ask();
  }

  /** Asks for one frame if one is wanted and none is on its way. */
  ask(): void {
    if (!this.#run?.idle || this.#run === this.#leaving || !(this.#owed > 0 || this.#bed.flows)) return;
    this.#single = this.#owed > 0 && this.#again === 0;
    if (this.#single) this.#owed -= 1;
    this.#run.next(this.#single && this.#inParts);
  }

  #answer(run: RemoteRun, reply: Reply): void {
    if (run !== this.#run) return;
    if (reply.type === 'status') this.#report(reply);
    if (reply.type === 'started') {
      this.#safety.backend = reply.backend;
      this.#bed.stage.backend(reply.backend, reply.reason);
      this.#bed.events.tell('backend', reply);
    }
    if (reply.type === 'frame') this.#received(run, reply.frame);
    if (reply.type === 'done') this.#ended();
    if (reply.type === 'failed') void this.#failed(reply);
  }

  /** A run that was taken up while it paused does so silently. */
  #report({ text, fraction }: Extract<Reply, { type: 'status' }>): void {
    const awaited = this.#bed.state === 'playing' || this.#single || this.#owed > 0;
    if (awaited) this.#bed.stage.say(text, { fraction });
  }

  #received(run: RemoteRun, frame: Frame): void {
    this.#single = false;
    if (this.#again > 0) return this.#repeated(run);
    const { history, stage, definition, state } = this.#bed;
    if (history.length === 0) stage.badge(definition.badge === 'illustration' ? 'illustration' : 'live');
    history.add(frame);
    const behind = frame.progress === undefined ? undefined : { fraction: frame.progress };
    stage.say(sentenceOf(frame, this.#bed), state === 'playing' ? behind : undefined);
    // A tool may pause the run now, and say why in place of that.
    this.#bed.events.tell('frame', frame);
    this.#bed.events.tell('made', run.took);
    this.#show(() => {
      run.shown();
      this.#guard(run);
      onceShown(() => setTimeout(() => this.ask(), this.#bed.delay));
    });
  }

  #guard(run: RemoteRun): void {
    const { history, state } = this.#bed;
    void this.#safety.guard(run, { frames: history.length, paused: state !== 'playing' });
  }

  #repeated(run: RemoteRun): void {
    const { length } = this.#bed.history;
    this.#again -= 1;
    this.#bed.stage.say(this.#words.repeating, { fraction: 1 - this.#again / length });
    run.shown();
    this.ask();
  }

  /** Puts the newest frame on the stage. */
  #show(painted: () => void = () => undefined): void {
    const { root, history, stage, events } = this.#bed;
    const index = history.length - 1;
    if (index < 0) return;
    stage.show(history, index, () => {
      root.dataset.step = String(history.stepAt(index));
      events.tell('show', index);
      painted();
    });
  }

  get #step(): number {
    return this.#bed.history.stepAt(this.#bed.history.length - 1);
  }

  #ended(): void {
    this.stop();
    this.#bed.over('finished');
    this.#bed.stage.say(filled(this.#words.finished, { step: this.#step }));
  }

  async #failed(failure: Failure): Promise<void> {
    this.stop();
    const plan = this.#safety.plan(failure);
    if (plan) return this.#takeUp(plan, failure);
    this.#bed.over('failed');
    this.#bed.events.tell('failed', failure);
    if (!failure.missing)
      return this.#bed.stage.problem(ending(failure), failure.retry ? 'retry' : undefined);
    const { sentence, remedy } = await whyMissing();
    this.#bed.stage.problem(sentence, remedy);
  }

  #takeUp({ point, paused }: Plan, failure: Failure): void {
    if (this.#single) this.#owed += 1;
    this.#single = false;
    this.#goBack(point);
    if (paused) this.#rest();
    this.#bed.stage.problem(goingOn(failure, { step: this.#step, backend: this.#safety.backend }));
    this.begin(point?.saved);
  }

  /** Where a fault led nowhere, the reader decides when to go on. */
  #rest(): void {
    this.#owed = 0;
    this.#bed.enter('paused');
    this.#bed.stage.say(filled(this.#words.paused, { step: this.#step }));
  }

  /** The history ends where the run goes on from; a run that keeps nothing is made again up to where it was. */
  #goBack(point: Point | undefined): void {
    const { history, definition, events } = this.#bed;
    this.#again = point || definition.rhythm === 'answer' ? 0 : history.length;
    if (!point || point.frames === history.length) return;
    history.cut(point.frames);
    events.tell('cut', point.frames);
    this.#show();
  }
}
