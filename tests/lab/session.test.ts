import { beforeEach, expect, test, vi } from 'vitest';
import { createRandom } from '#data/random';
import type { Demo, Frame, Saved } from '#lab/contract';
import type { Reply, Request } from '#lab/protocol';
import { serveDemos } from '#lab/session';
import { slicedWasserstein } from '#metrics/sliced-wasserstein';
import { wordsOf } from '#words/words';

const { thread, backends } = wordsOf('en').script.lab;
const words = { ...thread, backends };

/** The graphics card: what it did, and who wants to hear that it is gone. */
const device: { fault?: 'context' | 'memory'; lose: () => void } = { lose: () => undefined };

vi.mock('#lab/backend', () => ({
  useBackend: async (wanted?: string) => ({ name: wanted ?? 'webgl', failures: [] }),
  resumeBackend: async () => undefined,
  tensorCount: () => 0,
  deviceFault: () => device.fault,
  onContextLost: (listener: () => void) => (device.lose = listener),
}));

beforeEach(() => {
  device.fault = undefined;
});

/** A demo that counts, reads its knob in each round, and notes when it was closed. */
function demoWith(frames: (knobs: { rate: number }) => Iterable<Frame>) {
  const closed = vi.fn();
  const demo: Demo = {
    knobs: {},
    views: {},
    recording: { seed: 1, frames: 1 },
    async *run({ knobs }) {
      try {
        yield* frames(knobs);
      } finally {
        closed();
      }
    },
  };
  return { demo, closed };
}

function session(demo: Demo) {
  const replies: Reply[] = [];
  const serve = serveDemos({ 'a/b': async () => demo }, (reply) => replies.push(reply));
  const start: Request = { type: 'start', run: 1, demo: 'a/b', settings: { rate: 1 }, seed: 1, words };
  return {
    replies,
    serve,
    start,
    until: (type: Reply['type']) =>
      vi.waitFor(() => expect(replies.map((reply) => reply.type)).toContain(type), { timeout: 10_000 }),
  };
}

function* counting(knobs: { rate: number }): Iterable<Frame> {
  for (let step = 0; step < 3; step++) yield { step, rate: knobs.rate, xy: Float32Array.of(step) };
}

test('one frame per request, then done; a live knob is read on the next frame', async () => {
  const { demo } = demoWith(counting);
  const { replies, serve, start, until } = session(demo);
  serve(start);
  serve({ type: 'next', run: 1 });
  await until('frame');
  serve({ type: 'settings', run: 1, settings: { rate: 5 } });
  for (let i = 0; i < 3; i++) serve({ type: 'next', run: 1 });
  await until('done');
  const frames = replies.flatMap((reply) => (reply.type === 'frame' ? [reply.frame] : []));
  expect(frames.map(({ step, rate }) => [step, rate])).toEqual([[0, 1], [1, 5], [2, 5]]); // prettier-ignore
});

test('a knob that is turned while the run still begins is turned for its first frame', async () => {
  const { replies, serve, start, until } = session(demoWith(counting).demo);
  serve(start);
  serve({ type: 'settings', run: 1, settings: { rate: 5 } });
  serve({ type: 'next', run: 1 });
  await until('frame');
  expect(replies.at(-1)).toMatchObject({ frame: { step: 0, rate: 5 } });
});

test('a run is told when a frame is wanted only to be looked at, and learns nothing then', async () => {
  const demo: Demo = {
    ...demoWith(counting).demo,
    async *run({ knobs, looking }) {
      for (let step = 0; step < 3;) {
        if (!looking?.()) step += 1;
        yield { step, rate: (knobs as { rate: number }).rate };
      }
    },
  };
  const { replies, serve, start, until } = session(demo);
  const frames = () => replies.flatMap((reply) => (reply.type === 'frame' ? [reply.frame] : []));
  serve(start);
  serve({ type: 'next', run: 1 });
  for (const rate of [2, 3]) {
    await vi.waitFor(() => expect(frames()).toHaveLength(rate - 1));
    serve({ type: 'settings', run: 1, settings: { rate } });
    serve({ type: 'next', run: 1, look: true });
  }
  for (let i = 0; i < 3; i++) serve({ type: 'next', run: 1 });
  await until('done');
  const seen = frames().map(({ step, rate }) => [step, rate]);
  expect(seen).toEqual([[1, 1], [1, 2], [1, 3], [2, 3], [3, 3]]); // prettier-ignore
});

