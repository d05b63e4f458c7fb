import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'astro/zod';
import { modalities, sentence, slug, topics } from './front-matter.ts';
import { listedEntries, type Listed } from './listed-entries.ts';
import { AuthorError, didYouMean, listed } from './message.ts';
import { missingPrerequisite } from './series-map.ts';

export const plannedFile = 'content/planned.yaml';

const entry = z.strictObject({
  /** The folder that the article will have. */
  slug,
  title: sentence,
  summary: sentence,
  topic: z.enum(topics),
  modalities: z.array(z.enum(modalities)).min(1, 'is empty. Expected at least one'),
  /** Articles and planned topics to read before. */
  prerequisites: z.array(slug),
});

/** A topic of the series without an article. */
export type PlannedTopic = Listed<z.infer<typeof entry>>;

/** What an article is asked for here. */
interface Published {
  readonly id: string;
  readonly prerequisites: readonly string[];
}

/** The planned topics of the project in `root`, in the order of the file. */
export const plannedTopics = (root: string, published: readonly Published[]): PlannedTopic[] =>
  parsePlanned(readFileSync(join(root, plannedFile), 'utf8'), published);

/** @throws AuthorError at a topic that is published, stands twice, or needs what nobody plans */
export function parsePlanned(text: string, published: readonly Published[]): PlannedTopic[] {
  const planned = listedEntries(text, { file: plannedFile, entry });
  const known = [...published.map(({ id }) => id), ...planned.map((topic) => topic.slug)];
  for (const topic of planned) checkTopic(topic, known);
  const stuck = missingPrerequisite([
    ...published,
    ...planned.map((topic) => ({ id: topic.slug, prerequisites: topic.prerequisites })),
  ]);
  const topic = planned.find((one) => one.slug === stuck);
  if (topic) refuse(topic, 'its prerequisites form a circle. Expected an order to read them in.');
  return planned;
}

function checkTopic(topic: PlannedTopic, known: readonly string[]): void {
  if (known.indexOf(topic.slug) !== known.lastIndexOf(topic.slug))
    refuse(topic, 'there is such an article or topic already. Expected each once, and no published one.');
  const unknown = topic.prerequisites.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const expected = `${didYouMean(unknown, known)}Expected one of: ${listed(known)}`;
  refuse(topic, `the prerequisite "${unknown}" is neither an article nor planned. ${expected}.`);
}

function refuse({ slug, line }: PlannedTopic, what: string): never {
  throw new AuthorError({ file: plannedFile, line }, `"${slug}": ${what}`);
}
