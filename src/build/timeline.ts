import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'astro/zod';
import { citationId, referenceId, type Citation, type Source } from './bibliography.ts';
import { bibliographyAt } from './bibtex.ts';
import { sentence, slug } from './front-matter.ts';
import { listedEntries, type Listed } from './listed-entries.ts';
import { AuthorError, didYouMean } from './message.ts';

export const timelineFile = 'content/timeline.yaml';

export const families = [
  'energy',
  'autoregressive',
  'variational',
  'adversarial',
  'flow',
  'diffusion',
  'tokens',
  'control',
] as const;

export type Family = (typeof families)[number];

const entry = z.strictObject({
  year: z.number().int().min(1900),
  month: z.number().int().min(1).max(12).optional(),
  title: sentence,
  /** What happened, in a sentence or two of our own. */
  text: sentence,
  family: z.enum(families),
  /** Keys of the bibliography; the first dates the entry. */
  cite: z.array(sentence).min(1, 'is empty. Expected a key of content/bibliography.bib'),
  /** Slug of the article that explains it, published or planned. */
  article: slug.optional(),
});

export type Moment = Listed<z.infer<typeof entry>>;

/** The timeline of the project in `root`, oldest first. Without a file it is empty. */
export function timelineIn(root: string): Moment[] {
  const path = join(root, timelineFile);
  if (!existsSync(path)) return [];
  const sources = bibliographyAt(join(root, 'content/bibliography.bib'), 'content/bibliography.bib');
  return parseTimeline(readFileSync(path, 'utf8'), sources);
}

/** @throws AuthorError at an entry that does not fit, cites an unknown key, or stands before an older one */
export function parseTimeline(text: string, sources: ReadonlyMap<string, Source>): Moment[] {
  const moments = listedEntries(text, { file: timelineFile, entry });
  for (const [index, moment] of moments.entries()) {
    checkSources(moment, sources);
    if (index > 0 && moment.year < moments[index - 1].year)
      refuse(moment, `stands after ${moments[index - 1].year}. Expected the years in order`);
  }
  return moments;
}

function checkSources(moment: Moment, sources: ReadonlyMap<string, Source>): void {
  const unknown = moment.cite.find((key) => !sources.has(key));
  if (unknown === undefined) return;
  const expected = `${didYouMean(unknown, sources.keys())}Expected a key of content/bibliography.bib`;
  refuse(moment, `the citation key "${unknown}" is unknown. ${expected}`);
}

function refuse({ title, line }: Moment, what: string): never {
  throw new AuthorError({ file: timelineFile, line }, `"${title}": ${what}.`);
}

/** Stops the build at an entry whose article is neither published nor planned. */
export function checkArticles(moments: readonly Moment[], slugs: readonly string[]): void {
  for (const moment of moments) {
    if (!moment.article || slugs.includes(moment.article)) continue;
    const near = didYouMean(moment.article, slugs);
    refuse(
      moment,
      `the article "${moment.article}" is neither published nor planned. ${near}Expected a slug`,
    );
  }
}

/** A citation where it stands. */
export interface CitationPlace {
  readonly number: number;
  /** Its own id, for the link back. */
  readonly id: string;
  /** Id of the source in the reference list. */
  readonly to: string;
  readonly short: string;
}

export interface CitedMoments {
  readonly moments: readonly (Moment & { readonly places: readonly CitationPlace[] })[];
  /** Sources in order of first citation. */
  readonly citations: readonly Citation[];
}

/** The moments with their citations numbered, and the list that these lead to. */
export function citedMoments(moments: readonly Moment[], sources: ReadonlyMap<string, Source>): CitedMoments {
  const citations = new Map<string, Citation & { places: string[] }>();
  const placeOf = (key: string): CitationPlace[] => {
    const source = sources.get(key);
    if (!source) return [];
    const citation = citations.get(key) ?? { ...source, number: citations.size + 1, places: [] };
    const id = citationId(key, citation.places.length + 1);
    citation.places.push(id);
    citations.set(key, citation);
    return [{ number: citation.number, id, to: referenceId(key), short: source.short }];
  };
  const cited = moments.map((moment) => ({ ...moment, places: moment.cite.flatMap(placeOf) }));
  return { moments: cited, citations: [...citations.values()] };
}

/** Share of the way from the first to the last year at which a moment lies; without a month, in the middle of its year. */
export function positionOf(
  { year, month }: Pick<Moment, 'year' | 'month'>,
  moments: readonly Moment[],
): number {
  const [first, last] = [moments[0].year, moments[moments.length - 1].year + 1];
  return (year + ((month ?? 6.5) - 0.5) / 12 - first) / (last - first);
}