test('a stop closes the generator, so that it can free what it holds', async () => {
  const { demo, closed } = demoWith(counting);
  const { serve, start, until } = session(demo);
  serve(start);
  serve({ type: 'next', run: 1 });
  serve({ type: 'stop', run: 1 });
  await until('stopped');
  expect(closed).toHaveBeenCalledOnce();
});

test('a number that is not finite stops the run with advice', async () => {
  const { demo, closed } = demoWith(() => [{ step: 40, loss: NaN }]);
  const { replies, serve, start, until } = session(demo);
  serve(start);
  serve({ type: 'next', run: 1 });
  await until('failed');
  expect(replies.at(-1)).toMatchObject({
    message: expect.stringMatching(/step 40.*“loss”.*learning rate/s),
    retry: false,
    fault: 'numbers',
    at: { step: 40, field: 'loss' },
  });
  expect(closed).toHaveBeenCalledOnce();
});

test('a file that cannot be fetched offers to try again', async () => {
  const demo: Demo = {
    knobs: {},
    views: {},
    recording: { seed: 1, frames: 1 },
    async *run({ load }) {
      yield { step: (await load('weights.bin')).byteLength };
    },
  };
  vi.stubGlobal('fetch', async () => new Response('', { status: 404 }));
  const { replies, serve, start, until } = session(demo);
  serve(start);
  serve({ type: 'next', run: 1 });
  await until('failed');
  vi.unstubAllGlobals();
  expect(replies.at(-1)).toMatchObject({ message: expect.stringContaining('weights.bin'), retry: true });
});

test('an unknown demo is named', async () => {
  const { replies, serve, start, until } = session(demoWith(counting).demo);
  serve({ ...start, demo: 'a/c' } as Request);
  await until('failed');
  expect(replies.at(-1)).toMatchObject({ message: expect.stringContaining('a/c') });
});

/** A demo that waits for the graphics card in its second frame, and keeps what `saved` holds. */
function keeping(saved: () => Promise<Saved>): Demo {
  return {
    knobs: {},
    views: {},
    recording: { seed: 1, frames: 1 },
    async *run({ keep, from }) {
      keep(saved);
      yield { step: from?.step ?? 0 };
      await new Promise(() => undefined);
    },
  };
}

const tensor = (...values: number[]) => ({ shape: [values.length], values: Float32Array.from(values) });
const good = (): Saved => ({
  step: 7,
  weights: { w: tensor(1, 2) },
  training: { m: tensor(3) },
  notes: { random: 'x' },
});

test('a snapshot comes between two frames, and a run goes on from it', async () => {
  const { replies, serve, start, until } = session(keeping(async () => good()));
  serve(start);
  serve({ type: 'next', run: 1 });
  serve({ type: 'snapshot', run: 1 });
  await until('snapshot');
  expect(replies.at(-1)).toEqual({ type: 'snapshot', run: 1, saved: good() });
  const again = session(keeping(async () => good()));
  again.serve({ ...start, from: good() } as Request);
  again.serve({ type: 'next', run: 1 });
  await again.until('frame');
  expect(again.replies.at(-1)).toMatchObject({ frame: { step: 7 } });
});

test('samples that a metric refuses because the run diverged are numbers that are not finite', async () => {
  const real = new Float32Array(4);
  const { demo, closed } = demoWith(function* () {
    yield { step: 4 };
    const distance = slicedWasserstein(Float32Array.of(NaN, 0, 0, 0), real, { random: createRandom(1) });
    yield { step: 5, distance };
  });
  const { replies, serve, start, until } = session(demo);
  serve(start);
  for (let i = 0; i < 2; i++) serve({ type: 'next', run: 1 });
  await until('failed');
  expect(replies.at(-1)).toMatchObject({ fault: 'numbers', retry: false, at: { step: 4, field: 'samples' } });
  expect(closed).toHaveBeenCalledOnce();
});

