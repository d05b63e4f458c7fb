/** What is asked of a run: what goes on elsewhere loses nothing and is made by one at a time; a look changes nothing. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Frame, Saved } from '#lab/contract';
import type { Bed } from '#lab/bed';
import { Course } from '#lab/course';
import { Events } from '#lab/events';
import { History } from '#lab/history';
import type { Definition, RunState } from '#lab/lab';
import type { Order } from '#lab/orders';
import type { Beginning } from '#lab/remote-run';
import type { Reply, Settings } from '#lab/protocol';

/** A thread's run as the test plays it. */
class TestRun {
  readonly answer: (reply: Reply) => void;
  readonly snapshots: ((saved: Saved | undefined) => void)[] = [];
  beginning: Beginning | undefined;
  settings: Settings = {};
  readonly orders: Order[] = [];
  stopped = false;
  took = 5;
  idle = false;

  constructor(answer: (reply: Reply) => void) {
    this.answer = answer;
    runs.push(this);
  }

  async start(beginning: Beginning): Promise<void> {
    this.beginning = beginning;
    this.idle = true;
  }

  get asked(): number {
    return this.orders.length;
  }

  next(order: Order): void {
    this.orders.push(order);
    this.idle = false;
  }

  turn(settings: Settings): void {
    this.settings = settings;
  }

  frame(step: number, fields: Omit<Frame, 'step'> = {}): void {
    this.answer({ type: 'frame', run: 1, frame: { step, ...fields } });
  }

  shown(): void {
    this.idle = true;
  }

  snapshot(): Promise<Saved | undefined> {
    return new Promise((resolve) => this.snapshots.push(resolve));
  }

  stop(): void {
    this.stopped = true;
  }
}

let runs: TestRun[] = [];

vi.mock('#lab/remote-run', () => ({
  RemoteRun: vi.fn(function (answer: (reply: Reply) => void) {
    return new TestRun(answer);
  }),
}));
vi.mock('#lab/once-shown', () => ({ onceShown: (callback: () => void) => callback() }));
vi.mock('#lab/host', () => ({ asked: () => undefined }));
vi.mock('#words/page', async () => {
  const { wordsOf } = await import('#words/words');
  return { pageWords: () => wordsOf('en').script };
});

const saved: Saved = { step: 10, weights: {}, training: {}, notes: {} };
/** Lets what was promised happen. */
const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

function course({ knobs = {}, parts }: Partial<Pick<Definition, 'knobs' | 'parts'>> = {}) {
  const stage = { say: vi.fn(), backend: vi.fn(), badge: vi.fn(), problem: vi.fn() };
  const onStage: number[] = [];
  const show = (_: unknown, index: number, painted: () => void): void => {
    onStage.push(index);
    painted();
  };
  const bed = {
    definition: { demo: 'a/b', rhythm: 'run', badge: 'recorded', knobs, parts },
    root: { dataset: {} },
    inputs: { settings: () => ({}) },
    stage: { ...stage, show },
    history: new History(),
    events: new Events(),
    state: 'playing' as RunState,
    get flows() {
      return bed.state === 'playing';
    },
    enter: (state: RunState) => (bed.state = state),
    over: (state: RunState) => (bed.state = state),
    delay: 0,
  };
  const begun = new Course(bed as unknown as Bed, { settings: {}, seed: 1 });
  begun.begin();
  return { course: begun, bed, onStage };
}

const steps = ({ history }: { history: History }): number[] =>
  Array.from({ length: history.length }, (_, i) => history.stepAt(i));

beforeEach(() => (runs = []));

describe('a move', () => {
  it('goes on from the state of the last frame, and asks for none until it is there', async () => {
    const { course: moving, bed } = course();
    await rest();
    void moving.move();
    runs[0].frame(10);
    await rest();
    expect(runs[0].asked, 'frames asked of the run that is left').toBe(1);
    for (const resolve of runs[0].snapshots) resolve(saved);
    await rest();
    expect(runs[0].stopped).toBe(true);
    expect(runs[1].beginning?.from).toBe(saved);
    runs[1].frame(20);
    expect(steps(bed)).toEqual([10, 20]);
  });

  it('that follows another at once begins from the same state', async () => {
    const { course: moving, bed } = course();
    await rest();
    runs[0].frame(10);
    void moving.move();
    for (const resolve of runs[0].snapshots) resolve(saved);
    await rest();
    void moving.move();
    runs[1].snapshots[0](undefined);
    await rest();
    expect(runs[2].beginning?.from).toBe(saved);
    runs[2].frame(20);
    expect(steps(bed)).toEqual([10, 20]);
  });

  it('of a demo that keeps nothing makes its frames again, unseen', async () => {
    const { course: moving, bed } = course();
    await rest();
    runs[0].frame(0);
    await rest();
    runs[0].frame(1);
    void moving.move();
    for (const resolve of runs[0].snapshots) resolve(undefined);
    await rest();
    expect(runs[1].beginning?.from).toBeUndefined();
    for (const step of [0, 1]) runs[1].frame(step);
    expect(steps(bed)).toEqual([0, 1]);
    runs[1].frame(2);
    expect(steps(bed)).toEqual([0, 1, 2]);
  });
});

