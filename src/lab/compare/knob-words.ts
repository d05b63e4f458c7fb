import { filled } from '#words/filling';
import type { Words } from '#words/words';
import type { Knobs } from '../contract.ts';
import { kindOf, matters } from '../knob-kinds.ts';
import type { Settings } from '../protocol.ts';
import type { RunRecord } from './run-list.ts';

export type CompareWords = Words['script']['tools']['compare'] & Pick<Words['script']['lab'], 'backends'>;

/** What is said of a run; a run to come has neither turns nor a backend. */
export type Described = Pick<RunRecord, 'origin' | 'backend'> & { readonly turns?: RunRecord['turns'] };

interface Telling {
  readonly knobs: Knobs;
  readonly words: CompareWords;
}

/** The values of a knob during a run, in words: `0.002, then 0.01 from step 300`. */
export function courseText(name: string, run: Described, { knobs, words }: Telling): string {
  const say = (settings: Settings): string => kindOf(knobs[name]).said(settings[name], knobs[name], words);
  return (run.turns ?? []).reduce((before, { step, settings }, i) => {
    const earlier = run.turns?.[i - 1]?.settings ?? run.origin.settings;
    if (same(settings[name], earlier[name])) return before;
    return filled(words.turned, { before, after: say(settings), step });
  }, say(run.origin.settings));
}

/** Knobs of which these runs do not all say the same, by name. */
export function differingKnobs(runs: readonly Described[], knobs: Knobs): string[] {
  return Object.keys(knobs).filter((name) => {
    if (knobs[name].effect === 'look') return false;
    const courses = runs.map((run) =>
      matters(knobs[name], run.origin.settings) ? courseOf(name, run) : '[]',
    );
    return new Set(courses).size > 1;
  });
}

/** In words, how a pinned run differs from the present one: `Learning rate 0.002, now 0.01`. */
export function differences(pinned: Described, present: Described, telling: Telling): string {
  const { knobs, words } = telling;
  const turned = differingKnobs([pinned, present], knobs).map((name) => {
    const [before, now] = [pinned, present].map((run) => courseText(name, run, telling));
    const { label } = knobs[name];
    if (before === now) return filled(words.redrawn, { label });
    return filled(words.difference, { label, pinned: before, present: now });
  });
  const others = [
    [words.seedHere, pinned.origin.seed, present.origin.seed],
    [words.backendHere, backendText(pinned, words), present.backend && backendText(present, words)],
    [words.begunHere, pinned.origin.from?.step ?? 0, present.origin.from?.step ?? 0],
  ] as const;
  const told = others
    .filter(([, before, now]) => now !== undefined && before !== now)
    .map(([label, before, now]) =>
      filled(words.difference, { label, pinned: before ?? '', present: now ?? '' }),
    );
  return [...turned, ...told].join('; ') || words.same;
}

export function backendText({ backend }: Described, { backends }: CompareWords): string {
  return backend ? backends[backend] : '–';
}

function courseOf(name: string, { origin, turns = [] }: Described): string {
  const values = [origin.settings[name]];
  const steps = [0];
  for (const { step, settings } of turns) {
    if (same(settings[name], values.at(-1))) continue;
    values.push(settings[name]);
    steps.push(step);
  }
  return JSON.stringify([values, steps]);
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
