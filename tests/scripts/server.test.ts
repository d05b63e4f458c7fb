import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { basePath, serve, type Site } from '../../scripts/server.mjs';

let folder: string;
let site: Site;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'site-'));
  mkdirSync(join(folder, 'public', 'article', '_astro'), { recursive: true });
  const write = (path: string, text: string): void => writeFileSync(join(folder, path), text);
  write('secret.txt', 'not for readers');
  write('public/index.html', '<h1>home</h1>');
  write('public/404.html', '<h1>missing</h1>');
  write('public/article/index.html', '<h1>article</h1>');
  write('public/article/_astro/style.css', 'body { color: black }');
  mkdirSync(join(folder, 'public', 'elsewhere', '_astro'), { recursive: true });
  write('public/elsewhere/_astro/style.css', 'p { color: black }');
  write('public/article/weights.safetensors', 'weights');
  write(
    'public/_headers',
    '/*\n  X-Content-Type-Options: nosniff\n/series/article/*\n  Cache-Control: max-age=60\n',
  );
  site = await serve({ directory: join(folder, 'public'), base: '/series/' });
});
afterAll(async () => {
  await site.close();
  rmSync(folder, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(new URL(path, site.url), { redirect: 'manual', headers });

describe('serving a site', () => {
  it('answers folders with their index and files with their type, compressed where it helps', async () => {
    const page = await get('article/', { 'accept-encoding': 'gzip' });
    expect(await page.text()).toBe('<h1>article</h1>');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-encoding')).toBe('gzip');
    const brotli = await get('article/', { 'accept-encoding': 'gzip, deflate, br' });
    expect(brotli.headers.get('content-encoding')).toBe('br');
    expect(await brotli.text()).toBe('<h1>article</h1>');
    const weights = await get('article/weights.safetensors');
    expect(await weights.text()).toBe('weights');
    expect(weights.headers.get('content-encoding')).toBeNull();
  });

  it('lets hashed files be kept for good, and others be asked for again', async () => {
    expect((await get('elsewhere/_astro/style.css')).headers.get('cache-control')).toContain('immutable');
    const page = await get('');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect((await get('', { 'if-none-match': page.headers.get('etag') ?? '' })).status).toBe(304);
  });

  it('sends the headers that the site asks of its host', async () => {
    expect((await get('')).headers.get('x-content-type-options')).toBe('nosniff');
    expect((await get('nothing/')).headers.get('x-content-type-options')).toBe('nosniff');
    expect((await get('')).headers.get('cache-control')).toBe('no-cache');
    expect((await get('article/')).headers.get('cache-control')).toBe('max-age=60');
  });

  it.each([
    ['/', '/series/'],
    ['/series', '/series/'],
    ['article', '/series/article/'],
  ])('leads from %s to %s', async (from, to) => {
    const response = await get(from);
    expect([response.status, response.headers.get('location')]).toEqual([301, to]);
  });

  it.each(['nothing/', '..%2fsecret.txt', '%ff', '/elsewhere'])(
    'answers %s with the page for what is missing',
    async (path) => {
      const response = await get(path);
      expect([response.status, await response.text()]).toEqual([404, '<h1>missing</h1>']);
    },
  );

  it('takes the next port when the one asked for is taken', async () => {
    const port = Number(new URL(site.url).port);
    const other = await serve({ directory: join(folder, 'public'), port, base: '/' });
    expect(Number(new URL(other.url).port)).toBeGreaterThan(port);
    expect(await (await fetch(other.url)).text()).toBe('<h1>home</h1>');
    await other.close();
  });

  it.each(['series', '/series', 'series/', '//series//'])('reads the sub-path %s', (base) => {
    expect(basePath(base)).toBe('/series/');
  });
});