test('a run that diverges before its first frame says the step from which it was taken up', async () => {
  const { demo } = demoWith(function* () {
    const distance = slicedWasserstein(Float32Array.of(NaN, 0), Float32Array.of(0, 0), {
      random: createRandom(1),
    });
    yield { step: 5, distance };
  });
  const { replies, serve, start, until } = session(demo);
  serve({ ...start, from: { step: 7, weights: {}, training: {}, notes: {} } });
  serve({ type: 'next', run: 1 });
  await until('failed');
  expect(replies.at(-1)).toMatchObject({ fault: 'numbers', at: { step: 7, field: 'samples' } });
});

test('nothing is a snapshot that holds a number that is infinite or none, or that a demo does not keep', async () => {
  const bad = { ...good(), training: { m: tensor(1, NaN) } };
  for (const demo of [keeping(async () => bad), demoWith(counting).demo]) {
    const { replies, serve, start, until } = session(demo);
    serve(start);
    serve({ type: 'snapshot', run: 1 });
    await until('snapshot');
    expect(replies.at(-1)).toEqual({ type: 'snapshot', run: 1 });
  }
});

test('the loss of the graphics card is told at once, though the frame being made never comes', async () => {
  const { replies, serve, start, until } = session(keeping(async () => good()));
  serve(start);
  serve({ type: 'next', run: 1 });
  await until('frame');
  serve({ type: 'next', run: 1 });
  device.lose();
  await until('failed');
  expect(replies.at(-1)).toMatchObject({ fault: 'context', retry: true });
  serve({ type: 'stop', run: 1 });
  await until('stopped');
});

test.each(['context', 'memory'] as const)(
  'garbage from a device with the fault "%s" is not taken for numbers',
  async (fault) => {
    const { demo, closed } = demoWith(() => [{ step: 1, loss: NaN }]);
    const { replies, serve, start, until } = session(demo);
    serve(start);
    await until('started');
    device.fault = fault;
    serve({ type: 'next', run: 1 });
    await until('failed');
    expect(replies.at(-1)).toMatchObject({ fault });
    expect(closed).toHaveBeenCalledOnce();
  },
);

test.each([
  ['Unable to create WebGLTexture.', 'memory'],
  ['Array buffer allocation failed', 'memory'],
  ['Aborted(OOM)', 'memory'],
  ['x is not a function', undefined],
])('the error "%s" is the fault %s', async (message, fault) => {
  const demo = demoWith(() => {
    throw new Error(message);
  });
  const { replies, serve, start, until } = session(demo.demo);
  serve(start);
  serve({ type: 'next', run: 1 });
  await until('failed');
  expect(replies.at(-1)).toMatchObject({ message, retry: fault !== undefined });
  expect((replies.at(-1) as { fault?: string }).fault).toBe(fault);
});

test('a damaged file offers to try again, and comes from the server itself then', async () => {
  const { decodeSafetensors, encodeSafetensors } = await import('#data/safetensors');
  const whole = encodeSafetensors({ w: tensor(1, 2, 3) });
  const demo: Demo = {
    ...demoWith(counting).demo,
    async *run({ load }) {
      yield { step: Object.keys(decodeSafetensors(await load('damaged.bin')).tensors).length };
    },
  };
  const answers = [whole.slice(0, -4), whole];
  const asked: (RequestInit | undefined)[] = [];
  vi.stubGlobal('fetch', async (_: string, init?: RequestInit) => {
    asked.push(init);
    return new Response(answers.shift());
  });
  const { replies, serve, start, until } = session(demo);
  serve(start);
  serve({ type: 'next', run: 1 });
  await until('failed');
  expect(replies.at(-1)).toMatchObject({
    message: expect.stringMatching(/damaged.*safetensors/s),
    retry: true,
  });
  serve({ ...start, run: 2 } as Request);
  serve({ type: 'next', run: 2 });
  await until('frame');
  expect(asked).toEqual([undefined, { cache: 'reload' }]);
  vi.unstubAllGlobals();
});

test('a run on a slower backend says which one failed', async () => {
  const { replies, serve, start, until } = session(demoWith(counting).demo);
  serve({ ...start, backend: 'wasm', gaveUp: 'webgl' } as Request);
  await until('started');
  expect(replies.find(({ type }) => type === 'started')).toMatchObject({
    backend: 'wasm',
    reason: expect.stringMatching(/WebGL failed under a run/),
  });
});
