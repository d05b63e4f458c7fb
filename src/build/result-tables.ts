/** The tables of the page of results, cell by cell, in the words and the numbers of a language. */
import { filled, type Words } from '#words/words';
import { amountsOf, compared, inOrder, ratiosOf, type Compared } from './result-ratios.ts';
import type { Results, Row } from './results.ts';

export interface Cell {
  /** Null where there is no figure. */
  readonly text: string | null;
  readonly better?: boolean;
}

export interface TableRow {
  /** The backend, where several rows share one. */
  readonly group?: string;
  /** What the row is about: its first cell. */
  readonly head: string;
  readonly cells?: readonly Cell[];
  /** Stands in place of the cells: why there are none. */
  readonly missing?: string;
}

export interface Table {
  /** Of all columns, that of the rows' heads included. */
  readonly heads: readonly string[];
  readonly rows: readonly TableRow[];
}

interface Language {
  readonly words: Words['results'];
  /** For numbers, such as `en-GB`. */
  readonly locale: string;
}

type Figure = keyof Words['results']['figures'];

/** Ours divided by each of the others. */
export function ratioTable(results: Results, { words, locale }: Language): Table {
  const cell = (name: Compared, ratio: number | null): Cell => ({
    text: ratio === null ? null : `${number(ratio, { locale, digits: 2 })}×`,
    better: ratio !== null && (name === 'speed' ? ratio > 1 : ratio < 1),
  });
  return {
    heads: [words.against, ...compared.map((name) => words.figures[name].name)],
    rows: ratiosOf(results).map(({ place, side, values, missing }) => ({
      group: words.places[place],
      head: words.sides[side],
      cells: values && compared.map((name) => cell(name, values[name])),
      missing: values ? undefined : filled(words.notRun, { reason: missing ?? '' }),
    })),
  };
}

/** Every program at every place. */
export function absoluteTable(results: Results, language: Language): Table {
  const { words } = language;
  const columns: readonly Figure[] = [...compared, 'qualitySteps'];
  return {
    heads: [words.program, ...columns.map((name) => words.figures[name].name)],
    rows: inOrder(results.rows).map(({ place, side, figures, missing }) => ({
      group: words.places[place],
      head: words.sides[side],
      cells: figures && amountCells(figures, columns, language),
      missing: missing && filled(words.notRun, { reason: missing }),
    })),
  };
}

/** The demo on the built page. */
export function siteTable(results: Results, language: Language): Table {
  const { words } = language;
  const columns = ['firstStep', 'quality', 'qualitySteps', 'gap'] as const;
  return {
    heads: [words.backend, ...columns.map((name) => words.figures[name].name)],
    rows: results.site.map(({ place, figures, missing }) => ({
      head: words.places[place],
      cells: figures && amountCells(figures, columns, language),
      missing: missing && filled(words.notRun, { reason: missing }),
    })),
  };
}

/** The small game of two networks. */
export function gameTable({ game }: Results, { words, locale }: Language): Table {
  const { roundsPerSecond, gap } = words.figures;
  return {
    heads: [words.backend, roundsPerSecond.name, gap.name],
    rows: game.map(({ place, figures, missing }) => ({
      head: words.places[place],
      cells: figures && [
        { text: number(figures.roundsPerSecond, { locale }) },
        { text: filled(words.milliseconds, { count: number(figures.gap, { locale }) }) },
      ],
      missing: missing && filled(words.notRun, { reason: missing }),
    })),
  };
}

/** How our time grows over each sweep. */
export function growthTable({ growth }: Results, { words, locale }: Language): Table {
  const { growth: own } = words;
  const factor = (from: number, to: number): Cell => ({
    text: `${number(to / from, { locale, digits: 2 })}×`,
  });
  return {
    heads: [own.sweep, own.work, own.time, own.slope],
    rows: growth.map(({ place, sweep, slope, points }) => {
      const [first, last] = [points[0], points[points.length - 1]];
      const ends = { from: number(first.work, { locale }), to: number(last.work, { locale }) };
      return {
        group: words.places[place],
        head: filled(own.sweeps[sweep], ends),
        cells: [
          factor(first.work, last.work),
          factor(first.seconds, last.seconds),
          { text: number(slope, { locale, digits: 2 }) },
        ],
      };
    }),
  };
}

type Amounts = Partial<NonNullable<Row['figures']>> &
  Pick<NonNullable<Row['figures']>, 'firstStep' | 'quality' | 'gap'>;

function amountCells(figures: Amounts, columns: readonly Figure[], { words, locale }: Language): Cell[] {
  const amounts: Partial<Record<Figure, number | null>> = {
    ...amountsOf({ ...none, ...figures }),
    qualitySteps: figures.quality && figures.quality.steps,
  };
  const text = (name: Figure): string | null => {
    const amount = amounts[name] ?? null;
    if (amount === null) return null;
    if (name === 'firstStep' || name === 'quality')
      return filled(words.seconds, { count: number(amount, { locale }) });
    if (name === 'gap') return filled(words.milliseconds, { count: number(amount, { locale }) });
    if (name === 'bytes') return filled(words.megabytes, { count: number(amount / 1e6, { locale }) });
    return number(amount, { locale });
  };
  return columns.map((name) => ({ text: text(name) }));
}

/** Figures that the page does not tell of itself. */
const none = { draws: 0, uploads: 0, readBacks: 0, stepsPerSecond: 1, peak: null };

/** Three digits, or as many as asked for; whole numbers keep theirs. */
function number(value: number, { locale, digits = 3 }: { locale: string; digits?: number }): string {
  const whole = Math.abs(value) >= 10 ** (digits - 1);
  return value.toLocaleString(
    locale,
    whole ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: digits },
  );
}
