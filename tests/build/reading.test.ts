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
    expect(readingMinutes(words(200) + '$$\na + b\n$$\n'.repeat(20))).toBe(3);
    expect(readingMinutes(`${words(200)}<Demo name="points" />`)).toBe(3);
  });

  it('takes a formula in a sentence for one word, and leaves folded parts out', () => {
    expect(readingMinutes('$a + b + c + d$ '.repeat(400))).toBe(2);
    expect(readingMinutes(`<Deeper title="A proof">${words(2000)}</Deeper>${words(400)}`)).toBe(2);
  });
});
