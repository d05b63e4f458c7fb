import { describe, expect, it } from 'vitest';
import { AuthorError, didYouMean, listed, nearest, placeText, placeWithin } from '#build/message';

describe('a message', () => {
  it('begins with the place', () => {
    const error = new AuthorError({ file: 'a/b.mdx', line: 12, column: 3 }, 'what is wrong. Expected x.');
    expect(error.message).toBe('a/b.mdx:12:3 — what is wrong. Expected x.');
    expect([error.line, error.column]).toEqual([12, 3]);
    expect(placeText({ file: 'a.bib', line: 4 })).toBe('a.bib:4');
  });

  it('finds the place inside a text of several lines', () => {
    const node = { value: 'one\ntwo three', position: { start: { line: 5, column: 9 } } };
    expect(placeWithin('f', node, 1)).toEqual({ file: 'f', line: 5, column: 10 });
    expect(placeWithin('f', node, 8)).toEqual({ file: 'f', line: 6, column: 5 });
  });
});

describe('near names', () => {
  it('differ by a slip of the pen', () => {
    const names = ['points', 'digits', 'noising'];
    expect(nearest('pionts', names)).toEqual(['points']);
    expect(nearest('point', names)).toEqual(['points']);
    expect(nearest('Digits', names)).toEqual(['digits']);
    expect(nearest('training', names)).toEqual([]);
  });

  it('read as a question, or as nothing', () => {
    expect(didYouMean('pionts', ['points'])).toBe('Did you mean "points"? ');
    expect(didYouMean('x', ['points'])).toBe('');
    expect(listed([])).toBe('none');
  });
});
