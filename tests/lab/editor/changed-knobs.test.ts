import { describe, expect, it } from 'vitest';
import type { Knobs, Views } from '#lab/contract';
import { initialValues, sameShape } from '#lab/editor/changed-knobs';

const own = {
  rate: { kind: 'range', label: 'Rate', value: 0.1, min: 0, max: 1, effect: 'live' },
  way: { kind: 'choice', label: 'Way', value: 'a', choices: { a: 'A', b: 'B' }, effect: 'restart' },
  on: { kind: 'switch', label: 'On', value: false, effect: 'live' },
} satisfies Knobs;
const views: Views = { text: { kind: 'text', label: 'Text', template: '{step}' } };

describe('the values that knobs begin with', () => {
  it('are taken over where the page’s own knobs can be set to them', () => {
    const changed: Knobs = { ...own, rate: { ...own.rate, value: 0.5 }, on: { ...own.on, value: true } };
    expect(initialValues(changed, own)).toEqual({ rate: 0.5, way: 'a', on: true });
  });

  it('are left where the page has no such value, kind or knob', () => {
    const changed: Knobs = {
      rate: { ...own.rate, value: 5, max: 10 },
      way: { ...own.way, value: 'c', choices: { c: 'C' } },
      on: own.rate,
      more: own.on,
    };
    expect(initialValues(changed, own)).toEqual({});
  });
});

describe('the shape of a demo', () => {
  const shape = { knobs: own, views };

  it('stays the same when only initial values change', () => {
    expect(sameShape({ knobs: { ...own, rate: { ...own.rate, value: 0.5 } }, views }, shape)).toBe(true);
  });

  it.each([
    { knobs: { ...own, rate: { ...own.rate, max: 2 } }, views },
    { knobs: { ...own, more: own.on }, views },
    { knobs: { rate: own.rate, way: own.way }, views },
    { knobs: own, views: {} },
  ])('changes with ranges, knobs and pictures %#', (changed) => {
    expect(sameShape(changed, shape)).toBe(false);
  });
});
