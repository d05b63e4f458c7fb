import { describe, expect, it } from 'vitest';
import { kind, type PlaceKnob } from '#lab/knobs/place';
import { wordsOf } from '#words/words';

const knob: PlaceKnob = {
  kind: 'place',
  label: 'Chosen <code>',
  value: [0.5, -1.2],
  on: 'map',
  extent: 3,
  axes: ['z₁', 'z₂'],
  actor: 'latent',
  effect: 'look',
};
const { lab, tools } = wordsOf('en').script;

describe('a place', () => {
  it('is printed as two named sliders that reach from end to end', () => {
    const html = kind.control(knob, { id: 'a', attributes: ' id="a"', words: wordsOf('en') });
    expect(html.match(/<label>z[₁₂] <input type="range" min="-3" max="3" step="0.03"/g)).toHaveLength(2);
    expect(html).toContain('value="0.5"');
    expect(html).toContain('value="-1.2"');
    expect(html).toContain('id="a" role="group" aria-labelledby="a-name"');
    expect(html).toContain('Chosen &lt;code>');
  });

  it('is said beside its sliders and in the table of runs', () => {
    expect(kind.beside?.([0.5, -1.2], knob, lab)).toBe('0.50, −1.20');
    expect(kind.said([0, 3], knob, tools.compare)).toBe('0.00, 3.00');
  });

  it('comes back from its text, at the steps of the sliders', () => {
    expect(kind.fromText('0.51,-1.2', knob, {})).toEqual({ value: [0.51, -1.2], moved: false });
    expect(kind.fromText('0.5,-1.2', knob, {})).toEqual({ value: [0.51, -1.2], moved: true });
    expect(kind.text([0.51, -1.2], knob, {})).toBe('0.51,-1.2');
    const ends = kind.fromText('3,-3', knob, {});
    expect(ends).toEqual({ value: [3, -3], moved: false });
  });

  it.each(['', '1', '1,', '1,2,3', '3.1,0', '0,-4', 'NaN,0', 'a,0', 'Infinity,0'])(
    'is not read from "%s"',
    (text) => {
      expect(kind.fromText(text, knob, {})).toMatchObject({ kind: 'place', expected: '-3 … 3' });
    },
  );

  it.each([
    [[1, 2], true],
    [[1], false],
    [[1, 4], false],
    ['1,2', false],
    [[1, '2'], false],
    [null, false],
  ])(
    // prettier-ignore
    'can be %j in a file and in changed code: %s',
    (value, can) => {
      expect('value' in kind.fromFile!(value, knob)).toBe(can);
      expect(kind.takes!(value, knob)).toBe(can);
    },
  );
});
