import { describe, expect, it } from 'vitest';
import { proseHtml } from '#build/captions';
import { inlineSvg } from '#build/figures';
import { snippet } from '#build/snippet';
import { compiled, complaint, temporarySeries } from './temporary-series.ts';

describe('a snippet', () => {
  it('prints the declaration with its doc comment, under the name of its file', async () => {
    const { code, record } = await compiled('<Snippet of="arithmetic/double" />');
    expect(code.replace(/<[^>]+>/g, '')).toContain(
      '/** Twice as much: [count]. */\\nexport function double(value: number)',
    );
    expect(record.printed).toEqual(['src/models/arithmetic.ts']);
  });

  it('may name several declarations of one file', () => {
    const { root } = temporarySeries({ 'src/data/points.ts': 'export const a = 1;\nexport const b = 2;\n' });
    const options = { root, article: 'x' };
    expect(snippet('data/points/b, a', options)).toEqual({
      file: 'src/data/points.ts',
      code: 'export const b = 2;\n\nexport const a = 1;',
    });
    expect(snippet('arithmetic/half', options).file).toBe('src/models/arithmetic.ts');
    expect(() => snippet('data/points/a arithmetic/half', options)).toThrow('is in another file');
  });
});

describe('a figure', () => {
  const source = `<?xml version="1.0"?>
<!-- drawn by hand -->
<svg viewBox="0 0 4 4"><title>A &amp; B</title><desc>Two</desc><marker id="tip"/><path marker-end="url(#tip)"/><use href="#tip"/></svg>`;

  it('has ids of its own, and a name and a description for those who do not see it', () => {
    expect(inlineSvg(source, { name: 'chain', file: 'chain.svg' })).toBe(
      '<svg role="img" aria-labelledby="figure-chain-title figure-chain-desc" viewBox="0 0 4 4">' +
        '<title id="figure-chain-title">A &amp; B</title><desc id="figure-chain-desc">Two</desc>' +
        '<marker id="figure-chain-tip"/><path marker-end="url(#figure-chain-tip)"/><use href="#figure-chain-tip"/></svg>',
    );
  });

  it('keeps the labels that it brings, under their new ids', () => {
    const own =
      '<svg role="img" viewBox="0 0 1 1" aria-labelledby="t d"><title id="t">A</title><desc id="d">B</desc></svg>';
    expect(inlineSvg(own, { name: 'n', file: 'n.svg' })).toContain('aria-labelledby="figure-n-t figure-n-d"');
  });
});

describe('a part for those who use the algorithm', () => {
  it('has a title with formulas, and stops the build without one', async () => {
    const { code } = await compiled('<Practice title="Costs of $x$">\n\nText.\n\n</Practice>');
    expect(code).toMatch(/_jsx\(Practice, \{\s*title: "Costs of <math>/);
    expect(await complaint('<Practice>\n\nText.\n\n</Practice>')).toContain('<Practice> lacks its title');
  });
});

describe('a line of prose in an attribute', () => {
  it('may hold formulas, code and emphasis, and nothing else of HTML', () => {
    const given = { place: { file: 'x' }, glossary: { symbols: new Map(), terms: new Map() } };
    const html = proseHtml('A < B & *so* `x<y`', given);
    expect(html).toBe('A &lt; B &amp; <em>so</em> <code>x&lt;y</code>');
    expect(proseHtml('$x_t$', given)).toBe('<math><msub><mi>x</mi><mi>t</mi></msub></math>');
  });
});

describe('a page', () => {
  it('holds formulas as MathML, the displayed ones with their numbers', async () => {
    const { code } = await compiled('Here $x_t$.\n\n$$\n\\alpha\n$$');
    expect(code).toContain('<math><msub><mi>x</mi><mi>t</mi></msub></math>');
    const html = code.replaceAll('\\"', '"');
    expect(html).toContain('<div class="equation" id="eq-1">');
    expect(html).toMatch(/<a class="equation-number" href="#eq-1" aria-label="Equation 1">\(1\)<\/a>/);
  });

  it('holds each table in a region that the keyboard reaches', async () => {
    const { code } = await compiled('| name | value |\n| --- | --- |\n| a | 1 |');
    expect(code).toContain('aria-label=\\"Table 1: name, value\\" tabindex=\\"0\\"');
  });

  it('marks comments, keywords, strings and actors in listings, and nothing else', async () => {
    const { code } = await compiled("```ts\nconst noise = 'a'; // b\n```");
    const html = code.replaceAll('\\"', '"');
    expect(html).toContain(
      '<span class="token-keyword">const</span> <span class="actor actor-noise">noise</span> =',
    );
    expect(html).toContain('<span class="token-comment">// b</span>');
    expect(html).not.toContain('style="color');
  });
});
