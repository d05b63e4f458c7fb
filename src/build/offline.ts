import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { injectManifest } from '@serwist/build';
import type { AstroIntegration } from 'astro';
import { build } from 'vite';
import { indexAddress, listAddress, type FileList } from '../offline/lists.ts';
import { listsOf, seriesOf, siteFiles } from './file-lists.ts';

/**
 * When the site is built, writes the service worker and the lists of files that tell it, and readers, what belongs to a page. Comes
 * last: the lists give the size of each file as it is served.
 */
export function offline({ base }: { base: string }): AstroIntegration {
  const owners = new Map<string, string>();
  let root = '';
  return {
    name: 'offline',
    hooks: {
      'astro:config:setup': ({ config, updateConfig }) => {
        root = fileURLToPath(config.root);
        const plugins = [noteDemoOwners(owners)];
        updateConfig({ vite: { plugins, worker: { plugins: () => plugins } } });
      },
      'astro:build:done': async ({ dir }) => {
        const folder = fileURLToPath(dir);
        const lists = listsOf(await siteFiles(folder, base), { base, owners });
        await writeLists(lists, { folder, base });
        await writeServiceWorker({ root, folder, base });
      },
    },
  };
}

/** Remembers which article each bundled demo belongs to: file name to slug. */
function noteDemoOwners(owners: Map<string, string>) {
  return {
    name: 'note-demo-owners',
    generateBundle(_: unknown, bundle: Record<string, { fileName: string; facadeModuleId?: string | null }>) {
      for (const { fileName, facadeModuleId } of Object.values(bundle)) {
        const slug = /content\/articles\/([^/]+)\/[^/]+\.demo\.ts/.exec(facadeModuleId ?? '')?.[1];
        if (slug) owners.set(fileName.slice(fileName.lastIndexOf('/') + 1), slug);
      }
    },
  };
}

interface Place {
  readonly folder: string;
  readonly base: string;
}

async function writeLists(lists: readonly FileList[], { folder, base }: Place): Promise<void> {
  const write = async (address: string, value: unknown): Promise<void> => {
    const file = join(folder, address.slice(base.length));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(value));
  };
  for (const list of lists) await write(listAddress(list.path, base), list);
  await write(indexAddress(base), seriesOf(lists, base));
}

/** One classic script, which every browser takes, with the fallback page's version written into it. */
async function writeServiceWorker({ root, folder, base }: Place & { root: string }): Promise<void> {
  const outDir = join(root, '.cache', 'service-worker');
  await build({
    configFile: false,
    root,
    base,
    publicDir: false,
    logLevel: 'error',
    build: {
      outDir,
      emptyOutDir: true,
      rollupOptions: {
        input: join(root, 'src/offline/service-worker.ts'),
        output: { format: 'iife', entryFileNames: 'service-worker.js' },
      },
    },
  });
  await injectManifest({
    swSrc: join(outDir, 'service-worker.js'),
    swDest: join(folder, 'service-worker.js'),
    globDirectory: folder,
    globPatterns: ['offline/index.html'],
    manifestTransforms: [
      (entries) => ({ manifest: entries.map((entry) => ({ ...entry, url: `${base}offline/` })) }),
    ],
  });
  await rm(outDir, { recursive: true });
}
