import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Pace } from '#lab/pace';
import type { Reply, Request } from '#lab/protocol';
import { tryOn } from '#lab/trials';
import { wordsOf } from '#words/words';

const { thread, backends } = wordsOf('en').script.lab;

/** What the thread answers to each request, and after how many milliseconds. */
let answer: (request: Request, made: number) => Omit<Reply, 'run'> | undefined;
let takes: number;
let closed: number;
let sent: Request[];

vi.mock('#lab/worker-line', () => ({
  openWorker: async ({ hear }: { hear: (reply: Reply) => void }) => ({
    send: (request: Request) => {
      sent.push(request);
      const reply = answer(request, sent.filter(({ type }) => type === 'next').length);
      if (reply) setTimeout(() => hear({ run: 1, ...reply } as Reply), takes);
    },
    close: () => void closed++,
  }),
}));

beforeEach(() => {
  vi.useFakeTimers();
  answer = ({ type }, step) => (type === 'next' ? { type: 'frame', frame: { step } } as never : undefined); // prettier-ignore
  [takes, closed, sent] = [100, 0, []];
});
afterEach(() => vi.useRealTimers());

const quiet: boolean[] = [];

async function tried(pace?: number): Promise<Awaited<ReturnType<typeof tryOn>>> {
  quiet.length = 0;
  const trial = { demo: 'a/b', words: { ...thread, backends }, settings: {}, seed: 7, pace };
  const found = tryOn('wasm', { ...trial, quiet: (on) => quiet.push(on) });
  await vi.advanceTimersByTimeAsync(60_000);
  return found;
}

const frames = (): number => sent.filter(({ type }) => type === 'next').length;

describe('a trial', () => {
  it('times frames for 700 ms after two that do not count, with the run at rest meanwhile', async () => {
    expect(await tried()).toBe(100);
    expect(frames()).toBe(2 + 7);
    expect(sent[0]).toMatchObject({ type: 'start', backend: 'wasm', alone: true, seed: 7 });
    expect(quiet).toEqual([true, false]);
    expect(closed).toBe(1);
  });

  it('ends early where it is hopeless', async () => {
    takes = 900;
    expect(await tried(400)).toBe(900);
    expect(frames()).toBe(2 + 2);
  });

  it('of a run that is over before it has warmed up takes what there is', async () => {
    answer = ({ type }, made) => (type !== 'next' ? undefined : made > 2 ? { type: 'done' } : { type: 'frame', frame: {} } as never); // prettier-ignore
    expect(await tried()).toBe(100);
  });
});

describe('a backend is left out', () => {
  it.each([
    ['that computes wrongly', { failures: [{ backend: 'wasm', kind: 'wrong' }] }, { kind: 'wrong' }],
    ['that fails under the demo', { fault: 'memory' }, { kind: 'broke' }],
    ['that cannot do what the demo asks', {}, { kind: 'failed', detail: 'No kernel.' }],
  ])('%s', async (_, failure, expected) => {
    answer = () => ({ type: 'failed', message: 'No kernel.', retry: false, ...failure }) as never;
    expect(await tried()).toMatchObject({ backend: 'wasm', ...expected });
    expect(closed).toBe(1);
    expect(quiet).toEqual([false]);
  });

  it('that makes no frame in time', async () => {
    answer = () => undefined;
    expect(await tried()).toEqual({ backend: 'wasm', kind: 'late' });
    expect(closed).toBe(1);
  });
});

it('the pace of a run is the median of its latest frames, without the first two', () => {
  const pace = new Pace();
  for (const milliseconds of [5000, 3000, 50, 60, 400]) pace.note(milliseconds);
  expect(pace.now).toBeUndefined();
  pace.note(70);
  expect(pace.now).toBe(70);
  for (const milliseconds of [20, 20, 20]) pace.note(milliseconds);
  expect(pace.now).toBe(20);
  pace.begin();
  expect(pace.now).toBeUndefined();
});
