import { describe, expect, it } from 'vitest';
import { compiled, complaint } from './temporary-series.ts';

/** The page's module, with its strings unescaped. */
const page = async (body: string): Promise<string> => (await compiled(body)).code.replaceAll('\\"', '"');

describe('a footnote', () => {
  it('becomes a note after the paragraph that refers to it, numbered in the order of the text', async () => {
    const code = await page(
      'One[^b].\n\nTwo[^a].\n\n[^a]: Text of a.\n\n[^b]: Text of b [@turing1950computing].',
    );
    const html = code.slice(code.indexOf('_createMdxContent'));
    const order = ['One<sup>', 'Text of b', 'Two<sup>', 'Text of a'].map((text) => html.indexOf(text));
    expect(order[0]).toBeGreaterThan(0);
    expect([...order].sort((one, other) => one - other)).toEqual(order);
    expect(html).toContain('One<sup><a href="#note-1" id="noted-1" role="doc-noteref">1</a></sup>');
    expect(html).toMatch(/_jsx\(Note, \{\s*"set:html": "<p id="note-1"><sup><a href="#noted-1"/);
    expect(html).toContain('class="citation"');
    expect(html).not.toContain('footnotes');
  });

  it('stays inside the part that refers to it, and may have several paragraphs', async () => {
    const code = await page(
      '<Deeper title="A">\n\nOne[^a].\n\n</Deeper>\n\nTwo.\n\n[^a]: First.\n\n    Second.',
    );
    const note = code.indexOf('_jsx(Note');
    expect(note).toBeGreaterThan(code.indexOf('_jsxs(Deeper'));
    expect(note).toBeLessThan(code.indexOf('Two.'));
    expect(code).toContain('First.</p><p>Second.</p>');
  });

  it('stops the build without a text, without a place, and with two places', async () => {
    expect(await complaint('One[^a].')).toMatch(/index\.mdx:8:4 — the footnote "a" has no text/);
    expect(await complaint('One.\n\n[^a]: Text.')).toMatch(/:10:1 — the footnote "a" is never referred to/);
    expect(await complaint('One[^a] and[^a].\n\n[^a]: Text.')).toMatch(/:8:12 — .*"a" is referred to twice/);
  });
});
