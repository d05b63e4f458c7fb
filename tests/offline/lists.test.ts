import { expect, it } from 'vitest';
import { indexAddress, isHashed, listAddress, sizeOf } from '../../src/offline/lists.ts';

it.each([
  ['/', '/', '/offline/files/index.json'],
  ['/introduction/', '/', '/offline/files/introduction.json'],
  ['/series/de/introduction/', '/series/', '/series/offline/files/de/introduction.json'],
])('the list of %s under %s stands at %s', (path, base, address) => {
  expect(listAddress(path, base)).toBe(address);
});

it('knows files whose names tell their content', () => {
  expect(isHashed('/series/_astro/a.b.js', '/series/')).toBe(true);
  expect(isHashed('/_astro/a.b.js', '/series/')).toBe(false);
  expect(indexAddress('/series/')).toBe('/series/offline/series.json');
});

it.each([
  [900, '1 kB'],
  [431_700, '432 kB'],
  [4_912_345, '4.9 MB'],
  [10_739_800_000, '10.7 GB'],
])('says %d bytes as %s', (bytes, said) => {
  expect(sizeOf(bytes, 'en')).toBe(said);
});
