/** Builds the site where `dist` is missing, older than its sources, or made with other settings. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, runTool } from './tools.mjs';

const sources = ['src', 'content', 'public', 'astro.config.mjs', 'package.json', 'package-lock.json'];
const record = join(root, '.cache', 'built.json');

/** What the built pages depend on besides the sources: what the environment sets over `src/site.ts`. */
function settings() {
  const names = Object.keys(process.env).filter((name) =>
    /^(SITE|BASE|FEEDBACK_\w+|NEWSLETTER_\w+)$/.test(name),
  );
  return JSON.stringify(names.sort().map((name) => [name, process.env[name]]));
}

/** Whether `dist` is what these scripts built last, with these settings, from the sources as they are now. */
export function isBuilt() {
  const recorded = statSync(record, { throwIfNoEntry: false });
  const page = statSync(join(root, 'dist', 'index.html'), { throwIfNoEntry: false });
  if (!recorded || !page || page.mtimeMs > recorded.mtimeMs) return false;
  const { settings: built, started } = JSON.parse(readFileSync(record, 'utf8'));
  return built === settings() && sources.every((name) => newest(join(root, name)) < started);
}

/** @throws {Error} when the build fails; Astro says why. */
export async function buildSite() {
  const started = Date.now();
  const { ok } = await runTool('astro', ['build'], { output: 'on failure' });
  if (!ok) throw new Error('The build failed; the message above says where.');
  mkdirSync(dirname(record), { recursive: true });
  writeFileSync(record, JSON.stringify({ settings: settings(), started }));
}

/**
 * Time of the newest file below `path`; 0 where there is none.
 * @param {string} path
 * @returns {number}
 */
function newest(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isDirectory()) return found?.mtimeMs ?? 0;
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}
