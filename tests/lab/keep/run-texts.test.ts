import { expect, it } from 'vitest';
import { configurationText, metricsText } from '#lab/keep/run-texts';
import { experimentInText } from '#lab/experiment-file';
import type { Definition } from '#lab/lab';

const definition: Definition = {
  demo: 'an-article/a-demo',
  knobs: {
    width: { kind: 'range', label: 'Width', value: 16, min: 8, max: 64, step: 8, effect: 'restart' },
    guided: { kind: 'switch', label: 'Guided', value: true, effect: 'live' },
  },
  views: {},
  rhythm: 'run',
  seed: 1,
  badge: 'recorded',
  recording: '',
};
const place = { version: '1.2.3', page: 'https://example.org/a/', date: new Date(0) };
const run = { demo: definition.demo, settings: { width: 32, guided: false }, seed: 9 };

it('writes a configuration with everything that made the run, which the demo reads again', () => {
  const text = configurationText({ ...run, step: 40, backend: 'wasm' }, place);
  expect(JSON.parse(text)).toMatchObject({
    version: '1.2.3',
    page: 'https://example.org/a/',
    date: '1970-01-01T00:00:00.000Z',
    article: 'an-article',
    step: 40,
    backend: 'wasm',
  });
  const { demo, experiment, objections } = experimentInText(text, definition);
  expect(demo).toBe(definition.demo);
  expect(experiment).toEqual({ settings: run.settings, seed: 9 });
  expect(objections).toEqual([]);
});

it('leaves out what no run has measured', () => {
  expect(Object.keys(JSON.parse(configurationText(run, place)))).not.toContain('backend');
});

it('writes one row per frame, its step first and a gap where nothing was measured', () => {
  const numbers = { loss: Float64Array.of(NaN, 0.1, 1 / 3), step: Float64Array.of(0, 10, 20) };
  expect(metricsText(numbers)).toBe('step,loss\r\n0,\r\n10,0.1\r\n20,0.3333333333333333\r\n');
});
