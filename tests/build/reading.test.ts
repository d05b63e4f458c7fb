import { describe, expect, it } from 'vitest';
import { readingMinutes } from '#build/reading';

const words = (count: number): string => 'word '.repeat(count);

describe('readingMinutes', () => {
  it('is never less than a minute', () => {
    expect(readingMinutes('')).toBe(1);
  });

  it('counts words, and neither tags, links nor citations', () => {
    expect(readingMinutes(words(1000))).toBe(5);
    const dressed =
      '<Deeper title="a b c"> [word](/introduction/#what-is-it) word [@ho2020denoising; @b]\n'.repeat(500);
    expect(readingMinutes(dressed)).toBe(5);
  });

  it('gives displayed formulas and demos their time', () => {
    expect(readingMinutes(words(200) + '$$\na + b\n$$\n'.repeat(10))).toBe(3);
    expect(readingMinutes(`${words(200)}<Demo name="points" />`)).toBe(4);
  });
});
