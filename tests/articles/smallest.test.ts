import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Frame } from '#lab/contract';
import { knobs, recording, run, views } from '../../content/articles/introduction/smallest.demo.ts';

type Values = Parameters<typeof run>[0]['knobs'];

const defaults: Values = {
  data: knobs.data.value,
  drawn: knobs.drawn.value,
  model: knobs.model.value,
  cells: knobs.cells.value,
  count: knobs.count.value,
};

function started(changes: Partial<Values> = {}, seed = 1): ReturnType<typeof run> {
  const load = (): Promise<ArrayBuffer> => Promise.reject(new Error('This demo loads nothing.'));
  return run({
    knobs: { ...defaults, ...changes },
    seed,
    load,
    report: () => undefined,
    keep: () => undefined,
  });
}

async function framesOf(changes: Partial<Values> = {}, seed = 1): Promise<Frame[]> {
  const frames: Frame[] = [];
  for await (const frame of started(changes, seed)) frames.push(frame);
  return frames;
}

function number(frame: Frame, field: string): number {
  const value = frame[field];
  if (typeof value !== 'number') throw new Error(`The frame has no number ${field}.`);
  return value;
}

function points(frame: Frame, field: string): Float32Array {
  const value = frame[field];
  if (!(value instanceof Float32Array)) throw new Error(`The frame has no points ${field}.`);
  return value;
}

/** A ring of points, as if drawn by hand. */
const ring = (count: number): number[] =>
  Array.from({ length: count }, (_, i) => [
    1.5 * Math.cos((6.28 * i) / count),
    1.5 * Math.sin((6.28 * i) / count),
  ]).flat();

describe('the smallest generative model', () => {
  it.each(['gaussian', 'histogram'] as const)(
    'learns as a %s: the surprise falls on both sets of points',
    async (model) => {
      const frames = await framesOf({ model });
      const [first, last] = [frames[0], frames[frames.length - 1]];
      expect(frames).toHaveLength(recording.frames);
      expect(number(last, 'seenSurprise')).toBeLessThan(number(first, 'seenSurprise') - 0.3);
      expect(number(last, 'keptBackSurprise')).toBeLessThan(number(first, 'keptBackSurprise') - 0.3);
    },
  );

  it.each(['gaussian', 'histogram'] as const)(
    'is repeatable as a %s: same seed, same frames',
    async (model) => {
      expect(await framesOf({ model }, 5)).toEqual(await framesOf({ model }, 5));
      expect(await framesOf({ model }, 5)).not.toEqual(await framesOf({ model }, 6));
    },
  );

  it('yields every field that a view draws', async () => {
    const [frame] = await framesOf();
    const fields = [
      ...views.plane.layers.map((layer) => layer.field),
      ...views.surprise.series.map((series) => series.field),
      views.surprise.x,
      ...[...views.numbers.template.matchAll(/\{(\w+)/g)].map((match) => match[1]),
    ];
    for (const field of fields) expect(frame, field).toHaveProperty(field);
  });

  it('keeps working when the arrays of a frame are taken away', async () => {
    const frames = started();
    const { value: first } = await frames.next();
    if (first === undefined) throw new Error('There is no first frame.');
    structuredClone(first, {
      transfer: ['seen', 'dreams', 'outline'].map((field) => points(first, field).buffer),
    });
    const { value: second } = await frames.next();
    expect(points(second as Frame, 'seen')).toHaveLength(2 * defaults.count);
  });

  it('may be stopped between any two frames', async () => {
    for (const pulled of [0, 1, 7]) {
      const frames = started();
      for (let i = 0; i < pulled; i++) await frames.next();
      expect(await frames.return()).toEqual({ done: true, value: undefined });
      expect((await frames.next()).done).toBe(true);
    }
  });

  it.each([0, 1, 9])('asks for more when only %i points are drawn', async (count) => {
    const frames = await framesOf({ data: 'drawing', drawn: ring(count) });
    expect(frames).toHaveLength(1);
    expect(frames[0].message).toMatch(/Draw at least ten points/);
  });

  it('learns from a drawing and keeps every fifth point back', async () => {
    const frames = await framesOf({ data: 'drawing', drawn: ring(50) });
    expect(number(frames[0], 'seenCount')).toBe(40);
    expect(number(frames[0], 'keptBackCount')).toBe(10);
    expect(frames[0].message).not.toMatch(/Draw/);
    expect(number(frames[60], 'seenSurprise')).toBeLessThan(number(frames[0], 'seenSurprise'));
  });

  it('stays finite when all points are drawn on one spot or on one line', async () => {
    for (const drawn of [
      new Array<number>(60).fill(1),
      Array.from({ length: 60 }, (_, i) => (i % 2 ? 0 : i / 20)),
    ]) {
      const frames = await framesOf({ data: 'drawing', drawn });
      for (const frame of frames) {
        expect(Number.isFinite(number(frame, 'seenSurprise'))).toBe(true);
        expect(points(frame, 'dreams').every(Number.isFinite)).toBe(true);
      }
    }
  });

  it('prints in the article the table that the models give', async () => {
    for (const [name, changes] of tableRows) {
      const last = (await framesOf(changes))[60];
      const cells = [
        name,
        number(last, 'size'),
        surprise(last, 'seen'),
        surprise(last, 'keptBack'),
        stray(last),
      ];
      const row = `| ${cells.join(' | ')} |`.replaceAll(/ +/g, ' ');
      expect(article.includes(row), row).toBe(true);
    }
  });

  it('prints in the article what more data bring', async () => {
    const before = (await framesOf())[60];
    const gaussian = (await framesOf({ count: 1000 }))[60];
    const histogram = (await framesOf({ model: 'histogram', cells: 60, count: 1000 }))[60];
    expect(article).toContain(`to $${surprise(histogram, 'keptBack')}$ nats, because`);
    const [from, to] = [before, gaussian].map((frame) => number(frame, 'keptBackSurprise').toFixed(3));
    expect(article).toContain(`from $${from}$ to $${to}$: its error`);
  });

  it('starts from the surprise of knowing nothing, log 36 on a square of side 6', async () => {
    const [first] = await framesOf({ model: 'histogram' });
    expect(number(first, 'keptBackSurprise')).toBeCloseTo(Math.log(36), 9);
  });

  it('is more surprised as a histogram after five points than before, as the article says', async () => {
    const frames = await framesOf({ model: 'histogram' });
    expect(number(frames[1], 'keptBackSurprise')).toBeGreaterThan(number(frames[0], 'keptBackSurprise') + 1);
  });

  it('ends where the surprise of the learnt points is log(2 pi spreadX spreadY) + 1', async () => {
    const last = (await framesOf())[60];
    expect(Math.exp(number(last, 'seenSurprise') - 1) / (2 * Math.PI)).toBeCloseTo(0.94, 2);
  });
});

const tableRows: readonly [string, Partial<Values>][] = [
  ['One Gaussian', {}],
  ...[4, 12, 20, 60].map((cells): [string, Partial<Values>] => [
    `Histogram, ${cells} cells per side`,
    { model: 'histogram', cells },
  ]),
];

const surprise = (frame: Frame, of: 'seen' | 'keptBack'): string => number(frame, `${of}Surprise`).toFixed(2);
const stray = (frame: Frame): string => `${number(frame, 'stray').toFixed(0)} %`;

/** The article with single spaces, however its tables are laid out. */
const article = readFileSync('content/articles/introduction/index.mdx', 'utf8').replaceAll(/ +/g, ' ');
