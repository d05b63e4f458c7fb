import { expect, it } from 'vitest';
import type { Frame, Views } from '#lab/contract';
import { chartData } from '#lab/follow/chart-data';
import { summaryOf } from '#lab/follow/summary';
import { History } from '#lab/history';
import { wordsOf } from '#words/words';

const words = wordsOf('en').script.tools.follow;
const axis = { kind: 'chart', x: 'step', xLabel: 'step', yLabel: '' } as const;
const views: Views = {
  loss: {
    ...axis,
    label: 'Training loss',
    series: [
      { field: 'loss', actor: 'loss', label: 'loss' },
      { field: 'floor', actor: 'loss', label: 'the best possible', style: 'floor' },
    ],
  },
  levels: { ...axis, label: 'Levels', series: [{ field: 'perLevel', actor: 'loss', label: 'loss' }] },
  numbers: { kind: 'text', label: 'Numbers', template: 'Noise level {time}.' },
};

function summary(frames: readonly Frame[]): string {
  const history = new History();
  for (const frame of frames) history.add(frame);
  return summaryOf(views, history.at(history.length - 1), words);
}

it('says step, loss, trend and floor', () => {
  const frames = Array.from({ length: 50 }, (_, i) => ({ step: 10 * i, loss: 2 ** (-i / 10), floor: 0.01 }));
  // From step 400 (the last fifth begins at 392) to 490: 2^(-0.9) - 1 = -46 %.
  expect(summary(frames)).toBe(
    'Step 490. Training loss: loss 0.0335, falling by 46 % over the last 90 steps, 3.3 times “the best possible”, 0.0100.',
  );
});

it('says no trend of a run that has hardly begun, and no floor where there is none', () => {
  expect(summary([{ step: 10, loss: 2, floor: null }])).toBe('Step 10. Training loss: loss 2.');
});

it('goes back to the last measurement, and leaves whole lines to the tables', () => {
  const frames = [
    { step: 1, loss: 2 },
    { step: 2, loss: null, perLevel: Float32Array.of(1, 2) },
  ];
  expect(summary(frames)).toBe('Step 2. Training loss: loss 2.');
  const history = new History();
  for (const frame of frames) history.add(frame);
  if (views.levels.kind === 'chart') expect(chartData(views.levels, history.at(1)).rows).toHaveLength(2);
});

it('says the numbers of the demo where no chart measures anything', () => {
  expect(summary([{ step: 3, loss: null, time: 60 }])).toBe('Step 3. Noise level 60.');
});
