import { describe, expect, it } from 'vitest';
import { macrosOf, parseGlossary } from '#build/symbols';
import { typeset } from '#build/typesetting';
import { article, complaintOf, temporarySeries } from './temporary-series.ts';

const glossaryText = `symbols:
  alphaBar:
    latex: \\bar\\alpha
    words: What is left of the variance.
    shape: number a step
    code: [half]
  clean:
    latex: x_0
    words: A clean example.
  beta:
    latex: \\theta
    words: Weights.
terms:
  score:
    name: Score
    text: The way to the data.
`;
const glossary = parseGlossary(glossaryText);
const set = (tex: string): string =>
  typeset(tex, { displayed: false, place: { file: 'x', line: 3 }, glossary });

const series = (body: string) =>
  temporarySeries({
    'content/glossary.yaml': glossaryText,
    'content/articles/x/index.mdx': article(body),
  });

describe('a symbol of the glossary', () => {
  it('is written by its macro and tied to its entry, whatever its index', () => {
    expect(set('\\alphaBar_{t-1}')).toMatch(
      /^<math><msub><mover data-symbol="alphaBar" accent="true">.*<mi>t<\/mi>/,
    );
    expect(set('\\ell_\\clean')).toContain('data-symbol="clean"');
    expect(macrosOf(glossary)['\\clean']).toBe('{\\data{symbol=clean}{x_0}}');
  });

  it('stops the build where it is written bare', () => {
    expect(() => set('1-\\bar \\alpha_t')).toThrow(
      'x:3 — the formula "1-\\bar \\alpha_t" writes the sign \\bar\\alpha bare. Expected \\alphaBar, which ties it to the glossary.',
    );
    expect(() => set('2x_0')).toThrow('Expected \\clean');
    expect(() => set('\\max_0 + xx_0 + x_{00}')).not.toThrow();
  });

  it('stops the build where it is unknown', () => {
    expect(() => set('\\alphBar')).toThrow(
      /Did you mean "alphaBar"\? Expected TeX that Temml knows, or a symbol of/,
    );
  });

  it('is found in formulas, attributes and the names of printed code, section by section', async () => {
    const { code, frontMatter } = await series(
      'Take $\\clean$.\n\n### Later\n\n<Note title="The $\\alphaBar_t$">$\\clean+\\clean$</Note>\n\n<Snippet of="arithmetic/half" />',
    ).compile('x');
    expect(frontMatter.names).toEqual({
      symbols: [
        {
          name: 'clean',
          places: [
            { id: 'what', text: 'What' },
            { id: 'later', text: 'Later' },
          ],
        },
        { name: 'alphaBar', places: [{ id: 'later', text: 'Later' }] },
      ],
      terms: [],
    });
    expect(code.replaceAll('\\"', '"')).toContain('<span data-symbol="alphaBar">half</span>');
  });

  it('is a link the first time that it stands alone in a section', async () => {
    const { code } = await series('$\\clean$, $\\clean$, $\\clean+1$\n\n### Later\n\n$\\clean$').compile('x');
    const links = code
      .replaceAll('\\"', '"')
      .match(
        /<a class="symbol" href="\/glossary\/#symbol-clean" aria-label="x0" aria-description="A clean example\."/g,
      );
    expect(links).toHaveLength(2);
  });
});

it('a formula keeps the sign that follows it', async () => {
  const { code } = await series('Take $a$, then $b+c$ (or $d$).').compile('x');
  const html = code.replaceAll('\\"', '"');
  expect(html).toMatch(/<\/math>,<\/span>| then /);
  expect(html).toContain('</math>).</span>');
});

describe('a term', () => {
  it('is a link to its entry and is noted', async () => {
    const { code, frontMatter } = await series('The [way](term:score).').compile('x');
    expect(code).toContain('/glossary/#term-score');
    expect(frontMatter.names).toMatchObject({ terms: [{ name: 'score' }] });
  });

  it('stops the build where it is unknown', async () => {
    expect(await complaintOf(series('The [way](term:scor).').compile('x'))).toBe(
      'content/articles/x/index.mdx:8:5 — the term "scor" is unknown. Did you mean "score"? Expected a term of content/glossary.yaml: "score".',
    );
  });
});

describe('the glossary', () => {
  it('names the line of what does not fit', () => {
    expect(() => parseGlossary('symbols:\n  a:\n    latex: a\n  b:\n    words: B.\nterms: {}')).toThrow(
      'content/glossary.yaml:2',
    );
    expect(() => parseGlossary('symbols: {}\nterms:\n  score:\n    name: S\n    txt: T\n')).toThrow(
      'terms.score',
    );
  });
});

it('a drawing ties its signs to the glossary', async () => {
  const drawing = (name: string) =>
    `<svg viewBox="0 0 1 1"><title>D</title><text><tspan data-symbol="${name}">x</tspan></text></svg>`;
  const files = (name: string) => ({
    'content/glossary.yaml': glossaryText,
    'content/articles/x/d.svg': drawing(name),
    'content/articles/x/index.mdx': article('<Figure name="d" caption="A drawing." />'),
  });
  const { frontMatter } = await temporarySeries(files('clean')).compile('x');
  expect(frontMatter.names).toMatchObject({ symbols: [{ name: 'clean' }] });
  expect(await complaintOf(temporarySeries(files('clen')).compile('x'))).toMatch(
    'content/articles/x/d.svg — the symbol "clen" is unknown. Did you mean "clean"?',
  );
});
