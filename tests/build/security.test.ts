import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { headerFiles } from '#build/header-files';
import { inlineOf, policyFor, withPolicy } from '#build/security';

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const nowhere = { action: [], connect: [] };
const policy = "default-src 'none'; script-src 'self'";

describe('what runs inside a page', () => {
  it('is every inline script and style sheet, and no block of data', () => {
    const html = `<script>one()</script><script type="module">two()</script><script src="/a.js"></script>
      <script type="application/json">{"a":1}</script><script data-a=">" type=module>three()</script>
      <style>p{}</style><svg><style>a{}</style></svg>`;
    expect(inlineOf(html)).toEqual({
      scripts: ['one()', 'two()', 'three()'].map(hash),
      styles: ['p{}', 'a{}'].map(hash),
    });
  });
});

describe('the policy', () => {
  const directives = (text: string): Map<string, string> =>
    new Map(text.split('; ').map((part) => [part.split(' ')[0], part.split(' ').slice(1).join(' ')]));

  it('refuses inline scripts, eval and other origins', () => {
    const said = directives(policyFor({ scripts: [hash('one()')], styles: [] }, nowhere));
    expect(said.get('default-src')).toBe("'none'");
    expect(said.get('script-src')).toBe(`'self' 'wasm-unsafe-eval' ${hash('one()')}`);
    expect(said.get('style-src')).toBe("'self'");
    expect(said.get('connect-src')).toBe("'self'");
    const text = [...said].filter(([name]) => name !== 'style-src-attr').join(' ');
    expect(text).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|blob:|\*/);
  });

  it('lets forms lead to the services that the owner set, and to no other', () => {
    const said = directives(
      policyFor(
        { scripts: [], styles: [] },
        { action: ['https://forms.example'], connect: ['https://api.example'] },
      ),
    );
    expect(said.get('form-action')).toBe("'self' https://forms.example");
    expect(said.get('connect-src')).toBe("'self' https://api.example");
  });

  it('names what stands twice once', () => {
    const text = policyFor({ scripts: [hash('a'), hash('a')], styles: [] }, nowhere);
    expect(text.split(hash('a')).length).toBe(2);
  });
});

describe('a page', () => {
  it('says its policy before anything that the policy could refuse', () => {
    const html = withPolicy(
      '<html><head><meta charset="utf-8"><script>$&</script></head></html>',
      "script-src 'self'",
    );
    expect(html).toBe(
      `<html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="script-src 'self'"><script>$&</script></head></html>`,
    );
  });

  it('stops the build when there is no place for it', () => {
    expect(() => withPolicy('<html><head><script></script>', 'x')).toThrow(/character set/);
  });
});

describe('header files', () => {
  const files = headerFiles(policy, '/series/');

  it('say the same on every host', () => {
    for (const text of Object.values(files)) {
      expect(text.replaceAll('\\"', '"')).toContain(policy);
      expect(text).toContain('nosniff');
      expect(text).toContain('immutable');
    }
    expect(Object.keys(files)).toEqual(['_headers', 'vercel.json', '.htaccess', 'nginx-headers.conf']);
  });

  /** What Netlify and Cloudflare send for an address: every value of every block that means it. */
  const sent = (address: string): string[] =>
    files._headers.split(/^(?=\/)/m).flatMap((block) => {
      const [rule, ...headers] = block.trim().split('\n');
      const expression = rule.replaceAll(/:\w+/g, '[^/]+').replace('*', '.*');
      return new RegExp(`^${expression}$`).test(address) ? headers.map((line) => line.trim()) : [];
    });
  const framing = (headers: readonly string[]): string[] =>
    headers.flatMap((line) => /^Content-Security-Policy:.*(frame-ancestors .*)$/.exec(line)?.[1] ?? []);

  it.each([
    '/series/',
    '/series/introduction/',
    '/series/de/introduction/',
    '/series/404.html',
    '/series/service-worker.js',
    '/series/_astro/worker-abcd1234.js',
    '/series/embed/introduction/smallest/',
    '/series/embed/introduction/smallest/index.html',
  ])('set no header twice for %s, as some hosts would send both values', (address) => {
    const names = sent(address).map((line) => line.split(':')[0]);
    expect(names).toContain('Content-Security-Policy');
    expect(new Set(names).size).toBe(names.length);
  });

  it('let any site frame one demo alone, and no page else', () => {
    const embed = '/series/embed/introduction/smallest/';
    expect(framing(sent(embed))).toEqual(['frame-ancestors *']);
    for (const page of ['/series/', '/series/introduction/', '/series/de/introduction/', '/series/404.html'])
      expect(framing(sent(page))).toEqual(["frame-ancestors 'self'"]);
    const nginx = files['nginx-headers.conf'].split(/^(?=location)/m);
    const open = nginx.filter((block) => block.includes('frame-ancestors *'));
    expect(open.map((block) => block.split('\n')[0])).toEqual(['location ^~ /series/embed/ {']);
    expect(nginx[0]).toContain("frame-ancestors 'self'");
    expect(files['.htaccess']).toMatch(/m#\^\/# && %\{REQUEST_URI\} !~ m#\^\/series\/embed\/#">\n.*'self'/);
    expect(files['.htaccess']).toMatch(/=~ m#\^\/series\/embed\/#">\n.*frame-ancestors \*/);
    const { headers } = JSON.parse(files['vercel.json']) as {
      headers: { source: string; headers: { value: string }[] }[];
    };
    const meant = (address: string) =>
      headers.filter(({ source }) => new RegExp(`^${source}$`).test(address)).map(({ headers }) => headers);
    expect(
      meant(embed)
        .flat()
        .map(({ value }) => /frame-ancestors .*/.exec(value)?.[0] ?? ''),
    ).toContain('frame-ancestors *');
    expect(JSON.stringify(meant(embed))).not.toContain("'self'\"");
    expect(JSON.stringify(meant('/series/introduction/'))).not.toContain('frame-ancestors *');
  });

  it('isolate every page and thread, and let an isolated site frame one demo alone', () => {
    const owner = 'Cross-Origin-Resource-Policy: cross-origin';
    for (const address of [
      '/series/',
      '/series/_astro/worker-abcd1234.js',
      '/series/embed/introduction/one/',
    ]) {
      expect(sent(address)).toContain('Cross-Origin-Opener-Policy: same-origin');
      expect(sent(address)).toContain('Cross-Origin-Embedder-Policy: require-corp');
      expect(sent(address).includes(owner)).toBe(address.includes('/embed/'));
    }
  });

  it('stand under the path of the site', () => {
    expect(files._headers).toContain('\n/series/_astro/*\n');
    expect(files['.htaccess']).toContain(String.raw`m#^/series/service-worker\.js$#`);
    expect(files['.htaccess']).toContain('m#^/series/_astro/#');
    expect(files['nginx-headers.conf']).toContain('location ^~ /series/_astro/ {');
    const { headers } = JSON.parse(files['vercel.json']) as { headers: { source: string }[] };
    expect(headers.map(({ source }) => source)).toEqual([
      '/((?!series/embed/).*)',
      '/series/embed/(.*)',
      '/(.*)',
      '/series/_astro/(.*)',
      '/series/service-worker.js',
    ]);
  });

  it('repeat in each location of nginx what it would lose there', () => {
    const blocks = files['nginx-headers.conf'].split(/^location/m).slice(1);
    expect(blocks.filter((block) => block.includes('Content-Security-Policy')).length).toBe(blocks.length);
  });
});