it('who looks back keeps that frame on the stage while a later one comes', async () => {
  const { bed, onStage } = course();
  await rest();
  runs[0].frame(0);
  await rest();
  runs[0].frame(10);
  bed.history.lookedAt = 0;
  await rest();
  runs[0].frame(20);
  expect(steps(bed)).toEqual([0, 10, 20]);
  expect(onStage).toEqual([0, 1, 0]);
  expect(bed.root.dataset).toEqual({ step: '20' });
});

describe('a look', () => {
  const place = { kind: 'range', label: '', value: 0, min: 0, max: 9, effect: 'look' } as const;
  const parts = { draw: 'Draw.', update: 'Update.' };

  /** A run that was paused at step 10, and saved there. */
  async function resting(definition: Parameters<typeof course>[0] = { knobs: { place } }) {
    const { course: run, bed } = course(definition);
    await rest();
    runs[0].frame(10, { loss: 3, points: Float32Array.of(1) });
    bed.enter('paused');
    run.paused();
    for (const resolve of runs[0].snapshots) resolve(saved);
    await rest();
    const look = (at: number): void => run.turn({ place: at }, { look: true });
    return { run, bed, look };
  }

  it('of a run that rests is one frame without learning, which takes the place of the newest', async () => {
    const { bed, look } = await resting();
    const heard: string[] = [];
    for (const name of ['frame', 'made', 'looked'] as const) bed.events.on(name, () => heard.push(name));
    look(1);
    expect(runs[0].orders).toEqual([{}, { look: true }]);
    runs[0].frame(10, { loss: 4, picture: Uint8Array.of(7) });
    expect(steps(bed)).toEqual([10]);
    const now = bed.history.at(0);
    expect([now.value('loss'), now.value('points'), now.value('picture')]).toEqual([
      4,
      Float32Array.of(1),
      Uint8Array.of(7),
    ]);
    expect(heard).toEqual(['looked']);
    await rest();
    expect(runs[0].asked, 'frames asked for when all is shown').toBe(2);
    expect(runs[0].snapshots, 'states saved').toHaveLength(1);
  });

  it('is asked for once, however often the knob is turned meanwhile', async () => {
    const { look } = await resting();
    for (const at of [1, 2, 3, 4]) look(at);
    expect(runs[0].orders.slice(1)).toEqual([{ look: true }]);
    runs[0].frame(10);
    await rest();
    expect(runs[0].orders.slice(1)).toEqual([{ look: true }, { look: true }]);
    expect(runs[0].settings).toEqual({ place: 4 });
    runs[0].frame(10);
    await rest();
    expect(runs[0].asked).toBe(3);
  });

  it('waits while the run plays, whose frames show the knob, and is taken when it rests', async () => {
    const { course: run, bed } = course({ knobs: { place } });
    await rest();
    run.turn({ place: 5 }, { look: true });
    runs[0].frame(10);
    await rest();
    expect(runs[0].orders).toEqual([{}, {}]);
    bed.enter('paused');
    run.paused();
    runs[0].frame(20);
    await rest();
    expect(runs[0].orders.at(-1)).toEqual({ look: true });
  });

  it('that a run answers with a step is a step', async () => {
    const { bed, look } = await resting();
    look(1);
    runs[0].frame(20);
    expect(steps(bed)).toEqual([10, 20]);
  });

  it('never goes on with the parts of a step', async () => {
    const { run, look } = await resting({ knobs: { place }, parts });
    run.owe(true);
    runs[0].frame(10, { part: 'draw' });
    await rest();
    look(1);
    expect(runs[0].orders.at(-1)).toEqual({ inParts: true });
    run.owe(true);
    runs[0].frame(10, { part: 'update' });
    await rest();
    expect(runs[0].orders.at(-1)).toEqual({ look: true });
  });

  it('is taken once more where the run is taken up after a fault', async () => {
    const { bed, look } = await resting();
    look(1);
    runs[0].answer({ type: 'failed', run: 1, message: '', retry: true, fault: 'thread' });
    await rest();
    expect(runs[1].beginning?.from).toBe(saved);
    expect(runs[1].orders).toEqual([{ look: true }]);
    runs[1].frame(10);
    expect(steps(bed)).toEqual([10]);
  });

  it('is taken on the other backend after a move', async () => {
    const { run, look } = await resting();
    void run.move();
    look(1);
    expect(runs[0].asked).toBe(1);
    runs[0].snapshots.at(-1)?.(saved);
    await rest();
    expect(runs[1].orders).toEqual([{ look: true }]);
  });

  it('is still to be had of a run that has learnt all', async () => {
    const { course: run, bed } = course({ knobs: { place } });
    await rest();
    runs[0].frame(10, { progress: 1 });
    await rest();
    expect(bed.state).toBe('finished');
    expect(runs[0].asked).toBe(1);
    run.turn({ place: 1 }, { look: true });
    runs[0].frame(10, { progress: 1 });
    expect([steps(bed), bed.state, runs[0].stopped]).toEqual([[10], 'finished', false]);
  });

  it('keeps no run open that has no knob for it', async () => {
    course({ knobs: { place: { ...place, effect: 'live' } } });
    await rest();
    runs[0].frame(10, { progress: 1 });
    await rest();
    expect(runs[0].orders).toEqual([{}, {}]);
  });
});
