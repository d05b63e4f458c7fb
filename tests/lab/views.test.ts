import { expect, test } from 'vitest';
import { History } from '#lab/history';
import { kindOf } from '#lab/view-kinds';
import { chartMarkup, type ChartView } from '#lab/views/chart';
import { imagesMarkup } from '#lab/views/images';
import { planeMarkup, type PlaneView } from '#lab/views/plane';

function momentOf(...frames: Parameters<History['add']>[0][]) {
  const history = new History();
  for (const frame of frames) history.add(frame);
  return history.at(history.length - 1);
}

const plane: PlaneView = {
  kind: 'plane',
  label: 'Plane',
  extent: 2,
  layers: [
    { mark: 'points', field: 'xy', actor: 'data', label: 'points' },
    { mark: 'arrows', field: 'arrows', actor: 'score', label: 'arrows' },
  ],
};

test('a plane puts the origin in the middle, up is up, and far points outside', () => {
  const picture = planeMarkup(plane, momentOf({ step: 0, xy: Float32Array.of(0, 0, 2, 2, 99, 0) }));
  expect(picture).toContain('class="points actor-data"');
  expect(picture).toContain('M360 360h0M720 0h0M792 360h0');
});

test('an arrow has a shaft and a head; one of no length has neither head nor NaN', () => {
  const picture = planeMarkup(plane, momentOf({ step: 0, arrows: Float32Array.of(0, 0, 1, 0, 1, 1, 0, 0) }));
  expect(picture).toContain('M360 360L540 360M');
  expect(picture).not.toContain('NaN');
});

const chart: ChartView = {
  kind: 'chart',
  label: 'Loss',
  x: 'step',
  xLabel: 'step',
  yLabel: 'loss < 1',
  series: [{ field: 'loss', actor: 'loss', label: 'loss' }],
};

test('a chart draws one point per frame that carries the number, and escapes its labels', () => {
  const picture = chartMarkup(
    chart,
    momentOf({ step: 0, loss: 4 }, { step: 1 }, { step: 2, loss: 2 }, { step: 3, loss: null }),
  );
  const line = /class="line actor-loss" d="([^"]*)"/.exec(picture)?.[1] ?? '';
  expect(line.match(/[ML]/g)).toHaveLength(2);
  expect(picture).toContain('loss &lt; 1');
  expect(picture).not.toMatch(/NaN|Infinity/);
});

test('a chart draws a whole array at once', () => {
  const picture = chartMarkup(
    { ...chart, x: 'at' },
    momentOf({ step: 0, at: Float32Array.of(0, 1, 2), loss: Float32Array.of(3, 2, 1) }),
  );
  expect(/class="line actor-loss" d="([^"]*)"/.exec(picture)?.[1].match(/[ML]/g)).toHaveLength(3);
});

test.each([
  [
    [0.001, 1000],
    ['0.001', '1000'],
  ],
  [
    [0.08, 0.6],
    ['0.1', '0.5'],
  ],
])('a logarithmic axis over %j has the ticks %j', ([low, high], ticks) => {
  const picture = chartMarkup(
    { ...chart, yScale: 'log' },
    momentOf({ step: 0, loss: low }, { step: 1, loss: high }),
  );
  for (const tick of ticks) expect(picture).toContain(`>${tick}</text>`);
});

test('an empty run draws axes and nothing else', () => {
  const picture = chartMarkup(chart, new History().at(-1));
  expect(picture).not.toMatch(/NaN|Infinity/);
  expect(picture).toContain('class="axis"');
});

test('a chart of a long run stays small', () => {
  const history = new History();
  for (let step = 0; step < 20_000; step++) history.add({ step, loss: 1 / (1 + step) });
  expect(chartMarkup(chart, history.at(history.length - 1)).length).toBeLessThan(8000);
});

test('pictures become a bitmap whose pixels are the frame’s', () => {
  const view = {
    kind: 'images',
    label: '',
    field: 'grey',
    actor: 'data',
    width: 2,
    height: 1,
    columns: 2,
  } as const;
  const picture = imagesMarkup(view, momentOf({ step: 0, grey: Uint8Array.of(0, 255, 128, 16) }));
  const bytes = Buffer.from(/base64,([^"]*)/.exec(picture)?.[1] ?? '', 'base64');
  expect(bytes.toString('latin1', 0, 2)).toBe('BM');
  expect(bytes.readUInt32LE(2)).toBe(bytes.length);
  expect([bytes.readUInt32LE(18), bytes.readUInt32LE(22)]).toEqual([5, 1]);
  // Two pictures of two pixels with one empty pixel between them, 4 bits each: 0 f 0 8 1.
  expect(bytes.subarray(bytes.readUInt32LE(10)).toString('hex')).toBe('0f081000');
});

test('text escapes what the frame says', () => {
  const view = { kind: 'text', label: '', template: 'It says {words}, {loss:2}.' } as const;
  expect(kindOf(view).markup(view, momentOf({ step: 0, words: '<b>', loss: 0.123 }))).toBe(
    'It says &lt;b>, 0.12.',
  );
});

test('a chart of values that differ by rounding only is drawn, not ticked for ever', () => {
  const moment = momentOf({ step: 0, here: Math.log(36), there: Math.log(36) + 2 ** -51 });
  const series = [
    { field: 'here', actor: 'loss', label: 'here' },
    { field: 'there', actor: 'data', label: 'there' },
  ] as const;
  const view: ChartView = { kind: 'chart', label: 'Loss', x: 'step', xLabel: 'step', yLabel: 'nats', series };
  expect(chartMarkup(view, moment).match(/class="tick"/g)?.length).toBeLessThan(20);
});
