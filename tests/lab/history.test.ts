import { expect, test } from 'vitest';
import { History } from '#lab/history';

test('a field keeps its value until another frame carries it', () => {
  const history = new History();
  history.add({ step: 0, xy: Float32Array.of(1, 2) });
  history.add({ step: 1, loss: 5 });
  expect([...(history.at(1).value('xy') as Float32Array)]).toEqual([1, 2]);
  expect(history.at(0).value('loss')).toBeUndefined();
  expect(history.at(1).track('loss')).toEqual([NaN, 5]);
});

test('a long run keeps all numbers and a bounded number of pictures', () => {
  const history = new History();
  for (let step = 0; step < 3000; step++) history.add({ step, loss: step, xy: Float32Array.of(step, step) });
  expect(history.at(2999).track('loss')).toHaveLength(3000);
  const kept = new Set(Array.from({ length: 3000 }, (_, i) => history.at(i).value('xy')));
  expect(kept.size).toBeLessThanOrEqual(240);
  expect(history.at(2999).value('xy')).toEqual(Float32Array.of(2999, 2999));
  expect(history.at(0).value('xy')).toEqual(Float32Array.of(0, 0));
});

test('the newest frame seen anew keeps what it did not carry this time, and is no frame more', () => {
  const history = new History();
  history.add({ step: 0, loss: 5 });
  history.add({ step: 1, loss: 4, xy: Float32Array.of(1, 2) });
  for (let look = 0; look < 1000; look++) history.renew({ step: 1, picture: Uint8Array.of(look % 7) });
  expect(history.length).toBe(2);
  expect(history.at(1).track('loss')).toEqual([5, 4]);
  expect(history.at(1).value('xy')).toEqual(Float32Array.of(1, 2));
  expect(history.at(1).value('picture')).toEqual(Uint8Array.of(999 % 7));
  expect(history.at(0).value('picture')).toBeUndefined();
});

test.each([
  ['changes', (history: History) => history.renew({ step: 1, loss: 3 })],
  ['is taken back', (history: History) => history.cut(1)],
])('nobody looks back any longer where the run %s', (_, change) => {
  const history = new History();
  history.add({ step: 0 });
  history.add({ step: 1 });
  history.lookedAt = 0;
  change(history);
  expect(history.lookedAt).toBeUndefined();
});
