import { addressOf, site } from '#site';
import type { Demo } from '#lab/contract';
import { firstLossField } from '#lab/loss-field';
import { defaults } from '#lab/recording';
import { manifest } from './manifest.ts';
import { standalone } from './standalone.ts';

const files = import.meta.glob<Demo>('/content/articles/*/*.demo.ts');

/** Demos that chart a loss, as `<article>/<name>`: their code is handed out as one file. */
export async function demosWithCode(): Promise<string[]> {
  const found = await Promise.all(
    Object.entries(files).map(async ([path, file]) => {
      const { views, rhythm } = await file();
      return firstLossField(views, rhythm) === undefined ? [] : [nameOf(path)];
    }),
  );
  return found.flat();
}

const nameOf = (path: string): string => path.replace(/^\/content\/articles\/|\.demo\.ts$/g, '');

/**
 * A demo's code as one file, with the settings and the seed of its recorded run.
 *
 * @param demo `<article>/<name>`, one of `demosWithCode`
 * @throws Error when there is no such demo, when it charts no loss, or when its modules do not fit into one file
 */
export async function demoCode(demo: string): Promise<string> {
  const path = `content/articles/${demo}.demo.ts`;
  const file = await files[`/${path}`]?.();
  const loss = file && firstLossField(file.views, file.rhythm);
  if (!file || loss === undefined) throw new Error(`${path} is not a demo that charts a loss.`);
  const { knobs, recording } = file;
  const { version } = await manifest();
  return standalone(path, {
    demo,
    loss,
    settings: { ...defaults(knobs), ...recording.knobs },
    seed: recording.seed,
    addressOf: (loaded) => addressOf(loaded.startsWith('/') ? loaded : `/${demo.split('/')[0]}/${loaded}`),
    origin: `From ${site.name} ${version}, ${addressOf(`/${demo.split('/')[0]}/`)}, under the ${site.licences.code} licence.`,
  });
}
