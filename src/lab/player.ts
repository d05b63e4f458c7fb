import { filled } from '#words/filling';
import { pageWords } from '#words/page';
import type { Frame, Saved } from './contract.ts';
import { Drawing } from './drawing.ts';
import { History } from './history.ts';
import { asked } from './host.ts';
import { KnobInputs } from './knob-inputs.ts';
import type { Definition, Lab, LabEvents, Origin, RunState } from './lab.ts';
import { whyMissing } from './missing.ts';
import type { Failure, Reply, Settings } from './protocol.ts';
import { recordedHistory } from './recording.ts';
import { RemoteRun } from './remote-run.ts';
import { Stage } from './stage.ts';
import { attachTools } from './tool-box.ts';

type Listeners = { [Name in keyof LabEvents]?: ((value: LabEvents[Name]) => void)[] };

/**
 * Plays one demo: starts, pauses, steps and resets its run, and shows what comes back. Longer than other files: the states of a
 * run and what leads from one to the other read best in one place; all that a demo offers besides is a tool (`tools/`).
 */
export class Player implements Lab {
  readonly root: HTMLElement;
  readonly definition: Definition;
  readonly inputs: KnobInputs;
  readonly stage: Stage;
  readonly #watch: IntersectionObserver;
  readonly #words = pageWords().lab;
  readonly #listeners: Listeners = {};
  history = new History();
  state: RunState = 'ready';
  origin: Origin | undefined;
  delay = 0;
  #run: RemoteRun | undefined;
  #recorded: Promise<History> | undefined;
  /** Frames that the reader asked for one by one. */
  #owed = 0;
  #onScreen = true;

