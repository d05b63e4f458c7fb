import { describe, expect, it } from 'vitest';
import { brokenLines, firstLines } from '#build/line-breaks';

const measure = { widthOf: (text: string) => text.length, width: 10 };

describe('brokenLines', () => {
  it('fills each line as far as it fits', () => {
    expect(brokenLines('one two three four', measure)).toEqual(['one two', 'three four']);
  });

  it('gives a word that is too wide a line of its own', () => {
    expect(brokenLines('a tremendously wide word', measure)).toEqual(['a', 'tremendously', 'wide word']);
  });

  it('has no lines for no words', () => {
    expect(brokenLines('  ', measure)).toEqual([]);
  });
});

describe('firstLines', () => {
  it('says where it stops', () => {
    expect(firstLines(['one,', 'two,', 'three'], 2)).toEqual(['one,', 'two …']);
  });

  it('keeps what fits', () => {
    expect(firstLines(['one', 'two'], 2)).toEqual(['one', 'two']);
  });
});
