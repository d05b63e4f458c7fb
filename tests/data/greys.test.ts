import { expect, test } from 'vitest';
import { greys } from '#data/greys';

test('paper is 0, ink is 255, and what lies beyond is cut', () => {
  expect([...greys([-1, 0, 1, -3, 2.5])]).toEqual([0, 128, 255, 0, 255]);
});
