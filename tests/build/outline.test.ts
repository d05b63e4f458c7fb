import { describe, expect, it } from 'vitest';
import { outline } from '#build/outline';

const heading = (depth: number, slug: string) => ({ depth, slug, text: slug.toUpperCase() });

describe('outline', () => {
  it('nests headings below their parents and leaves out what is too deep', () => {
    const flat = [
      heading(2, 'what'),
      heading(2, 'how'),
      heading(3, 'math'),
      heading(4, 'loss'),
      heading(5, 'deep'),
      heading(3, 'code'),
    ];
    expect(outline([heading(1, 'title'), ...flat])).toEqual([
      { slug: 'what', text: 'WHAT', children: [] },
      {
        slug: 'how',
        text: 'HOW',
        children: [
          { slug: 'math', text: 'MATH', children: [{ slug: 'loss', text: 'LOSS', children: [] }] },
          { slug: 'code', text: 'CODE', children: [] },
        ],
      },
    ]);
  });

  it('takes a page without headings', () => {
    expect(outline([])).toEqual([]);
  });
});
