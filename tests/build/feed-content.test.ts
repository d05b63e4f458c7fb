import { describe, expect, it } from 'vitest';
import { feedContent } from '#build/feed-content';

const place = {
  address: 'https://example.org/series/noise/',
  pictures: 'https://example.org/series/noise/',
  words: { openDemo: 'Run it', demo: 'Demo: {caption}' },
};

const page = (body: string): string =>
  `<!doctype html><html><body><nav>Contents</nav><p class="insight">One sentence.</p><div class="article-body">${body}</div>` +
  '<section class="references"><h2 id="references">References</h2><ol><li id="ref-a">Ho. <span class="backlinks"><a href="#cite-a-1">a</a></span>' +
  '<details><summary>BibTeX</summary><pre id="bibtex-a">@article{}</pre><button>Copy</button></details></li></ol></section>' +
  '<section id="feedback"><form><input></form></section></body></html>';

const content = (body: string): string => feedContent(page(body), place);

describe('feedContent', () => {
  it('begins with the insight and ends with the references, without their tools', () => {
    expect(content('<p>Text.</p>')).toBe(
      '<p>One sentence.</p><div><p>Text.</p></div><section><h2>References</h2><ol><li>Ho. </li></ol></section>',
    );
  });

  it('leads every link to the site', () => {
    const html = content(
      '<p><a href="#math" class="x">a</a> <a href="/series/intro/">b</a> <img src="x.png" alt="c"></p>',
    );
    expect(html).toContain('<a href="https://example.org/series/noise/#math">a</a>');
    expect(html).toContain('<a href="https://example.org/series/intro/">b</a>');
    expect(html).toContain('<img src="https://example.org/series/noise/x.png" alt="c" />');
  });

  it('drops what only the page can do, with ids, classes and handlers', () => {
    const html = content(
      '<h2 id="a" onclick="x()">A<a class="anchor" href="#a"></a></h2><script>x</script><style>y</style><noscript>z</noscript><form><button>Go</button></form><p hidden>h</p><span data-x="1">kept</span>',
    );
    expect(html).toContain('<div><h2>A</h2>kept</div>');
  });

  it('puts a picture and a link in the place of a demo', () => {
    const html = content(
      '<demo-lab id="demo-points"><figure><p class="demo-state">live</p><svg></svg><fieldset><input></fieldset><figcaption><p class="caption">Two <em>moons</em>.</p><p>Look.</p></figcaption><script>{}</script></figure></demo-lab>',
    );
    const link = 'https://example.org/series/noise/#demo-points';
    expect(html).toContain(
      `<figure><p><a href="${link}"><img src="https://example.org/series/noise/demo-points.png" alt="Demo: Two moons." /></a></p>` +
        `<figcaption><p>Two <em>moons</em>.</p><p>Look.</p><p><a href="${link}">Run it</a></p></figcaption></figure>`,
    );
  });

  it('puts a picture that says what is drawn in the place of a drawing', () => {
    const html = content(
      '<figure class="figure" id="figure-chain"><svg viewBox="0 0 400 300"><title>A chain</title><desc>Boxes.</desc></svg><figcaption><span class="badge">illustration</span> A chain.</figcaption></figure>',
    );
    expect(html).toContain(
      '<img src="https://example.org/series/noise/figure-chain.png" alt="A chain. Boxes." width="400" />',
    );
    expect(html).toContain('<figcaption> A chain.</figcaption>');
  });

  it('keeps formulas, without what only the page understands', () => {
    const html = content(
      '<span class="formula"><math display="block" class="m" data-symbol="x"><semantics><mi id="q">x</mi><annotation encoding="application/x-tex">x</annotation></semantics></math></span>',
    );
    expect(html).toContain('<math display="block"><semantics><mi>x</mi></semantics></math>');
  });

  it('keeps listings as they are written', () => {
    const html = content(
      '<pre class="astro-code" tabindex="0"><code><span class="t">a</span>\n  b &lt; c</code></pre>',
    );
    expect(html).toContain('<pre><code>a\n  b &#x3C; c</code></pre>');
  });
});
