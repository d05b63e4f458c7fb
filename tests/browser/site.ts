import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { serve } from '../../scripts/server.mjs';
import { root } from '../../scripts/tools.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the built site's home page, with a slash at its end. */
    site: string;
  }
}

/** Serves the built site for all browser tests on a free port. */
export default async function serveSite(project: TestProject): Promise<() => Promise<void>> {
  const directory = join(root, 'dist');
  if (!existsSync(join(directory, 'index.html'))) {
    throw new Error(
      'Browser tests read the built site: run `npm run build` first, or `npm test`, which does.',
    );
  }
  const site = await serve({ directory });
  project.provide('site', site.url);
  return site.close;
}
