import { describe, expect, it } from 'vitest';
import { references, type Citation } from '#build/bibliography';
import { parseBibliography } from '#build/bibtex';
import { compiled } from './temporary-series.ts';

async function cited(body: string): Promise<readonly Citation[]> {
  return (await compiled(body)).frontMatter.citations as Citation[];
}

describe('citations', () => {
  it('are numbered by first appearance and linked both ways', async () => {
    const citations = await cited(
      'A [@turing1950computing], b [@ada1843notes; @turing1950computing], c [@turing1950computing, p. 3].',
    );
    expect(citations.map(({ key, number }) => [key, number])).toEqual([
      ['turing1950computing', 1],
      ['ada1843notes', 2],
    ]);
    const [turing, ada] = references(citations);
    expect(turing.id).toBe('ref-turing1950computing');
    expect(turing.backlinks).toEqual([
      { label: 'a', href: '#cite-turing1950computing-1' },
      { label: 'b', href: '#cite-turing1950computing-2' },
      { label: 'c', href: '#cite-turing1950computing-3' },
    ]);
    expect(ada.backlinks).toEqual([{ label: 'a', href: '#cite-ada1843notes-1' }]);
  });

  it('stand in the text as links with a number, keeping what stands around them', async () => {
    const { code } = await compiled('See [@turing1950computing, eq. 4; @ada1843notes] there.');
    expect(code).toContain(String.raw`href=\"#ref-turing1950computing\" id=\"cite-turing1950computing-1\"`);
    const text = code.replace(/<[^>]+>/g, '');
    expect(text).toContain('See [1, eq. 4; 2] there.');
  });

  it('in code stay as they are written', async () => {
    expect(await cited('Write `[@ada1843notes]`.')).toEqual([]);
  });
});

describe('references', () => {
  it('are formatted, with a link to the paper and the entry as it was written', async () => {
    const [turing, ada] = references(await cited('[@turing1950computing; @ada1843notes]'));
    expect(turing.link).toEqual({ text: 'arXiv:1950.00001', url: 'https://arxiv.org/abs/1950.00001' });
    expect(ada.html).toMatch(/^Lovelace A\. Notes on the Analytical Engine\. Scientific Memoirs\. 1843/);
    expect(ada.html).not.toMatch('<div');
    expect(ada.bibtex).toMatch(/^@article\{ada1843notes,[\s\S]*\}$/);
  });

  it('are lettered past z', () => {
    const places = Array.from({ length: 28 }, (_, index) => `cite-a-${index + 1}`);
    const [reference] = references([{ key: 'a', html: '', short: '', bibtex: '', number: 1, places }]);
    expect(reference.backlinks.slice(-3).map(({ label }) => label)).toEqual(['z', 'aa', 'ab']);
  });

  it('are none when nothing is cited', () => {
    expect(references(undefined)).toEqual([]);
  });
});

describe('the bibliography', () => {
  it('takes each key once', () => {
    const text = '@misc{a1, title={A}}\n\n@misc{a1, title={B}}\n';
    expect(() => parseBibliography(text, 'b.bib')).toThrow(
      'b.bib:3 — the key "a1" is taken by line 1. Expected one entry a key.',
    );
  });

  it('is BibTeX', () => {
    expect(() => parseBibliography('\n@misc{a1, title = {A} year = 3', 'b.bib')).toThrow(
      'b.bib:2 — this entry is not BibTeX',
    );
  });
});
