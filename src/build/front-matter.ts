import { join } from 'node:path';
import { z } from 'astro/zod';
import { AuthorError, didYouMean, listed, placeText } from './message.ts';
import { lineOf } from './prerequisites.ts';

export const modalities = ['points', 'tabular', 'image', 'text', 'audio', 'video', 'time series'] as const;

export type Modality = (typeof modalities)[number];

/** Ways to build a model, and what such models are used with. */
export const topics = ['architecture', 'technique'] as const;

export type Topic = (typeof topics)[number];

export const sentence = z.string().trim().min(1, 'is empty. Expected a sentence');

export const slug = z
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
  /** Absent where an article belongs to neither, as the introduction. */
  topic: z.enum(topics).optional(),
  keywords: z.array(sentence).min(1, 'is empty. Expected at least one keyword'),
  shape: z.enum(['algorithm', 'introduction']).default('algorithm'),
  /** The one sentence of the first screen. */
  insight: sentence,
  /** What was corrected or added, newest first. */
  changes: z
    .array(z.strictObject({ date, text: sentence, kind: z.enum(['added', 'corrected']).optional() }))
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

interface ArticlePlace {
  /** The project's root folder. */
  readonly root: string;
  /** The article's file, from the root. */
  readonly file: string;
}

/** Stops the build at front matter that does not fit, naming every fault with its line. */
export function checkFrontMatter(data: unknown, { root, file }: ArticlePlace): void {
  const issues = frontMatter.safeParse(data).error?.issues ?? [];
  const faults = issues.map((issue) => {
    const key = String(
      issue.code === 'unrecognized_keys' && !issue.path.length ? issue.keys[0] : (issue.path[0] ?? ''),
    );
    const name = issue.path.join('.');
    const place = { file, line: lineOf(key, join(root, file)) ?? 1 };
    return { place, text: [name && `"${name}"`, inWords(issue.message)].filter(Boolean).join(' ') };
  });
  if (!faults.length) return;
  const [first, ...others] = faults;
  const further = others.map(({ place, text }) => `\n${placeText(place)} — ${text}`);
  throw new AuthorError(first.place, first.text + further.join(''));
}

/** Zod speaks of undefined; an author has left something out. */
export function inWords(message: string): string {
  const missing = /^Invalid input: expected (\w+), received undefined$/.exec(message);
  if (missing) return `is missing. Expected a value of type ${missing[1]}`;
  return message.replace(/^Invalid (input|option): /, 'does not fit: ');
}
