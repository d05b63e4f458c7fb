import { describe, expect, it } from 'vitest';
import { files, textOf } from './source-files.ts';

/** Properties that name a side or an axis of the screen, where a text that runs the other way needs the mirrored one. */
const physical = [
  /^(left|right|top|bottom)$/,
  /^(margin|padding|border|scroll-margin|scroll-padding)-(left|right|top|bottom)(-\w+)?$/,
  /^border-(top|bottom)-(left|right)-radius$/,
  /^((min|max)-)?(width|height)$/,
];
/** Properties with a value for each side: the second and the fourth are right and left. */
const sided = /^(margin|padding|inset|border-(width|style|color)|scroll-(margin|padding))$/;
/** Properties whose keywords may name a side. */
const aligning = /^(text-align(-last)?|float|clear|justify-(content|items|self))$/;

/** The declarations of a style sheet that hold for one direction of reading only. */
function physicalIn(css: string): string[] {
  const plain = css.replace(/\/\*.*?\*\//gs, '');
  const declarations = plain.matchAll(/(?<=[;{}]|^)\s*([a-z-]+)\s*:\s*([^;{}]+)(?=[;}])/g);
  return [...declarations]
    .filter(([, name, value]) => isPhysical(name, value.trim()))
    .map(([, name, value]) => `${name}: ${value.trim()}`);
}

function isPhysical(name: string, value: string): boolean {
  if (physical.some((pattern) => pattern.test(name))) return true;
  if (aligning.test(name)) return /(^|\s)(left|right)\b/.test(value);
  const sides = value.match(/[^\s()]+(\([^)]*\))?/g) ?? [];
  return sided.test(name) && sides.length === 4 && sides[1] !== sides[3];
}

describe('style sheets', () => {
  it.each(files('src/**/*.css'))('%s holds for both directions of reading', (path) => {
    expect(physicalIn(textOf(path))).toEqual([]);
  });

  it('stand in files of their own, so that these are all', () => {
    expect(files('src/**/*.astro').filter((path) => /<style\b(?![^>]*set:html)/.test(textOf(path)))).toEqual(
      [],
    );
  });

  it('would be caught', () => {
    const css = `
      a { margin-left: 1rem; color: red; }
      /* left: 0; */
      @media (width >= 40rem) { b:hover { inset: 0 1px 2px 3px; text-align: right; margin: 0 auto; } }
      c { padding: 0 calc(1px + 2px) 0 calc(1px + 2px); inline-size: 3rem; width: 3rem; top: 0 }
    `;
    expect(physicalIn(css)).toEqual([
      'margin-left: 1rem',
      'inset: 0 1px 2px 3px',
      'text-align: right',
      'width: 3rem',
      'top: 0',
    ]);
  });
});
