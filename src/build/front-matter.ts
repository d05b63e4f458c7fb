import { z } from 'astro/zod';
import { didYouMean, listed } from './message.ts';

export const modalities = ['points', 'tabular', 'image', 'text', 'audio', 'video', 'time series'] as const;

const sentence = z.string().trim().min(1, 'is empty. Expected a sentence');

const slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Expected the folder name of an article, such as "introduction"');

const date = z.coerce.date({ error: 'is no date. Expected YYYY-MM-DD' });

const fields = {
  title: sentence,
  /** One or two sentences for lists, search engines and cards. */
  summary: sentence,
  /** Place in the series, from 0. */
  order: z.number().int().nonnegative(),
  published: date,
  updated: date,
  /** Absent: the authors that `src/site.ts` names. */
  authors: z
    .array(z.strictObject({ name: sentence, url: z.url().optional() }))
    .min(1)
    .optional(),
  prerequisites: z.array(slug).default([]),
  modalities: z.array(z.enum(modalities)).default([]),
  keywords: z.array(sentence).min(1, 'is empty. Expected at least one keyword'),
  shape: z.enum(['algorithm', 'introduction']).default('algorithm'),
  /** The one sentence of the first screen. */
  insight: sentence,
  /** What was corrected or added, newest first. */
  changes: z
    .array(z.strictObject({ date, text: sentence }))
    .min(1, 'is empty. Expected at least { date, text } of the first publication'),
};

/** What front matter must hold. Unknown keys are refused, with the known ones in the message. */
export const frontMatter = z
  .strictObject(fields, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? unknownKeys(issue.keys) : undefined),
  })
  .refine(({ published, updated }) => updated >= published, {
    path: ['updated'],
    message: 'lies before published. Expected the same day or a later one',
  });

function unknownKeys(keys: readonly string[]): string {
  const known = Object.keys(fields);
  const near = keys.map((key) => didYouMean(key, known)).join('');
  return `unknown ${keys.length > 1 ? 'keys' : 'key'} ${listed(keys)}. ${near}Expected only: ${listed(known)}.`;
}
