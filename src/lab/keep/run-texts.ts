/** A run as texts for other programs: its configuration and its numbers. */
import { site } from '#site';
import { csvOf } from '../follow/csv.ts';
import type { Checkpoint } from '../storage.ts';

interface Place {
  /** Version of the site that ran it. */
  readonly version: string;
  /** Address of the page. */
  readonly page: string;
  readonly date: Date;
}

/**
 * JSON that says what made a run, all knobs included. The sharing tool and this one load it again.
 * @param run without `step` and `backend` where nothing has run yet
 */
export function configurationText(
  {
    demo,
    settings,
    seed,
    step,
    backend,
  }: Pick<Checkpoint, 'demo' | 'settings' | 'seed' | 'backend'> & { step?: number },
  { version, page, date }: Place,
): string {
  const content = {
    site: site.name,
    version,
    page,
    date: date.toISOString(),
    article: demo.split('/')[0],
    demo,
    settings,
    seed,
    step,
    backend,
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** One row per frame: its step, then every number that some frame carried; an empty cell where this one did not. */
export function metricsText(numbers: Checkpoint['numbers']): string {
  const fields = ['step', ...Object.keys(numbers).filter((name) => name !== 'step')];
  const rows = Array.from(numbers.step, (_, i) => fields.map((field) => numbers[field][i]));
  return csvOf([fields, ...rows]);
}
