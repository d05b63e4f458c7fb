/** Reads content/results.json, which `npm run bench` writes, and stops the build where a figure is missing. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'astro/zod';
import { AuthorError } from './message.ts';

export const resultsFile = 'content/results.json';

/** Whose program trained: ours, the plain loop of TensorFlow.js, `LayersModel.fit`, jax-js. */
export const sides = ['ours', 'plain', 'fit', 'jax'] as const;
export type Side = (typeof sides)[number];

/** Where it computed. */
export const places = ['webgl', 'webgpu', 'wasm', 'wasm-threads', 'cpu'] as const;
export type Place = (typeof places)[number];

export const sweeps = ['width', 'batch', 'steps'] as const;
export type Sweep = (typeof sweeps)[number];

const amount = z.number().min(0);
const text = z.string().trim().min(1);

/** Training until samples lie within twice the floor; null where that took longer than the command waited. */
const quality = z.strictObject({ seconds: amount, steps: amount }).nullable();

const figures = z.strictObject({
  /** Calls to the graphics card a step; 0 where none is involved. */
  draws: amount,
  uploads: amount,
  readBacks: amount,
  stepsPerSecond: z.number().positive(),
  /** Seconds from the start of an empty thread to the end of the first step. */
  firstStep: amount,
  quality,
  /** What TensorFlow.js held at most during a step; null where the library does not tell. */
  peak: z.strictObject({ tensors: amount, bytes: amount }).nullable(),
  /** Longest time between two frames of the page, in milliseconds. */
  gap: amount,
});
export type Figures = z.infer<typeof figures>;

const gameFigures = z.strictObject({
  /** Of the small game: two moves of the critic and one of the generator. */
  roundsPerSecond: z.number().positive(),
  /** Longest time between two frames of the page, in milliseconds. */
  gap: amount,
});
export type GameFigures = z.infer<typeof gameFigures>;

const siteFigures = z.strictObject({ firstStep: amount, quality, gap: amount });

/** Either what was measured, or why nothing was. */
const measured = <Shape extends z.ZodType>(shape: Shape) => ({
  figures: shape.optional(),
  missing: text.optional(),
});
const oneOfBoth = ({ figures, missing }: { figures?: unknown; missing?: unknown }): boolean =>
  (figures === undefined) !== (missing === undefined);
const expectOne = 'must hold either "figures" or, where nothing could be measured, "missing" with the reason';

const row = z
  .strictObject({ side: z.enum(sides), place: z.enum(places), ...measured(figures) })
  .refine(oneOfBoth, expectOne);
const siteRow = z
  .strictObject({ place: z.enum(places), ...measured(siteFigures) })
  .refine(oneOfBoth, expectOne);

const gameRow = z
  .strictObject({ place: z.enum(places), ...measured(gameFigures) })
  .refine(oneOfBoth, expectOne);

const growth = z.strictObject({
  place: z.enum(places),
  sweep: z.enum(sweeps),
  /** Of the straight line through log(seconds) over log(work): 1 where time grows as the work. */
  slope: z.number(),
  points: z.array(z.strictObject({ work: z.number().positive(), seconds: z.number().positive() })).min(2),
});

const results = z.strictObject({
  date: z.iso.date(),
  machine: z.strictObject({
    processor: text,
    cores: z.number().int().positive(),
    /** Bytes. */
    memory: z.number().positive(),
    system: text,
    browser: text,
    renderer: text,
  }),
  rows: z.array(row).min(1),
  site: z.array(siteRow).min(1),
  game: z.array(gameRow).min(1),
  /** Compressed bytes from the press of Play to the first step, on WebGL. */
  download: z.strictObject({ bytes: amount, files: z.number().int().positive() }),
  growth: z.array(growth),
});

export type Results = z.infer<typeof results>;
export type Row = Results['rows'][number];

/**
 * The results of the project in `root`.
 * @throws AuthorError if the file is missing or a field of it is not what it must be
 */
export function resultsIn(root: string): Results {
  const path = join(root, resultsFile);
  if (existsSync(path)) return parseResults(readFileSync(path, 'utf8'));
  throw new AuthorError({ file: resultsFile }, 'is missing. Expected the file that `npm run bench` writes.');
}

/** @throws AuthorError that names the first field that does not fit */
export function parseResults(json: string): Results {
  const parsed = results.safeParse(valueOf(json));
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  const field = path.length > 0 ? `"${path.join('.')}": ` : '';
  throw new AuthorError({ file: resultsFile }, `${field}${message}. Run \`npm run bench\` to write it anew.`);
}

function valueOf(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new AuthorError({ file: resultsFile }, `is no JSON: ${(error as Error).message}.`);
  }
}
