import { filled } from '#words/filling';
import { pageWords } from '#words/page';
import type { Knobs, Rhythm, Views } from './contract.ts';
import { Drawing } from './drawing.ts';
import { History } from './history.ts';
import { asked, connect, forget, newRun } from './host.ts';
import { KnobInputs } from './knob-inputs.ts';
import { whyMissing } from './missing.ts';
import type { Failure, Line, Reply, Request } from './protocol.ts';
import { recordedHistory } from './recording.ts';
import { Stage } from './stage.ts';

interface Definition {
  /** `<article>/<name>`. */
  readonly demo: string;
  readonly knobs: Knobs;
  readonly views: Views;
  readonly rhythm: Rhythm;
  readonly badge: 'recorded' | 'illustration';
  readonly recording: string;
}

/** Plays one demo: starts, pauses, steps and resets its run, and shows what comes back. */
export class Player {
  readonly #root: HTMLElement;
  readonly #definition: Definition;
  readonly #inputs: KnobInputs;
  readonly #stage: Stage;
  readonly #watch: IntersectionObserver;
  readonly #words = pageWords().lab;
  #run = 0;
  #line: Line | undefined;
  #history = new History();
  #recorded: Promise<History> | undefined;
  #playing = false;
  /** Frames that the reader asked for one by one. */
  #owed = 0;
  #inFlight = false;
  #onScreen = true;

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#definition = JSON.parse(root.querySelector('[data-definition]')!.textContent) as Definition;
    this.#inputs = new KnobInputs(root, this.#definition.knobs);
    this.#stage = new Stage(root, this.#definition.views);
    for (const [name, knob] of Object.entries(this.#definition.knobs)) {
      if (knob.kind === 'drawing') {
        const plane = this.#definition.views[knob.on];
        if (plane.kind === 'plane')
          new Drawing({ root, name, knob, plane, inputs: this.#inputs }, () => this.#changed(name));
      }
    }
    this.#watch = new IntersectionObserver((entries) => {
      this.#onScreen = entries[entries.length - 1].isIntersecting;
      this.#ask();
    });
    this.#watch.observe(root);
    document.addEventListener('visibilitychange', this.#wakeUp);
    document.addEventListener('demo-lab:play', this.#yieldTo);
    root.dataset.ready = '';
  }

  /** A click or an input inside the demo's frame. */
  handle(event: Event): void {
    const target = event.target as Element;
    if (event.type === 'click') {
      const action = target.closest<HTMLElement>('[data-action]')?.dataset.action;
      if (action !== undefined) this.#act(action);
      return;
    }
    if (target.matches('[data-timeline]')) this.#lookBack(Number((target as HTMLInputElement).value));
    else if (target.matches('[data-seed]')) this.#restart();
    else this.#changed(this.#inputs.of(target)?.name);
  }

  /** The page lets go of the demo: everything is freed. */
  leave(): void {
    this.#stop();
    this.#watch.disconnect();
    document.removeEventListener('visibilitychange', this.#wakeUp);
    document.removeEventListener('demo-lab:play', this.#yieldTo);
  }

  readonly #wakeUp = (): void => this.#ask();

  /** One demo plays at a time: they share one thread. */
  readonly #yieldTo = (event: Event): void => {
    if ((event as CustomEvent<Player>).detail !== this && this.#playing) this.#pause();
  };

  #act(action: string): void {
    if (action === 'play') this.#playing ? this.#pause() : this.#play();
    if (action === 'step') this.#step();
    if (action === 'reset') void this.#reset();
    if (action === 'retry') this.#play();
    if (action === 'defaults') {
      this.#inputs.restoreDefaults();
      this.#restart();
    }
  }

  #play(): void {
    if (this.#definition.rhythm === 'answer') return this.#step();
    this.#playing = true;
    this.#stage.playing(true);
    document.dispatchEvent(new CustomEvent('demo-lab:play', { detail: this }));
    if (this.#run === 0) void this.#start();
    else this.#stage.say(this.#words.running);
    this.#ask();
  }

  #pause(): void {
    this.#playing = false;
    this.#stage.playing(false);
    const step = this.#history.stepAt(this.#history.length - 1);
    if (this.#run !== 0) this.#stage.say(filled(this.#words.paused, { step }));
  }

  #step(): void {
    if (this.#playing) this.#pause();
    this.#owed = this.#definition.rhythm === 'answer' ? 1 : this.#owed + 1;
    if (this.#run === 0) void this.#start();
    this.#ask();
  }

  /** Frees the run and shows the recorded one again; the knobs stay as the reader set them. */
  async #reset(): Promise<void> {
    this.#stop();
    this.#history = new History();
    this.#stage.problem('');
    this.#stage.badge(this.#definition.badge);
    this.#stage.backend();
    const recorded = await this.#recording();
    if (recorded && this.#run === 0) this.#stage.show(recorded, recorded.length - 1);
    this.#stage.say(this.#words.reset);
  }

  #changed(name: string | undefined): void {
    this.#inputs.refresh();
    if (name === undefined) return;
    const answers = this.#definition.rhythm === 'answer';
    if (this.#definition.knobs[name].effect === 'restart') return this.#restart();
    if (this.#run !== 0) this.#send({ type: 'settings', run: this.#run, settings: this.#inputs.settings() });
    if (answers) this.#step();
  }

  /** New settings need a new run: at once if one was playing, else when the reader asks for it. */
  #restart(): void {
    const playing = this.#playing;
    const had = this.#run !== 0;
    this.#stop();
    if (playing || this.#definition.rhythm === 'answer') this.#play();
    else this.#stage.say(had ? this.#words.changed : this.#words.ready);
  }

  async #start(): Promise<void> {
    const run = (this.#run = newRun((reply) => this.#answer(reply)));
    this.#history = new History();
    // Nothing may be asked of a run before its start has been sent: the line may be open from an earlier run.
    this.#inFlight = true;
    this.#stage.problem('');
    this.#stage.say(this.#words.starting, {});
    try {
      this.#line = await connect();
    } catch (error) {
      const { message } = error as Error;
      return this.#answer({ type: 'failed', run, message, retry: true, missing: true });
    }
    if (run !== this.#run) return;
    const { demo } = this.#definition;
    const settings = this.#inputs.settings();
    const words = { ...this.#words.thread, backends: this.#words.backends };
    const seed = this.#inputs.seed();
    this.#send({ type: 'start', run, demo, settings, seed, backend: asked('backend'), words });
    this.#inFlight = false;
    this.#ask();
  }

  #stop(): void {
    if (this.#run !== 0 && this.#line) this.#send({ type: 'stop', run: this.#run });
    else forget(this.#run);
    this.#run = 0;
    this.#owed = 0;
    this.#playing = false;
    this.#inFlight = false;
    this.#stage.playing(false);
    this.#stage.say('');
  }

  /** Asks for one frame if one is wanted and none is on its way. Off screen or in a hidden tab nothing is wanted. */
  #ask(): void {
    const wanted = this.#owed > 0 || (this.#playing && this.#onScreen && !document.hidden);
    if (this.#run === 0 || !this.#line || this.#inFlight || !wanted) return;
    this.#inFlight = true;
    this.#owed = Math.max(0, this.#owed - 1);
    this.#send({ type: 'next', run: this.#run });
  }

  #send(request: Request): void {
    this.#line?.send(request);
  }

  #answer(reply: Reply): void {
    if (reply.type === 'stopped') {
      this.#root.dataset.tensors = String(reply.tensors);
      return forget(reply.run);
    }
    if (reply.run !== this.#run) return;
    if (reply.type === 'status') this.#stage.say(reply.text, { fraction: reply.fraction });
    if (reply.type === 'started') this.#stage.backend(reply.backend, reply.reason);
    if (reply.type === 'frame') this.#received(reply.frame);
    if (reply.type === 'done') this.#ended();
    if (reply.type === 'failed') void this.#failed(reply);
  }

  #received(frame: Parameters<History['add']>[0]): void {
    if (this.#history.length === 0)
      this.#stage.badge(this.#definition.badge === 'illustration' ? 'illustration' : 'live');
    this.#history.add(frame);
    const behind = frame.progress === undefined ? undefined : { fraction: frame.progress };
    this.#stage.say(this.#sentence(frame), this.#playing ? behind : undefined);
    const run = this.#run;
    this.#stage.show(this.#history, this.#history.length - 1, () => {
      this.#root.dataset.step = String(frame.step);
      if (run !== this.#run) return;
      this.#inFlight = false;
      onceShown(() => this.#ask());
    });
  }

  /** What the run says of itself; while it pauses, that comes first. */
  #sentence({ message, step }: Parameters<History['add']>[0]): string {
    if (this.#playing) return message ?? this.#words.running;
    const paused = filled(this.#words.paused, { step });
    if (this.#definition.rhythm === 'answer') return message ?? paused;
    return [paused, message].filter(Boolean).join(' ');
  }

  #ended(): void {
    const step = this.#history.stepAt(this.#history.length - 1);
    this.#stop();
    this.#stage.say(filled(this.#words.finished, { step }));
  }

  async #failed({ message, retry, missing }: Failure): Promise<void> {
    this.#stop();
    if (!missing) return this.#stage.problem(message, retry ? 'retry' : undefined);
    const { sentence, remedy } = await whyMissing();
    this.#stage.problem(sentence, remedy);
  }

  /** Shows an earlier frame; a playing run is paused, so that the picture stays. */
  #lookBack(index: number): void {
    if (this.#playing) this.#pause();
    if (this.#history.length > 0) return this.#stage.show(this.#history, index);
    void this.#recording().then((recorded) => recorded && this.#stage.show(recorded, index));
  }

  #recording(): Promise<History | undefined> {
    this.#recorded ??= recordedHistory(this.#definition.recording);
    return this.#recorded.catch(() => {
      this.#recorded = undefined;
      this.#stage.problem(this.#words.noRecording);
      return undefined;
    });
  }
}

/**
 * Calls back when what was just painted is on the screen. Asking for the next frame earlier would have the page's own
 * painting wait behind the model's work on the same graphics card.
 */
function onceShown(callback: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(callback));
}
