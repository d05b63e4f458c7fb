import { describe, expect, it } from 'vitest';
import { passagesIn, type FoundPage } from '../../../src/components/search/passages.ts';

/** A page of `[element, id, title, text]`; every word is offered, as a search for all of them would. */
function page(url: string, parts: readonly (readonly [string, string, string, string])[]): FoundPage {
  const words: string[] = [];
  const anchors = parts.map(([element, id, text, after]) => {
    const location = words.length;
    const title = element === 'li' ? [] : `${text}.`.split(' ');
    words.push(...title, ...after.split(' ').filter((word) => word !== ''));
    return { element, id, text: element === 'div' ? '' : text, location };
  });
  const weighted = words.map((_, location) => ({ location }));
  return {
    url,
    content: words.join(' '),
    meta: { title: parts[0][2] },
    anchors,
    weighted_locations: weighted,
  };
}

const article = page('/diffusion/', [
  ['h1', '', 'Diffusion', 'From noise to data.'],
  ['h2', 'how', 'How', 'In small steps.'],
  ['h3', 'math', 'Math', 'The posterior is Gaussian. The noise schedule falls.'],
  ['h4', 'math-score', 'Score', 'The score points to the data.'],
  ['h2', 'references', 'References', ''],
  ['li', 'ref-kingma2013auto', 'Kingma DP. Auto-Encoding.', 'Kingma DP. Auto-Encoding.'],
]);
const other = page('/vae/', [
  ['h1', '', 'VAE', 'A bound.'],
  ['li', 'ref-kingma2013auto', 'Kingma DP. Auto-Encoding.', 'Kingma DP. Auto-Encoding.'],
]);
const glossary = page('/glossary/', [
  ['h1', '', 'Glossary', ''],
  ['h2', 'terms', 'Terms', ''],
  ['div', 'term-score', 'Score', 'The gradient of the log density.'],
  ['div', 'term-elbo', 'ELBO', 'A lower bound.'],
]);

const text = (words: readonly { text: string }[]): string => words.map((word) => word.text).join(' ');
const links = (pages: readonly FoundPage[], query: string): string[] =>
  passagesIn(pages, query).map(({ href }) => href);

describe('passages', () => {
  it('stand where the next heading above is', () => {
    const [found] = passagesIn([article], 'posterior');
    expect(found).toMatchObject({ kind: 'article', href: '/diffusion/#math', trail: ['Diffusion', 'How'] });
    expect(text(found.title)).toBe('Math');
    expect(text(found.excerpt)).toBe('The posterior is Gaussian. The noise schedule falls.');
    expect(found.excerpt.filter(({ hit }) => hit).map((word) => word.text)).toEqual(['posterior']);
  });

  it('before the first heading belong to the page itself', () => {
    expect(passagesIn([article], 'from')[0]).toMatchObject({ href: '/diffusion/', trail: [] });
  });

  it('hold every word of the query, if any passage does', () => {
    expect(links([article], 'noise schedule')).toEqual(['/diffusion/#math']);
    expect(links([article], 'noise gradient')).toEqual(['/diffusion/', '/diffusion/#math']);
  });

  it('with the query as their title come first', () => {
    expect(links([article, glossary], 'score')).toEqual(['/diffusion/#math-score', '/glossary/#term-score']);
    const [found] = passagesIn([glossary], 'score');
    expect(found).toMatchObject({ kind: 'glossary', trail: ['Glossary'] });
    expect(text(found.title)).toBe('Score');
    expect(text(found.excerpt)).toBe('The gradient of the log density.');
    expect(passagesIn([glossary], 'terms')[0].kind).toBe('glossary');
  });

  it('name a source once, however many articles cite it', () => {
    const found = passagesIn([article, other], 'kingma');
    expect(found.map(({ kind, href }) => [kind, href])).toEqual([
      ['reference', '/diffusion/#ref-kingma2013auto'],
    ]);
  });

  it('find no word for one that only begins like it', () => {
    expect(links([article], 'nqxzv')).toEqual([]);
  });

  it('forgive a slip of the pen', () => {
    expect(links([article], 'postirior')).toEqual(['/diffusion/#math']);
  });
});

it('cuts long passages around what was found, from the beginning of a sentence', () => {
  const filler = 'word '.repeat(60).trim();
  const long = page('/long/', [
    ['h1', '', 'Long', `${filler}. Here stands the needle in the hay, ${filler}`],
  ]);
  const [{ excerpt }] = passagesIn([long], 'needle');
  expect(text(excerpt)).toMatch(/^Here stands the needle in the hay, word .* word …$/);
  expect(excerpt).toHaveLength(31);
});

it('finds a name of code in the middle of an expression', () => {
  const code = page('/code/', [['h1', '', 'Code', 'return (1 - \u2060alphaBar[ time]);']]);
  const [{ excerpt }] = passagesIn([code], 'alphaBar');
  expect(excerpt.filter(({ hit }) => hit).map((word) => word.text)).toEqual(['\u2060alphaBar[']);
});
