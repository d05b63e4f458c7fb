import { expect, it } from 'vitest';
import { checked } from '#lab/editor/answers';
import type { Reply } from '#lab/protocol';

const words = { wrongField: 'wrong: {field}' };
const frameWith = (frame: unknown): Reply => ({ type: 'frame', run: 3, frame }) as Reply;

it('takes over what a session says', () => {
  const frame = frameWith({ step: 1, loss: 0.5, note: 'x', modes: null, points: new Float32Array(2) });
  expect(checked(frame, words)).toBe(frame);
  expect(checked({ type: 'done', run: 3 }, words)).toEqual({ type: 'done', run: 3 });
});

it('leaves away what no session says', () => {
  expect(checked({ type: 'markup', run: 3 } as unknown as Reply, words)).toBeUndefined();
  expect(checked({ type: 'done', run: '3' } as unknown as Reply, words)).toBeUndefined();
});

it.each([
  [{ loss: 1 }, 'step'],
  [undefined, 'step'],
  [{ step: 1, samples: [1, 2] }, 'samples'],
  [{ step: 1, loss: { value: 1 } }, 'loss'],
])('turns a frame that no picture shows into a failure: %o', (frame, field) => {
  expect(checked(frameWith(frame), words)).toMatchObject({
    type: 'failed',
    run: 3,
    message: `wrong: ${field}`,
  });
});
