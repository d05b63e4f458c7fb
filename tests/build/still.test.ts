import { describe, expect, it } from 'vitest';
import { paperColours, stillStyle, stillSvg, withPaperColours, withSigns } from '#build/still';

describe('paperColours', () => {
  it('are those of the light theme', () => {
    const colours = paperColours([':root { --ink: #111111; --text: 1rem; } :root { --ink: #eeeeee; }']);
    expect([...colours]).toEqual([['--ink', '#111111']]);
  });

  it('name every actor of the site', () => {
    expect([...paperColours().keys()]).toEqual(
      expect.arrayContaining(['--paper', '--ink', '--actor-data', '--actor-noise', '--actor-sample']),
    );
  });
});

it('hands the colour of an actor down as the current one', () => {
  expect(withPaperColours('fill="var(--actor)" stroke="var(--ink)"', new Map([['--ink', '#111111']]))).toBe(
    'fill="currentColor" stroke="#111111"',
  );
});

it('takes over how the page draws points, lines and labels', () => {
  const style = stillStyle();
  expect(style).toContain('.actor-data { color: #');
  expect(style).toMatch(/path\.points \{[^}]*stroke-width/);
  expect(style).toMatch(/svg text \{[^}]*font-size/);
  expect(style).not.toContain('var(--');
});

describe('stillSvg', () => {
  it('makes a drawing of the page a file of its own', () => {
    const svg = stillSvg(
      '<svg viewBox="0 0 40 30" style="max-width: 2rem"><path stroke="var(--ink)"/></svg>',
    );
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="40" height="30"/);
    expect(svg).not.toMatch(/var\(--|max-width/);
  });

  it('refuses a drawing without a size', () => {
    expect(() => stillSvg('<svg><path/></svg>')).toThrow(/no viewBox.*Expected one/);
  });
});

it('sets signs of mathematics in the face that has them, and leaves words alone', () => {
  const sign = (text: string): string => `<tspan font-family="STIX Two Math">${text}</tspan>`;
  expect(withSigns('<text>é 16 → 96 − 2</text>')).toBe(`<text>é 16 ${sign('→')} 96 − 2</text>`);
  expect(withSigns('<tspan>√\u1fb1</tspan>')).toBe(`<tspan>${sign('√')}${sign('α\u0304')}</tspan>`);
  expect(withSigns('<a data-x="→">x\u0302</a>')).toBe(`<a data-x="→">${sign('x\u0302')}</a>`);
});
