import { expect, it } from 'vitest';
import { around, counted, filled } from '#words/filling';
import { wordsOf } from '#words/words';

it('fills each hole that has a value, and leaves the others', () => {
  expect(filled('{a} of {b}, {a}', { a: 1, b: 'two' })).toBe('1 of two, 1');
  expect(filled('{a} of {missing}', { a: 1 })).toBe('1 of {missing}');
});

it('takes a value as it stands, also when it looks like a hole or a pattern', () => {
  expect(filled('{a} {b}', { a: '{b}', b: '$&' })).toBe('{b} $&');
});

it('chooses the plural form by the rules of the language', () => {
  const points = {
    one: '{count} punkt',
    few: '{count} punkty',
    many: '{count} punktów',
    other: '{count} punktu',
  };
  const said = [1, 2, 5, 22, 1.5].map((count) => counted(points, count, 'pl'));
  expect(said).toEqual(['1 punkt', '2 punkty', '5 punktów', '22 punkty', '1,5 punktu']);
});

it('writes the number as the language does', () => {
  expect(counted({ one: '{count} Punkt', other: '{count} Punkte' }, 12345, 'de')).toBe('12.345 Punkte');
});

it('parts a text around the place of an element', () => {
  expect(around('The {source} is open.', 'source')).toEqual(['The ', ' is open.']);
  expect(around('Nothing here', 'source')).toEqual(['Nothing here', '']);
});

it('says which file is expected for a language without words', () => {
  expect(() => wordsOf('xx')).toThrow('There are no words in "xx". Expected src/words/xx.ts.');
});
