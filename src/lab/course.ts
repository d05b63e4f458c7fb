import { pageWords } from '#words/page';
import type { Bed } from './bed.ts';
import type { Frame, Saved } from './contract.ts';
import type { Origin } from './lab.ts';
import { onceShown } from './once-shown.ts';
import { Orders } from './orders.ts';
import type { Failure, Reply, Settings } from './protocol.ts';
import { RemoteRun } from './remote-run.ts';
import { goingOn } from './run-words.ts';
import { Safety, wish, type Plan, type Point } from './safety.ts';
import { ShownRun } from './shown-run.ts';

/**
 * A run from its first frame to its last, through whatever happens to it: after a fault it goes on in a fresh thread from its last
 * good state, or is repeated up to where it was if its demo keeps nothing, so that the same curve goes on.
 */
export class Course {
  readonly #bed: Bed;
  readonly #origin: Origin;
  readonly #safety: Safety;
  readonly #orders: Orders;
  readonly #shown: ShownRun;
  /** Whether something can still be looked at when all is learnt. */
  readonly #staysOpen: boolean;
  readonly #words = pageWords().lab;
  #run: RemoteRun | undefined;
  /** Whose state is awaited, to go on elsewhere. */
  #leaving: RemoteRun | undefined;
  /** What the present thread began with, after so many frames. */
  #begun: { saved?: Saved; frames: number } = { frames: 0 };

  constructor(bed: Bed, origin: Origin) {
    this.#bed = bed;
    this.#origin = origin;
    this.#safety = new Safety(origin.from);
    this.#orders = new Orders(bed.definition);
    this.#shown = new ShownRun(bed);
    const { knobs, rhythm } = bed.definition;
    this.#staysOpen = rhythm === 'run' && Object.values(knobs).some(({ effect }) => effect === 'look');
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
    this.#orders.again = saved || answers ? 0 : history.length;
    if (answers) this.#orders.owe();
    this.begin(saved);
  }

  stop(): void {
    this.#run?.stop();
    this.#run = undefined;
  }

  /** The knobs stand so now; `look`: a run that rests is to show itself anew. */
  turn(settings: Settings, { look }: { look: boolean }): void {
    this.#run?.turn(settings);
    if (!look) return;
    this.#orders.look();
    if (this.#bed.state !== 'playing') this.ask();
  }

  snapshot(): Promise<Saved | undefined> {
    return this.#run?.snapshot() ?? Promise.resolve(undefined);
  }

  /** The run paused: it is saved at once, or with the frame that is on its way. */
  paused(): void {
    if (this.#run?.idle) this.#guard(this.#run);
    this.ask();
  }

  /** The reader asks for one frame. */
  owe(inParts: boolean): void {
    this.#orders.owe(inParts);
    this.ask();
  }

  /** Asks for one frame if one is wanted and none is on its way. */
  ask(): void {
    if (!this.#run?.idle || this.#run === this.#leaving) return;
    const order = this.#orders.next(this.#bed);
    if (order) this.#run.next(order);
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
    if (reply.type === 'failed') this.#failed(reply);
  }

  /** A run that was taken up while it paused does so silently. */
  #report({ text, fraction }: Extract<Reply, { type: 'status' }>): void {
    const awaited = this.#bed.state === 'playing' || this.#orders.awaited;
    if (awaited) this.#bed.stage.say(text, { fraction });
  }

  #received(run: RemoteRun, frame: Frame): void {
    const looked = this.#orders.came(frame);
    if (this.#orders.again > 0) return this.#repeated(run);
    const painted = (): void => {
      run.shown();
      this.#guard(run);
      onceShown(() => setTimeout(() => this.ask(), this.#bed.delay));
    };
    const same = this.#bed.history.length > 0 && frame.step === this.#shown.step;
    if (looked && same) return this.#shown.renew(frame, painted);
    this.#shown.add(frame, run.took, painted);
    if (this.#staysOpen && (frame.progress ?? 0) >= 1) this.#shown.finished(frame);
  }

  #guard(run: RemoteRun): void {
    const { history, state } = this.#bed;
    void this.#safety.guard(run, { frames: history.length, paused: state !== 'playing' });
  }

  #repeated(run: RemoteRun): void {
    this.#orders.again -= 1;
    this.#shown.repeating(this.#orders.again);
    run.shown();
    this.ask();
  }

  #ended(): void {
    this.stop();
    this.#shown.finished();
  }

  #failed(failure: Failure): void {
    this.stop();
    const plan = this.#safety.plan(failure);
    if (plan) this.#takeUp(plan, failure);
    else void this.#shown.failed(failure);
  }

  /** Where a fault led nowhere, the reader decides when to go on. */
  #takeUp({ point, paused }: Plan, failure: Failure): void {
    this.#orders.lost();
    this.#goBack(point);
    if (paused) {
      this.#orders.rest();
      this.#shown.rests();
    }
    const place = { step: this.#shown.step, backend: this.#safety.backend };
    this.#bed.stage.problem(goingOn(failure, place));
    this.begin(point?.saved);
  }

  /** The history ends where the run goes on from; a run that keeps nothing is made again up to where it was. */
  #goBack(point: Point | undefined): void {
    const { history, definition } = this.#bed;
    this.#orders.again = point || definition.rhythm === 'answer' ? 0 : history.length;
    if (point && point.frames !== history.length) this.#shown.cut(point.frames);
  }
}
