import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addressOf, site, type Author } from '#site';
import { invertedName, isCollective } from './citing.ts';

/**
 * `CITATION.cff` of the series (Citation File Format 1.2.0), from src/site.ts and package.json. The file at the root is
 * compared with it by a test, which writes it anew when asked to (`npx vitest run -u tests/build/citation-file.test.ts`).
 */
export async function citationFile(root = process.cwd()): Promise<string> {
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  const fields: [string, string | undefined][] = [
    ['cff-version', '1.2.0'],
    ['message', 'If an article or the code of this series helps your work, please cite it.'],
    ['title', site.name],
    ['abstract', site.description],
    ['type', 'software'],
    ['version', manifest.version],
    ['license', site.licences.code],
    ['url', addressOf('/')],
    ['repository-code', site.repository],
  ];
  const known = fields.filter((field): field is [string, string] => field[1] !== undefined);
  const lines = known.map(([name, value]) => `${name}: ${quoted(value)}`);
  return [...lines, 'authors:', ...site.authors.map(author), ''].join('\n');
}

/** JSON's strings are YAML's double-quoted ones. */
const quoted = (text: string): string => JSON.stringify(text);

function author({ name, url }: Author): string {
  const [family, given] = isCollective(name) ? [] : invertedName(name).split(', ');
  const names = given
    ? [`family-names: ${quoted(family)}`, `given-names: ${quoted(given)}`]
    : [`name: ${quoted(name)}`];
  const lines = url ? [...names, `website: ${quoted(url)}`] : names;
  return `  - ${lines.join('\n    ')}`;
}
