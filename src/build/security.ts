import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { site } from '#site';
import { formOrigins } from './form-services.ts';
import { headerFiles } from './header-files.ts';

/** What runs or colours a page from within it, as the hashes that a policy names: `'sha256-...'`. */
export interface Inline {
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
}

type Origins = ReturnType<typeof formOrigins>;

/**
 * When the site is built, tells browsers in each page, and hosts in their header files, that nothing runs, loads or is sent
 * but what the site itself holds. Comes after everything that changes pages.
 */
export function security({ base }: { base: string }): AstroIntegration {
  return {
    name: 'security',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const folder = fileURLToPath(dir);
        const inline = await protectPages(folder, formOrigins(site));
        const policy = policyFor(inline, formOrigins(site), { texts: true });
        for (const [name, text] of Object.entries(headerFiles(policy, base)))
          await writeFile(join(folder, name), text);
      },
    },
  };
}

/** Writes its policy into each page; returns what all of them hold, for the one policy that a host sends. */
async function protectPages(folder: string, origins: Origins): Promise<Inline> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.html'));
  const found: Inline[] = [];
  for (const name of names.sort()) {
    const html = await readFile(join(folder, name), 'utf8');
    const inline = inlineOf(html);
    found.push(inline);
    // The workshop brings a policy of its own (editable-frame.ts).
    if (hasPolicy(html)) continue;
    await writeFile(join(folder, name), withPolicy(html, policyFor(inline, origins)));
  }
  return {
    scripts: found.flatMap(({ scripts }) => scripts),
    styles: found.flatMap(({ styles }) => styles),
  };
}

const attributes = `((?:"[^"]*"|'[^']*'|[^'">])*)`;
const element = (name: string): RegExp =>
  new RegExp(String.raw`<${name}\b${attributes}>([\s\S]*?)</${name}\s*>`, 'gi');
const runs = /^(module|importmap|speculationrules|(text|application)\/(java|ecma)script)$/i;

/** Hashes of the scripts and style sheets that stand in a page itself; blocks of data run nowhere and are left out. */
export function inlineOf(html: string): Inline {
  const scripts = [...html.matchAll(element('script'))].filter(([, written, text]) => {
    const type = /\stype\s*=\s*["']?([^"'\s]+)/i.exec(written)?.[1];
    return text.trim() !== '' && !/\ssrc\s*=/i.test(written) && (type === undefined || runs.test(type));
  });
  const styles = [...html.matchAll(element('style'))];
  return { scripts: scripts.map(([, , text]) => hash(text)), styles: styles.map(([, , text]) => hash(text)) };
}

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * The policy of a page. WebAssembly may be compiled, which TensorFlow.js needs where there is no WebGL; `eval` may not.
 * Pictures carry their colours and places as style attributes, which cannot run anything.
 *
 * @param options `texts`: also what runs the reader's own code in the workshop. A host sends one policy for all pages, so it holds
 *   that; the policy that stands in each page does not, and both apply.
 */
export function policyFor(
  { scripts, styles }: Inline,
  { action, connect }: Origins,
  { texts = false }: { texts?: boolean } = {},
): string {
  const blob = texts ? ['blob:'] : [];
  const directives: Readonly<Record<string, readonly string[]>> = {
    'default-src': ["'none'"],
    'script-src': ["'self'", "'wasm-unsafe-eval'", ...blob, ...scripts],
    'style-src': ["'self'", ...styles],
    'style-src-attr': ["'unsafe-inline'"],
    'img-src': ["'self'", 'data:'],
    'font-src': ["'self'"],
    'connect-src': ["'self'", ...connect],
    'worker-src': ["'self'", ...blob],
    'frame-src': ["'self'"],
    'manifest-src': ["'self'"],
    'form-action': ["'self'", ...action],
    'base-uri': ["'none'"],
    'object-src': ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...new Set(sources)].join(' '))
    .join('; ');
}

const hasPolicy = (html: string): boolean => /<meta http-equiv="Content-Security-Policy"/i.test(html);

/**
 * The page with the policy before anything that it could refuse.
 * @throws Error when the page does not begin with its character set
 */
export function withPolicy(html: string, policy: string): string {
  const start = /<head\b[^>]*>\s*<meta charset=[^>]*>/i;
  if (!start.test(html)) throw new Error('A page does not start its head with its character set.');
  return html.replace(
    start,
    (found) => `${found}<meta http-equiv="Content-Security-Policy" content="${policy}">`,
  );
}
