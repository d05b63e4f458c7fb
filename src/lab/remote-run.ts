import { connect, forget, newRun } from './host.ts';
import type { Saved } from './contract.ts';
import type { Order } from './orders.ts';
import type { Line, Reply, Request, Settings } from './protocol.ts';

/** What the page asks for at the beginning of a run. */
export type Beginning = Omit<Request & { type: 'start' }, 'type' | 'run'>;

/** One run in the thread that runs demos. Its frames come one at a time, each when asked for. */
export class RemoteRun {
  readonly #answer: (reply: Reply) => void;
  readonly #stopped: (tensors: number) => void;
  readonly #id: number;
  #line: Line | undefined;
  /** It ended or failed: nothing more is asked of it. */
  #over = false;
  #freed = false;
  /** Nothing may be asked of a run before its start has been sent, nor while a frame is being made. */
  #busy = true;
  #asked = 0;
  /** Milliseconds from the last frame's being asked for to its arrival. */
  took = 0;
  #snapshots: ((saved: Saved | undefined) => void)[] = [];

  /**
   * @param answer hears of everything that happens until `stop`
   * @param stopped hears how many tensors the thread still holds when the run's memory is free
   */
  constructor(answer: (reply: Reply) => void, stopped: (tensors: number) => void) {
    this.#answer = answer;
    this.#stopped = stopped;
    this.#id = newRun((reply) => this.#receive(reply));
  }

  async start(beginning: Beginning): Promise<void> {
    try {
      this.#line = await connect(beginning.demo);
    } catch (error) {
      const { message } = error as Error;
      return this.#receive({ type: 'failed', run: this.#id, message, retry: true, missing: true });
    }
    if (this.#over) return;
    this.#line.send({ type: 'start', run: this.#id, ...beginning });
    this.#busy = false;
  }

  /** Whether a frame can be asked for now. */
  get idle(): boolean {
    return !this.#busy && !this.#over;
  }

  /** Asks for the next frame. */
  next(order: Order = {}): void {
    this.#busy = true;
    this.#asked = performance.now();
    this.#line?.send({ type: 'next', run: this.#id, ...order });
  }

  /** The frame that came is on the screen: the next may be asked for. */
  shown(): void {
    this.#busy = false;
  }

  turn(settings: Settings): void {
    this.#line?.send({ type: 'settings', run: this.#id, settings });
  }

  /** What the run can be taken up from; nothing where the demo keeps nothing, or the run ends meanwhile. */
  snapshot(): Promise<Saved | undefined> {
    if (!this.#line || this.#over) return Promise.resolve(undefined);
    this.#line.send({ type: 'snapshot', run: this.#id });
    return new Promise((resolve) => this.#snapshots.push(resolve));
  }

  /** Frees the run; it is heard of no more. */
  stop(): void {
    if (this.#freed) return;
    this.#freed = true;
    this.#end();
    if (this.#line) this.#line.send({ type: 'stop', run: this.#id });
    else forget(this.#id);
  }

  #receive(reply: Reply): void {
    if (reply.type === 'stopped') {
      forget(this.#id);
      return this.#stopped(reply.tensors);
    }
    if (this.#over) return;
    if (reply.type === 'snapshot') return this.#snapshots.shift()?.(reply.saved);
    if (reply.type === 'frame') this.took = performance.now() - this.#asked;
    if (reply.type === 'failed') this.#end();
    this.#answer(reply);
  }

  #end(): void {
    this.#over = true;
    for (const resolve of this.#snapshots.splice(0)) resolve(undefined);
  }
}
