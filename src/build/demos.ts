import { readFile } from 'node:fs/promises';
import { pathOf } from '#site';
import type { Demo } from '#lab/contract';
import { historyOf, type RecordedRun } from '#lab/recording';

const files = import.meta.glob<Demo>('/content/articles/*/*.demo.ts');

/**
 * A demo with its recorded run, ready to be printed.
 * @throws Error when the article has no such demo or the demo has no recorded run
 */
export async function demoOf(article: string | undefined, name: string) {
  const path = `content/articles/${article}/${name}`;
  const file = files[`/${path}.demo.ts`];
  if (file === undefined)
    throw new Error(
      `${path}.demo.ts does not exist. Expected a demo file of that name in the article's folder.`,
    );
  const { knobs, views, rhythm = 'run', recording, presets, parts, question } = await file();
  const run = await recordedRun(path);
  const history = historyOf(run.frames);
  const definition = {
    demo: `${article}/${name}`,
    knobs,
    views,
    rhythm,
    seed: recording.seed,
    badge: recording.badge ?? 'recorded',
    recording: pathOf(`/${article}/${name}.recorded.json`),
    presets,
    parts,
    question,
  };
  return {
    definition,
    moment: history.at(history.length - 1),
    steps: history.length,
    recordedStep: history.stepAt(history.length - 1),
  };
}

async function recordedRun(path: string): Promise<RecordedRun> {
  const text = await readFile(`${path}.recorded.json`, 'utf8').catch(() => {
    throw new Error(
      `${path}.recorded.json is missing. Expected a recorded run; make it with: npm run record ${path.split('/').slice(2).join('/')}`,
    );
  });
  return JSON.parse(text) as RecordedRun;
}
