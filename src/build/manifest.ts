import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What package.json says of the project. */
export async function manifest(root = process.cwd()): Promise<{ readonly version: string }> {
  return JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
}
