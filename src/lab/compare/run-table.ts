import { filled } from '#words/filling';
import { formatted } from '../numbers.ts';
import type { Definition } from '../lab.ts';
import type { CsvCell } from '../follow/csv.ts';
import { backendText, courseText, differingKnobs, type CompareWords } from './knob-words.ts';
import type { RunRecord } from './run-list.ts';
import { curvesOf } from '../view-kinds.ts';

interface Column {
  readonly field: string;
  readonly label: string;
}

/** The series of the charts that some run measured one number at a time, floors among them. */
function measuredColumns(runs: readonly RunRecord[], { views }: Definition): Column[] {
  const columns = curvesOf(views).flatMap((view) =>
    view.series.map(({ field, label }) => ({ field, label: `${view.label}: ${label}` })),
  );
  return columns.filter(({ field }) => runs.some(({ numbers }) => numbers.last(field) !== undefined));
}

/** The table of runs as the reader sees it, one row a run: what sets it apart, and where it ended. */
export function runGrid(runs: readonly RunRecord[], definition: Definition, words: CompareWords) {
  const columns = measuredColumns(runs, definition);
  const differing = differingKnobs(runs, definition.knobs);
  const head = [words.run, words.settings, words.seed, words.backend, words.steps];
  return {
    head: [...head, ...columns.map(({ label }) => label)],
    rows: runs.map((run) => [
      String(run.number),
      settingsText(run, differing, { knobs: definition.knobs, words }),
      String(run.origin.seed),
      backendText(run, words),
      String(run.numbers.lastStep),
      ...columns.map(({ field }) => formatted(run.numbers.last(field) ?? NaN)),
    ]),
  };
}

function settingsText(
  run: RunRecord,
  differing: readonly string[],
  telling: { knobs: Definition['knobs']; words: CompareWords },
): string {
  const { from } = run.origin;
  const texts = differing.map((name) => `${telling.knobs[name].label} ${courseText(name, run, telling)}`);
  if (from) texts.push(filled(telling.words.takenUp, { step: from.step }));
  return texts.join('; ') || telling.words.allSame;
}

/** The same table in full for other programs: a column for every knob, numbers unrounded. */
export function runRows(
  runs: readonly RunRecord[],
  definition: Definition,
  words: CompareWords,
): CsvCell[][] {
  const columns = measuredColumns(runs, definition);
  const { knobs } = definition;
  const names = Object.keys(knobs);
  const head = [words.run, words.seed, words.backend, words.begunAt, words.steps];
  return [
    [...head, ...names.map((name) => knobs[name].label), ...columns.map(({ label }) => label)],
    ...runs.map((run) => [
      run.number,
      run.origin.seed,
      backendText(run, words),
      run.origin.from?.step ?? 0,
      run.numbers.lastStep,
      ...names.map((name) => knobCell(name, run, { knobs, words })),
      ...columns.map(({ field }) => run.numbers.last(field) ?? null),
    ]),
  ];
}

/** A number where the knob is one and nobody turned it meanwhile, else words. */
function knobCell(
  name: string,
  run: RunRecord,
  telling: { knobs: Definition['knobs']; words: CompareWords },
): CsvCell {
  const value = run.origin.settings[name];
  const turned = run.turns.some(({ settings }) => settings[name] !== value);
  return typeof value === 'number' && !turned ? value : courseText(name, run, telling);
}
