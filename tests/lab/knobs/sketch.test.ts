import { describe, expect, it } from 'vitest';
import { kind, type SketchKnob } from '#lab/knobs/sketch';
import { wordsOf } from '#words/words';

const knob: SketchKnob = {
  kind: 'sketch',
  label: 'Your "digit"',
  value: [],
  width: 16,
  height: 8,
  margin: 2,
  effect: 'look',
};
const { lab, tools } = wordsOf('en').script;
const drawn = Array.from({ length: 128 }, (_, i) => (i % 16) * 17);

describe('a sketch', () => {
  it('is printed as a canvas of its pixels that says its keys, with a frame where to draw', () => {
    const html = kind.control(knob, { id: 'a', attributes: ' id="a"', words: wordsOf('de') });
    expect(html).toContain('<canvas id="a" width="16" height="8" tabindex="0" role="application"');
    expect(html).toMatch(/aria-label="Your &quot;digit&quot;: Pfeiltasten/);
    expect(html).toContain('--edge-x:12.5%;--edge-y:25%');
    expect(html).toContain('data-clear');
    const bare = kind.control(
      { ...knob, margin: undefined },
      { id: 'a', attributes: '', words: wordsOf('en') },
    );
    expect(bare).toContain('<div class="sketch"><canvas width');
  });

  it('says whether there is one', () => {
    expect([kind.beside?.([], knob, lab), kind.beside?.(drawn, knob, lab)]).toEqual([
      'nothing drawn yet',
      '',
    ]);
    expect([kind.said([], knob, tools.compare), kind.said(drawn, knob, tools.compare)]).toEqual([
      'nothing drawn',
      'a drawing',
    ]);
  });

  it('takes one letter a pixel in an address, and comes back from there and from a file', () => {
    const text = kind.text(drawn, knob, {});
    expect(text).toHaveLength(128);
    expect(kind.fromText(text, knob, {})).toEqual({ value: drawn });
    expect(kind.fromFile!(drawn, knob)).toEqual({ value: drawn });
    expect(kind.fromText('', knob, {})).toEqual({ value: [] });
    expect(kind.inLink?.(drawn, knob, {})).toMatchObject({ count: 1, letters: 128 });
  });

  it.each([
    [drawn.slice(1)],
    [[...drawn, ...drawn]],
    [drawn.with(3, 256)],
    [drawn.with(3, 0.5)],
    ['0f'],
    [null],
  ])('is not read from a file with something else (%#)', (value) =>
    expect(kind.fromFile!(value, knob)).toEqual({ kind: 'sketch' }),
  );
});
