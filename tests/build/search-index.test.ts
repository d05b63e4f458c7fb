import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { indexOf, outspoken, readable } from '../../src/build/search-index.ts';

const page = (body: string): string =>
  `<!doctype html><html lang="en"><body><main><article data-pagefind-body><h1>Title</h1>${body}</article></main></body></html>`;

/** The text that Pagefind keeps of a page. */
async function kept(body: string): Promise<{ content: string; ids: string[] }> {
  const files = await indexOf([{ url: '/page/', content: page(body) }]);
  const fragment = files.find(({ path }) => path.startsWith('fragment/'));
  const { content, anchors } = JSON.parse(
    gunzipSync(fragment?.content ?? '')
      .toString()
      .slice('pagefind_dcd'.length),
  );
  return { content, ids: anchors.map(({ id }: { id: string }) => id) };
}

describe('an index', () => {
  it('holds text, folded parts, listings and references, each under its id', async () => {
    const { content, ids } = await kept(`
      <h2 id="math">Math</h2><p>Some words.</p>
      <details><summary>Proof</summary><p>Jensen's inequality.</p></details>
      <div class="article-end"><section class="references"><h2 id="references">References</h2>
      <ol><li id="ref-a2020b"><span>Author A. A paper.</span></li></ol></section></div>`);
    expect(content).toContain("Jensen's inequality.");
    expect(content).toContain('Author A. A paper.');
    expect(ids).toEqual(expect.arrayContaining(['math', 'references', 'ref-a2020b']));
  });

  it('ends the name of an entry with a stop, so that results can tell it from its text', async () => {
    const { content, ids } = await kept(
      '<dl><div id="term-score"><dt>Score</dt><dd><p>A gradient</p></dd></div></dl>',
    );
    expect(content).toContain('Score. A gradient');
    expect(ids).toContain('term-score');
  });

  it('leaves out what is no text of the page', async () => {
    const { content } = await kept(`
      <nav>Contents</nav><button>Play</button><svg><text>axis</text></svg>
      <div class="article-end"><section class="references"><ol><li id="ref-a2020b">Paper
      <span class="backlinks">a b</span><details><pre>@article{a}</pre></details></li></ol></section>
      <section><h2 id="cite">How to cite</h2></section></div>`);
    expect(content).toMatch(/^Title\. Paper\.?$/);
  });

  it('ships no interface, no worker and no WebAssembly that no page asks for', async () => {
    const files = await indexOf([{ url: '/page/', content: page('<p>Some words.</p>') }]);
    const outer = files.map(({ path }) => path.replace(/en_\w+/, 'en')).sort();
    expect(outer).toEqual([
      'fragment/en.pf_fragment',
      'index/en.pf_index',
      'pagefind-entry.json',
      'pagefind.en.pf_meta',
      'pagefind.js',
      'wasm.en.pagefind',
    ]);
  });
});

describe('a page as it is read for the index', () => {
  it('says formulas in passing and leaves out displayed ones', () => {
    const inline = '<math><msub><mi>x</mi><mi>t</mi></msub></math>';
    expect(readable(`a ${inline} b`)).toBe('a <span>x_t</span> b');
    expect(readable('a <math display="block"><mi>x</mi></math> b')).toBe('a  b');
    const long = `<math>${'<mi>x</mi><mo>+</mo>'.repeat(20)}</math>`;
    expect(readable(long)).toBe('<span>…</span>');
  });

  it('keeps the names of a listing apart', () => {
    const listing = '<pre class="astro-code"><span>schedule</span><span>.alphaBar[t]</span></pre>';
    expect(readable(listing)).toBe('<pre>schedule. \u2060alphaBar[ \u2060t]</pre>');
    const comment = '<pre class="astro-code">/**\n * One *step*.\n */</pre>';
    expect(readable(comment).replace(/\s+/g, ' ')).toBe('<pre> One *step*. </pre>');
  });
});

it("stops when Pagefind's script hides failures elsewhere", () => {
  expect(() => outspoken(new TextEncoder().encode('export const search = 1;'))).toThrow('Expected 2');
});
