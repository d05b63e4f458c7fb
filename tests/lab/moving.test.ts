/** A run that goes on elsewhere: nothing is lost, and nothing is made by two at once. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Frame, Saved } from '#lab/contract';
import { Course, type Bed } from '#lab/course';
import { Events } from '#lab/events';
import { History } from '#lab/history';
import type { Beginning } from '#lab/remote-run';
import type { Reply } from '#lab/protocol';

/** A thread's run as the test plays it. */
class TestRun {
  readonly answer: (reply: Reply) => void;
  readonly snapshots: ((saved: Saved | undefined) => void)[] = [];
  beginning: Beginning | undefined;
  asked = 0;
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

  next(): void {
    this.asked += 1;
    this.idle = false;
  }

  frame(step: number): void {
    this.answer({ type: 'frame', run: 1, frame: { step } satisfies Frame });
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

function course() {
  const stage = { say: vi.fn(), backend: vi.fn(), badge: vi.fn(), problem: vi.fn() };
  const show = (_: unknown, __: number, painted: () => void): void => painted();
  const bed = {
    definition: { demo: 'a/b', rhythm: 'run', badge: 'recorded' },
    root: { dataset: {} },
    inputs: { settings: () => ({}) },
    stage: { ...stage, show },
    history: new History(),
    events: new Events(),
    state: 'playing',
    flows: true,
    delay: 0,
  };
  const begun = new Course(bed as unknown as Bed, { settings: {}, seed: 1 });
  begun.begin();
  return { course: begun, bed };
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