  constructor(root: HTMLElement) {
    this.root = root;
    this.definition = JSON.parse(root.querySelector('[data-definition]')!.textContent) as Definition;
    this.inputs = new KnobInputs(root, this.definition.knobs);
    this.stage = new Stage(root, this.definition.views);
    this.#watchDrawings();
    this.#watch = new IntersectionObserver((entries) => {
      this.#onScreen = entries[entries.length - 1].isIntersecting;
      this.#ask();
    });
    this.#watch.observe(root);
    document.addEventListener('visibilitychange', this.#wakeUp);
    document.addEventListener('demo-lab:play', this.#yieldTo);
  }

  /** The demo's tools join it; resolves when all of them are there. */
  async ready(): Promise<void> {
    await attachTools(this);
    this.root.dataset.ready = '';
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
    else this.#changed(this.inputs.of(target)?.name);
  }

  on<Name extends keyof LabEvents>(name: Name, listener: (value: LabEvents[Name]) => void): void {
    const listeners = (this.#listeners[name] ??= []) as ((value: LabEvents[Name]) => void)[];
    listeners.push(listener);
  }

  /** The page lets go of the demo: everything is freed. */
  leave(): void {
    this.#stop();
    this.#watch.disconnect();
    document.removeEventListener('visibilitychange', this.#wakeUp);
    document.removeEventListener('demo-lab:play', this.#yieldTo);
  }

  play(from?: Saved): void {
    if (this.definition.rhythm === 'answer') return this.step();
    if (from) this.#stop();
    document.dispatchEvent(new CustomEvent('demo-lab:play', { detail: this }));
    const goesOn = this.#run !== undefined;
    this.#enter('playing');
    if (goesOn) this.stage.say(this.#words.running);
    else this.#start(from);
    this.#ask();
  }

  pause(): void {
    if (!this.#run) return;
    this.#enter('paused');
    const step = this.history.stepAt(this.history.length - 1);
    this.stage.say(filled(this.#words.paused, { step }));
  }

  step(): void {
    if (this.state === 'playing') this.pause();
    this.#owed = this.definition.rhythm === 'answer' ? 1 : this.#owed + 1;
    if (!this.#run) this.#start();
    if (this.state !== 'paused') this.#enter('paused');
    this.#ask();
  }

  async reset(): Promise<void> {
    this.#stop();
    this.history = new History();
    this.stage.problem('');
    this.stage.badge(this.definition.badge);
    this.stage.backend();
    this.#enter('ready');
    const recorded = await this.#recording();
    if (recorded && !this.#run) this.stage.show(recorded, recorded.length - 1);
    this.stage.say(this.#words.reset);
  }

  set(settings: Settings, seed?: number): void {
    this.inputs.set(settings, seed);
    const effects = Object.keys(settings).map((name) => this.definition.knobs[name]?.effect);
    if (seed !== undefined || effects.includes('restart')) this.#restart();
    else this.#turned();
  }

  snapshot(): Promise<Saved | undefined> {
    return this.#run?.snapshot() ?? Promise.resolve(undefined);
  }

  readonly #wakeUp = (): void => this.#ask();

  /** One demo plays at a time: they share one thread. */
  readonly #yieldTo = (event: Event): void => {
    if ((event as CustomEvent<Player>).detail !== this && this.state === 'playing') this.pause();
  };

  #watchDrawings(): void {
    for (const [name, knob] of Object.entries(this.definition.knobs)) {
      if (knob.kind !== 'drawing') continue;
      const plane = this.definition.views[knob.on];
      const place = { root: this.root, name, knob, inputs: this.inputs };
      if (plane.kind === 'plane') new Drawing({ ...place, plane }, () => this.#changed(name));
    }
  }

  #act(action: string): void {
    if (action === 'play' && this.state === 'playing') this.pause();
    else if (action === 'play' || action === 'retry') this.play();
    if (action === 'step') this.step();
    if (action === 'reset') void this.reset();
    if (action === 'defaults') {
      this.inputs.restoreDefaults();
      this.#restart();
    }
  }

  #changed(name: string | undefined): void {
    this.inputs.refresh();
    if (name === undefined) return;
    if (this.definition.knobs[name].effect === 'restart') this.#restart();
    else this.#turned();
  }

  /** Live knobs: the run hears of them and goes on. */
  #turned(): void {
    const settings = this.inputs.settings();
    this.#run?.turn(settings);
    this.#tell('settings', settings);
    if (this.definition.rhythm === 'answer') this.step();
  }

  /** New settings need a new run: at once if one was playing, else when the reader asks for it. */
  #restart(): void {
    const [playing, had] = [this.state === 'playing', this.#run !== undefined];
    this.#stop();
    this.#tell('settings', this.inputs.settings());
    if (playing || this.definition.rhythm === 'answer') return this.play();
    this.#enter('ready');
    this.stage.say(had ? this.#words.changed : this.#words.ready);
  }

  #start(from?: Saved): void {
    const run = new RemoteRun(
      (reply) => this.#answer(run, reply),
      (tensors) => (this.root.dataset.tensors = String(tensors)),
    );
    this.#run = run;
    this.history = new History();
    this.origin = { settings: this.inputs.settings(), seed: this.inputs.seed(), from };
    this.#tell('start', this.origin);
    this.stage.problem('');
    this.stage.say(this.#words.starting, {});
    const words = { ...this.#words.thread, backends: this.#words.backends };
    const { demo } = this.definition;
    const backend = asked('backend');
    void run.start({ demo, backend, words, ...this.origin }).then(() => this.#ask());
  }

  #stop(): void {
    this.#run?.stop();
    this.#run = undefined;
    this.#owed = 0;
    this.stage.playing(false);
    this.stage.say('');
  }

  #enter(state: RunState): void {
    this.state = state;
    this.stage.playing(state === 'playing');
    this.#tell('state', state);
  }

  /** Asks for one frame if one is wanted and none is on its way. Off screen or in a hidden tab nothing is wanted. */
  #ask(): void {
    const wanted = this.#owed > 0 || (this.state === 'playing' && this.#onScreen && !document.hidden);
    if (!this.#run?.idle || !wanted) return;
    this.#owed = Math.max(0, this.#owed - 1);
    this.#run.next();
  }

  #answer(run: RemoteRun, reply: Reply): void {
    if (run !== this.#run) return;
    if (reply.type === 'status') this.stage.say(reply.text, { fraction: reply.fraction });
    if (reply.type === 'started') {
      this.stage.backend(reply.backend, reply.reason);
      this.#tell('backend', reply);
    }
    if (reply.type === 'frame') this.#received(run, reply.frame);
    if (reply.type === 'done') this.#ended();
    if (reply.type === 'failed') void this.#failed(reply);
  }

  #received(run: RemoteRun, frame: Frame): void {
    if (this.history.length === 0)
      this.stage.badge(this.definition.badge === 'illustration' ? 'illustration' : 'live');
    this.history.add(frame);
    const behind = frame.progress === undefined ? undefined : { fraction: frame.progress };
    this.stage.say(this.#sentence(frame), this.state === 'playing' ? behind : undefined);
    // A tool may pause the run now, and say why in place of that.
    this.#tell('frame', frame);
    const index = this.history.length - 1;
    this.stage.show(this.history, index, () => {
      this.root.dataset.step = String(frame.step);
      this.#tell('show', index);
      run.shown();
      onceShown(() => setTimeout(() => this.#ask(), this.delay));
    });
  }

  /** What the run says of itself; while it pauses, that comes first. */
  #sentence({ message, step }: Frame): string {
    if (this.state === 'playing') return message ?? this.#words.running;
    const paused = filled(this.#words.paused, { step });
    if (this.definition.rhythm === 'answer') return message ?? paused;
    return [paused, message].filter(Boolean).join(' ');
  }

  #ended(): void {
    const step = this.history.stepAt(this.history.length - 1);
    this.#stop();
    this.#enter('finished');
    this.stage.say(filled(this.#words.finished, { step }));
  }

  async #failed(failure: Failure): Promise<void> {
    const { message, retry, missing } = failure;
    this.#stop();
    this.#enter('failed');
    this.#tell('failed', failure);
    if (!missing) return this.stage.problem(message, retry ? 'retry' : undefined);
    const { sentence, remedy } = await whyMissing();
    this.stage.problem(sentence, remedy);
  }

  /** Shows an earlier frame; a playing run is paused, so that the picture stays. */
  #lookBack(index: number): void {
    if (this.state === 'playing') this.pause();
    const show = (history: History): void => this.stage.show(history, index, () => this.#tell('show', index));
    if (this.history.length > 0) return show(this.history);
    void this.#recording().then((recorded) => recorded && show(recorded));
  }

  #recording(): Promise<History | undefined> {
    this.#recorded ??= recordedHistory(this.definition.recording);
    return this.#recorded.catch(() => {
      this.#recorded = undefined;
      this.stage.problem(this.#words.noRecording);
      return undefined;
    });
  }

  #tell<Name extends keyof LabEvents>(name: Name, value: LabEvents[Name]): void {
    for (const listener of this.#listeners[name] ?? []) listener(value);
  }
}

/**
 * Calls back when what was just painted is on the screen. Asking for the next frame earlier would have the page's own
 * painting wait behind the model's work on the same graphics card.
 */
function onceShown(callback: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(callback));
}
