import { expect, it } from 'vitest';
import { settingsBlock, withSettings } from '#lab/code-settings';
import { firstLossField, lossField } from '#lab/loss-field';
import type { Views } from '#lab/contract';

const code = `const knobs = {};\n${settingsBlock({ width: 16, data: '$&' }, 1)}\nconsole.log(chosenSeed);\n`;

it('writes other settings and another seed into the same place, and nothing else', () => {
  const changed = withSettings(code, { width: 32, data: "it's $1" }, 9);
  expect(changed).toBe(
    code.replace(settingsBlock({ width: 16, data: '$&' }, 1), () =>
      settingsBlock({ width: 32, data: "it's $1" }, 9),
    ),
  );
  expect(changed).toContain('"width": 32');
  expect(changed).toContain('const chosenSeed = 9;');
  expect(withSettings(changed, { width: 16, data: '$&' }, 1)).toBe(code);
});

it('refuses code without the place for them', () => {
  expect(() => withSettings('const a = 1;', {}, 1)).toThrow(/where its settings stand/);
});

it('finds the loss among the lines of the charts, floors and answers apart', () => {
  const line = (field: string, style?: 'floor') => ({ field, actor: 'loss', label: field, style }) as const;
  const chart = { kind: 'chart', label: '', x: 'step', xLabel: '', yLabel: '' } as const;
  const views: Views = { one: { ...chart, series: [line('floor', 'floor'), line('error')] } };
  expect(lossField(views)).toBe('error');
  expect(lossField(views, 'answer')).toBeUndefined();
  expect(lossField({ one: { ...chart, series: [] } })).toBeUndefined();
});

it('takes the critic for a game that charts no other loss, but not as what a run could stop for', () => {
  const critic = { field: 'criticLoss', actor: 'critic', label: 'critic' } as const;
  const chart = { kind: 'chart', label: '', x: 'step', xLabel: '', yLabel: '' } as const;
  const views: Views = { one: { ...chart, series: [{ ...critic, style: 'floor' }, critic] } };
  expect(firstLossField(views)).toBe('criticLoss');
  expect(firstLossField(views, 'answer')).toBeUndefined();
  expect(lossField(views)).toBeUndefined();
});
