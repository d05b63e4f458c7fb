import { describe, expect, it } from 'vitest';
import { ratiosOf } from '#build/result-ratios';
import { absoluteTable, gameTable, growthTable, ratioTable, siteTable } from '#build/result-tables';
import { parseResults, resultsIn, type Figures, type Results } from '#build/results';
import { wordsOf } from '#words/words';
import { root } from '../../scripts/tools.mjs';

const figures: Figures = {
  draws: 60,
  uploads: 6,
  readBacks: 1,
  stepsPerSecond: 40,
  firstStep: 1,
  quality: { seconds: 10, steps: 151 },
  peak: { tensors: 90, bytes: 9_000_000 },
  gap: 20,
};

const slower: Figures = {
  ...figures,
  draws: 240,
  uploads: 0,
  stepsPerSecond: 10,
  quality: null,
  peak: { tensors: 180, bytes: 8_000_000 },
  gap: 1234,
};

const results: Results = {
  date: '2026-03-04',
  machine: { processor: 'P', cores: 2, memory: 8e9, system: 'S', browser: 'B', renderer: 'R' },
  rows: [
    { side: 'jax', place: 'wasm-threads', figures: slower },
    { side: 'plain', place: 'webgl', figures: slower },
    { side: 'ours', place: 'wasm', figures },
    { side: 'ours', place: 'wasm-threads', missing: 'one thread' },
    { side: 'ours', place: 'webgl', figures },
    { side: 'fit', place: 'webgl', missing: 'it fell over' },
  ],
  game: [
    { place: 'wasm', figures: { roundsPerSecond: 123.4, gap: 21 } },
    { place: 'webgpu', missing: 'no card' },
  ],
  site: [
    { place: 'webgl', figures: { firstStep: 2.5, quality: null, gap: 17 } },
    { place: 'webgpu', missing: 'no adapter' },
  ],
  download: { bytes: 150_000, files: 16 },
  growth: [
    {
      place: 'webgl',
      sweep: 'batch',
      slope: 0.5,
      points: [
        { work: 128, seconds: 0.01 },
        { work: 512, seconds: 0.02 },
      ],
    },
  ],
};

const english = { words: wordsOf('en').results, locale: 'en-GB' };

describe('ratios', () => {
  const ratios = ratiosOf(results);

  it('are ours divided by theirs, by place and then by program', () => {
    expect(ratios.map(({ place, side }) => `${place} ${side}`)).toEqual([
      'webgl plain',
      'webgl fit',
      'wasm-threads jax',
    ]);
    expect(ratios[0].values).toMatchObject({ speed: 4, draws: 0.25, tensors: 0.5, bytes: 1.125 });
  });

  it('are left out where the other figure is 0 or missing', () => {
    expect(ratios[0].values).toMatchObject({ uploads: null, quality: null });
    expect(ratios[1]).toEqual({ side: 'fit', place: 'webgl', missing: 'it fell over' });
  });

  it('compare threads of others with our one thread', () => {
    expect(ratios[2].values?.speed).toBe(4);
  });
});

describe('tables', () => {
  it('have as many cells as heads', () => {
    for (const build of [ratioTable, absoluteTable, siteTable, gameTable, growthTable]) {
      const { heads, rows } = build(results, english);
      for (const row of rows.filter(({ cells }) => cells))
        expect(1 + row.cells!.length, build.name).toBe(heads.length);
    }
  });

  it('mark what is better, more speed and less of all else', () => {
    const [row] = ratioTable(results, english).rows;
    expect(row).toMatchObject({ group: 'WebGL', head: 'TensorFlow.js, plain loop' });
    expect(row.cells!.slice(0, 3)).toEqual([
      { text: '4×', better: true },
      { text: '0.25×', better: true },
      { text: null, better: false },
    ]);
    expect(row.cells!.at(-2)).toEqual({ text: '1.1×', better: false });
  });

  it('say why a row has no figures', () => {
    expect(ratioTable(results, english).rows[1]).toMatchObject({ missing: 'Not run: it fell over' });
    expect(siteTable(results, english).rows[1]).toMatchObject({ missing: 'Not run: no adapter' });
  });

  it('write numbers with their units, in the language of the page', () => {
    const [first] = absoluteTable(results, english).rows;
    expect(first.cells!.map(({ text }) => text)).toEqual([
      '40',
      '60',
      '6',
      '1',
      '1 s',
      '10 s',
      '90',
      '9 MB',
      '20 ms',
      '151',
    ]);
    const german = { words: wordsOf('de').results, locale: 'de-DE' };
    const cells = absoluteTable(results, german).rows.at(-1)!.cells!;
    expect(cells.at(-2)?.text).toBe('1.234 ms');
    expect(siteTable(results, german).rows[0].cells![0].text).toBe('2,5 s');
  });

  it('tell how often two players move, and how long the page stands still', () => {
    const { rows } = gameTable(results, english);
    expect(rows[0].cells!.map(({ text }) => text)).toEqual(['123', '21 ms']);
    expect(rows[1]).toMatchObject({ missing: 'Not run: no card' });
  });

  it('tell growth by factors and slope', () => {
    const [row] = growthTable(results, english).rows;
    expect(row).toMatchObject({ group: 'WebGL', head: 'Batch, 128 to 512 examples' });
    expect(row.cells!.map(({ text }) => text)).toEqual(['4×', '2×', '0.5']);
  });
});

describe('the file of results', () => {
  const without = (change: (copy: Record<string, unknown>) => void): string => {
    const copy = structuredClone(results) as unknown as Record<string, unknown>;
    change(copy);
    return JSON.stringify(copy);
  };

  it('is read as it was written', () => {
    expect(parseResults(JSON.stringify(results))).toEqual(results);
  });

  it('is the one that the site shows', () => {
    expect(resultsIn(root).rows.length).toBeGreaterThan(0);
  });

  it('stops the build where it is missing', () => {
    expect(() => resultsIn('/nowhere')).toThrow(/^content\/results\.json — is missing.*npm run bench/);
  });

  it('stops the build where it is no JSON', () => {
    expect(() => parseResults('{')).toThrow(/^content\/results\.json — is no JSON/);
  });

  it.each([
    ['"machine.cores"', (copy) => delete (copy.machine as { cores?: number }).cores],
    [
      '"rows.0.figures.draws"',
      (copy) =>
        delete (copy as unknown as typeof results & { rows: [{ figures: { draws?: number } }] }).rows[0]
          .figures.draws,
    ],
    [
      '"rows.3": must hold either',
      (copy) => delete (copy as unknown as { rows: { missing?: string }[] }).rows[3].missing,
    ],
    ['"date"', (copy) => (copy.date = 'yesterday')],
    ['Unrecognized key', (copy) => (copy.extra = 1)],
  ] satisfies [string, (copy: Record<string, unknown>) => void][])(
    'stops the build at %s, by its name',
    (name, change) => {
      expect(() => parseResults(without(change))).toThrow(name);
      expect(() => parseResults(without(change))).toThrow(/^content\/results\.json — .*npm run bench/);
    },
  );
});
