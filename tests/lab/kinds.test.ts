/** A kind of view and a kind of knob cost one file each: both are written into a copy of the lab, and everything else knows them. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runnerImport } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type * as Experiment from '#lab/experiment';
import type * as KnobKinds from '#lab/knob-kinds';
import type { Definition } from '#lab/lab';
import type * as ViewKinds from '#lab/view-kinds';
import { wordsOf } from '#words/words';
import { root } from '../../scripts/tools.mjs';

let copy: string;

const dial = `
export const kind = {
  control: ({ label, value }, { attributes }) => '<label>' + label + '<input' + attributes + ' type="number" value="' + value + '"></label>',
  input: { get: ({ value }) => Number(value), set: (input, value) => (input.value = value) },
  text: (value) => value + 'deg',
  fromText: (text) => /^\\d+deg$/.test(text) ? { value: parseInt(text) } : { kind: 'number', expected: '0deg …' },
  said: (value) => value + '°',
};
`;
const gauge = `
export const kind = {
  form: 'words',
  fields: ({ field }) => [field],
  markup: ({ field }, moment) => '<meter value="' + moment.value(field) + '"></meter>',
  isShown: ({ field }, moment) => moment.value(field) !== undefined,
};
`;

beforeAll(() => {
  mkdirSync(join(root, '.cache'), { recursive: true });
  copy = mkdtempSync(join(root, '.cache', 'kinds-'));
  for (const part of ['src/lab', 'src/data', 'src/words', 'src/site.ts', 'package.json'])
    cpSync(join(root, part), join(copy, part), { recursive: true });
  writeFileSync(join(copy, 'src/lab/knobs/dial.ts'), dial);
  writeFileSync(join(copy, 'src/lab/views/gauge.ts'), gauge);
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

async function inCopy<Module>(path: string): Promise<Module> {
  const { module } = await runnerImport<Module>(join(copy, path), { root: copy, logLevel: 'error' });
  return module;
}

const knob = { kind: 'dial', label: 'Angle', value: 30, effect: 'live', when: { turning: 'yes' } } as const;
const view = { kind: 'gauge', label: 'Gauge', field: 'speed' } as const;

test('a knob of a new kind is printed, carried by an address and told in words', async () => {
  const { kindOf } = await inCopy<typeof KnobKinds>('src/lab/knob-kinds.ts');
  const kind = kindOf(knob as never);
  const printing = { id: 'a', attributes: ' id="a"', words: wordsOf('en') };
  expect(kind.control(knob as never, printing)).toBe(
    '<label>Angle<input id="a" type="number" value="30"></label>',
  );
  expect(kind.said(45, knob as never, wordsOf('en').script.tools.compare)).toBe('45°');

  const { queryOf, experimentOf } = await inCopy<typeof Experiment>('src/lab/experiment.ts');
  const turning = { kind: 'choice', label: '', value: 'no', choices: { no: '', yes: '' }, effect: 'live' };
  const definition = { knobs: { angle: knob, turning }, views: {}, rhythm: 'run', seed: 1 };
  const settings = { angle: 45, turning: 'yes' };
  const query = queryOf({ settings }, definition as unknown as Definition);
  expect(query.toString()).toBe('angle=45deg&turning=yes');
  expect(experimentOf(query, definition as unknown as Definition)).toMatchObject({
    experiment: { settings },
    objections: [],
  });
  const refused = experimentOf(new URLSearchParams('angle=steep'), definition as unknown as Definition);
  expect(refused.objections).toEqual([{ kind: 'number', name: 'angle', value: 'steep', expected: '0deg …' }]);
});

test('a view of a new kind is drawn as soon as a frame carries its field', async () => {
  const { isShown, kindOf } = await inCopy<typeof ViewKinds>('src/lab/view-kinds.ts');
  const at = (speed?: number) => ({ value: () => speed, track: () => [] });
  expect(isShown(view as never, at())).toBe(false);
  expect(isShown(view as never, at(3))).toBe(true);
  expect(kindOf(view as never).markup(view as never, at(3))).toBe('<meter value="3"></meter>');
});
