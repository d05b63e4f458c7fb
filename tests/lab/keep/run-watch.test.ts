import { beforeEach, expect, it } from 'vitest';
import type { Frame, Saved } from '#lab/contract';
import { History } from '#lab/history';
import { watchOf } from '#lab/keep/run-watch';
import type { Lab, LabEvents, Origin } from '#lab/lab';

/** A demo that is told what happens to it, in place of one on a page. */
class StandIn {
  history = new History();
  state = 'ready';
  origin: Origin | undefined;
  readonly definition = { demo: 'a/b', badge: 'recorded' };
  readonly root = { dispatchEvent: () => true };
  readonly stage = {
    badges: [] as string[],
    badge: (kind: string) => this.stage.badges.push(kind),
    show: () => undefined,
  };
  readonly set_: unknown[] = [];
  settings = { width: 16 };
  readonly inputs = { settings: () => this.settings };
  saved: Saved | undefined;
  readonly #listeners: Record<string, ((value: never) => void)[]> = {};

  on(name: string, listener: (value: never) => void): void {
    (this.#listeners[name] ??= []).push(listener);
  }
  tell<Name extends keyof LabEvents>(name: Name, value: LabEvents[Name]): void {
    for (const listener of this.#listeners[name] ?? []) listener(value as never);
  }
  set(settings: { width: number }, seed?: number): void {
    this.settings = settings;
    this.set_.push(settings, seed);
  }
  pause(): void {
    this.state = 'paused';
  }
  play(from?: Saved): void {
    this.history = new History();
    this.origin = { settings: this.settings, seed: 7, from };
    this.tell('start', this.origin);
    this.enter('playing');
  }
  enter(state: LabEvents['state']): void {
    this.state = state;
    this.tell('state', state);
  }
  frame(frame: Frame): void {
    this.history.add(frame);
    this.tell('frame', frame);
  }
  snapshot(): Promise<Saved | undefined> {
    return Promise.resolve(this.saved);
  }
}

const savedAt = (step: number): Saved => ({ step, weights: {}, training: {}, notes: { random: '1' } });
let lab: StandIn;
beforeEach(() => {
  lab = new StandIn();
  watch = watchOf(lab as unknown as Lab);
});
let watch: ReturnType<typeof watchOf>;

it('has nothing to keep before a frame', async () => {
  expect(await watch.present()).toBeUndefined();
  lab.play();
  expect(await watch.present()).toBeUndefined();
});

it('keeps numbers, the last pictures, settings and seed', async () => {
  lab.play();
  lab.frame({ step: 0, samples: Float32Array.of(1, 2), floor: 3 });
  lab.frame({ step: 10, loss: 0.5, floor: 3 });
  lab.saved = savedAt(10);
  const kept = (await watch.present())!;
  expect(kept).toMatchObject({ demo: 'a/b', seed: 7, step: 10, settings: { width: 16 }, saved: lab.saved });
  expect(kept.numbers.loss).toEqual(Float64Array.of(NaN, 0.5));
  expect(kept.numbers.step).toEqual(Float64Array.of(0, 10));
  expect(kept.shown).toEqual({ samples: Float32Array.of(1, 2) });
});

it('still has the weights of a run that has ended, with the settings under which it ran', async () => {
  lab.play();
  lab.saved = savedAt(20);
  lab.frame({ step: 20, progress: 1, loss: 1 });
  lab.saved = undefined;
  lab.enter('finished');
  lab.settings = { width: 64 };
  expect(await watch.present()).toMatchObject({ step: 20, settings: { width: 16 }, saved: { step: 20 } });
});

it('keeps no weights of one run under the name of the next', async () => {
  lab.play();
  lab.saved = savedAt(20);
  lab.frame({ step: 20, progress: 1, loss: 1 });
  lab.saved = undefined;
  lab.play();
  lab.frame({ step: 0, loss: 2 });
  expect(await watch.present()).toMatchObject({ step: 0, saved: undefined });
});

it('takes a run up with its curve, up to the step from which it goes on', async () => {
  lab.play();
  lab.frame({ step: 0, samples: Float32Array.of(1) });
  lab.frame({ step: 10, loss: 0.5 });
  lab.frame({ step: 20, loss: 0.4 });
  lab.saved = savedAt(10);
  const kept = (await watch.present())!;
  lab.settings = { width: 64 };
  watch.takeUp(kept);
  expect(lab.set_).toEqual([{ width: 16 }, 7]);
  expect(lab.origin?.from).toBe(kept.saved);
  expect(lab.history.at(9).track('step')).toEqual([0, 10]);
  expect(lab.history.at(9).track('loss')).toEqual([NaN, 0.5]);
  expect(lab.history.at(9).value('samples')).toEqual(Float32Array.of(1));
  expect(lab.stage.badges).toEqual(['live']);
});

it('begins anew where nothing was saved', async () => {
  lab.play();
  lab.frame({ step: 30, loss: 0.5 });
  watch.takeUp((await watch.present())!);
  expect(lab.origin?.from).toBeUndefined();
  expect(lab.history.length).toBe(0);
});

it('counts the time that a run has played, from its beginning', () => {
  lab.play();
  const begun = performance.now();
  while (performance.now() - begun < 30);
  lab.enter('paused');
  const played = watch.seconds;
  expect(played).toBeGreaterThanOrEqual(0.03);
  expect(watch.seconds).toBe(played);
  lab.play();
  expect(watch.seconds).toBeLessThan(played);
});
