import { describe, expect, it } from 'vitest';
import { listsOf, seriesOf, type SiteFile } from '#build/file-lists';

const base = '/series/';
const file = (address: string, text = ''): SiteFile => ({
  address: base + address,
  bytes: 10,
  hash: `${address}:${text}`,
  text,
});

const files: readonly SiteFile[] = [
  file(
    'alpha/index.html',
    '<title>Alpha &amp; more · Series</title><script src="/series/_astro/page.aaaa.js"></script>',
  ),
  file('beta/index.html', '<title>Beta · Series</title><link href="/series/_astro/style.bbbb.css">'),
  file('offline/index.html', '<title>Offline · Series</title>'),
  file('404.html', '<title>Lost</title>'),
  file('embed/alpha/one/index.html', '<title>One · Series</title><script src="/series/_astro/page.aaaa.js">'),
  file('_astro/page.aaaa.js', 'import("./player.cccc.js")'),
  file(
    '_astro/player.cccc.js',
    'new Worker("/series/_astro/worker-dddd.js");import("./session.eeee.js");["fast-hhhh.wasm"]',
  ),
  file(
    '_astro/worker-dddd.js',
    'import("./one.demo-ffff.js");import("./two.demo-gggg.js");"fast-hhhh.wasm";"wasm-thread-iiii.js"',
  ),
  file('_astro/session.eeee.js', 'import("./player.cccc.js")'),
  file('_astro/one.demo-ffff.js', 'load("/data/digits.bin")'),
  file('_astro/two.demo-gggg.js', 'load("/data/other.bin")'),
  file('_astro/fast-hhhh.wasm'),
  file('_astro/wasm-thread-iiii.js'),
  file('_astro/style.bbbb.css', 'url(face.iiii.woff2)'),
  file('_astro/face.iiii.woff2'),
  file('_astro/nobody.jjjj.js'),
  file('alpha/one.recorded.json'),
  file('alpha/one.safetensors'),
  file('beta/two.recorded.json'),
  file('data/digits.bin'),
  file('data/other.bin'),
  file('pagefind/pagefind.js'),
  file('pagefind/pagefind-ui.js'),
];
const owners = new Map([
  ['one.demo-ffff.js', 'alpha'],
  ['two.demo-gggg.js', 'beta'],
]);
const lists = listsOf(files, { base, owners });
const namesOf = (path: string, purpose: string): string[] => {
  const list = lists.find((one) => one.path === base + path);
  return (list?.files ?? [])
    .filter((one) => one.purpose === purpose)
    .map(({ address }) => address.slice(base.length).replace('_astro/', ''));
};

describe('the files of a page', () => {
  it('for reading are itself and whatever its script can ask for before a demo runs', () => {
    expect(namesOf('alpha/', 'reading')).toEqual(['alpha/', 'page.aaaa.js', 'player.cccc.js']);
    expect(namesOf('beta/', 'reading')).toEqual(['beta/', 'style.bbbb.css', 'face.iiii.woff2']);
  });

  it('for its demos are the worker and its own demos, no others', () => {
    expect(namesOf('alpha/', 'worker')).toEqual(['worker-dddd.js', 'one.demo-ffff.js']);
    expect(namesOf('alpha/', 'page')).toEqual(['session.eeee.js']);
    expect(namesOf('alpha/', 'wasm')).toEqual(['fast-hhhh.wasm', 'wasm-thread-iiii.js']);
    expect(namesOf('beta/', 'worker')).toEqual([]);
  });

  it('hold the runs, weights and data that its demos name', () => {
    expect(namesOf('alpha/', 'data')).toEqual([
      'alpha/one.recorded.json',
      'alpha/one.safetensors',
      'data/digits.bin',
    ]);
  });

  it('hold the search, without the interface that the site does not use', () => {
    expect(namesOf('beta/', 'search')).toEqual(['pagefind/pagefind.js']);
  });

  it('go under the title of the page alone', () => {
    expect(lists.map(({ title }) => title)).toEqual(['Alpha & more', 'Beta', 'Offline']);
  });

  it('have another version when any of them changes', () => {
    const changed = files.map((one) => (one.address.endsWith('.wasm') ? { ...one, hash: 'new' } : one));
    const versions = listsOf(changed, { base, owners }).map(({ version }) => version);
    expect(versions[0]).not.toBe(lists[0].version);
    expect(versions[1]).toBe(lists[1].version);
  });
});

it('the series is every page but the one that shows what is kept, and each file once', () => {
  const series = seriesOf(lists, base);
  expect(series.pages).toEqual([`${base}alpha/`, `${base}beta/`]);
  const addresses = series.files.map(({ address }) => address);
  expect(addresses.length).toBe(new Set(addresses).size);
  expect(addresses).toContain(`${base}pagefind/pagefind.js`);
});
