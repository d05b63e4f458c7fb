import { expect, test, vi } from 'vitest';
import type { Demo, Frame } from '#lab/contract';
import type { Reply, Request } from '#lab/protocol';
import { serveDemos } from '#lab/session';
import { wordsOf } from '#words/words';

const { thread, backends } = wordsOf('en').script.lab;
const words = { ...thread, backends };

vi.mock('#lab/backend', () => ({
  useBackend: async () => ({ name: 'cpu', failures: [] }),
  tensorCount: () => 0,
}));

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
