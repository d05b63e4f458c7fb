/** An experiment as the query of an address, and back: readable names, and only what differs from the demo as it is printed. */
import type { Knob, KnobValue, Views } from './contract.ts';
import { kindOf, matters, type Read } from './knob-kinds.ts';
import type { Definition } from './lab.ts';
import type { Settings } from './protocol.ts';

/** Why something was not done, in a form that can be said in any language. */
export interface Objection {
  /** `moved`: not refused, but brought to the nearest value that the knob can have. */
  readonly kind: Extract<Read, { kind: string }>['kind'] | 'moved';
  readonly name: string;
  readonly value: string;
  /** What was expected, where the kind needs it. */
  readonly expected?: string;
}

/** What an address says of a demo. */
export interface Experiment {
  /** Values of its knobs; those that are not named have their defaults. */
  readonly settings: Settings;
  /** Absent where it is the demo's own. */
  readonly seed?: number;
  /** Whether the run is to start by itself. */
  readonly play?: boolean;
  /** Parts (`parts`) and knobs that are left out. */
  readonly hide?: readonly string[];
  /** The only views that are shown; all where absent. */
  readonly views?: readonly string[];
}

/** What a lecture may leave out. What starts and pauses a run always stays. */
export const parts = [
  'knobs',
  'seed',
  'timeline',
  'legend',
  'labels',
  'caption',
  'question',
  'presets',
  'tools',
] as const;

/** Parameters that belong to the page; a knob of such a name is written `knob-<name>`. */
const reserved = new Set(['demo', 'seed', 'play', 'hide', 'views', 'lens', 'backend', 'thread']);
/** What messengers and newsletters append to links: not meant for a demo, so not worth a sentence. */
const appended = /^(utm_\w+|fbclid|gclid|msclkid|mc_[ce]id|ref)$/;

const keyOf = (knob: string): string => (reserved.has(knob) ? `knob-${knob}` : knob);
const nameOf = (key: string): string => (reserved.has(key.replace(/^knob-/, '')) ? key.slice(5) : key);

/** Whether a seed is part of it: a demo that answers its knobs has no field for one. */
export const hasSeed = ({ rhythm }: Definition): boolean => rhythm !== 'answer';

/** The query of an address, without the question mark and without the demo's name. */
export function queryOf(experiment: Experiment, definition: Definition): URLSearchParams {
  const { seed, play, hide = [], views } = experiment;
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(differing(experiment.settings, definition)))
    query.set(keyOf(name), textOf(value, definition.knobs[name], definition.views));
  if (hasSeed(definition) && seed !== undefined && seed !== definition.seed) query.set('seed', String(seed));
  if (views && views.length < Object.keys(definition.views).length) query.set('views', views.join());
  if (hide.length > 0) query.set('hide', hide.join());
  if (play) query.set('play', 'on');
  return query;
}

/** The values that matter and are not the defaults. */
export function differing(settings: Settings, definition: Definition): Settings {
  const { views } = definition;
  const knobs = Object.entries(definition.knobs);
  const standard = Object.fromEntries(knobs.map(([name, knob]) => [name, defaultOf(knob, views)]));
  const all = { ...standard, ...settings };
  const named = knobs.filter(
    ([name, knob]) =>
      matters(knob, all) && textOf(all[name], knob, views) !== textOf(standard[name], knob, views),
  );
  return Object.fromEntries(named.map(([name]) => [name, all[name]]));
}

/** `0.002`, `twoMoons`, `on`, or whatever the knob's kind makes of its value. */
export const textOf = (value: KnobValue, knob: Knob, views: Views): string =>
  kindOf(knob).text(value, knob, views);

/** The knob's own value as its control holds it: a slider stands on its steps only. */
function defaultOf(knob: Knob, views: Views): KnobValue {
  const read = kindOf(knob).fromText(textOf(knob.value, knob, views), knob, views);
  return 'value' in read ? read.value : knob.value;
}

/** What a query says of a demo, and what of it cannot be done. */
export function experimentOf(
  query: URLSearchParams,
  definition: Definition,
): { experiment: Experiment; objections: Objection[] } {
  const own = [...query].filter(([key]) => !reserved.has(key) && !appended.test(key));
  const knobs = settingsOf(
    own.map(([key, text]) => [nameOf(key), text]),
    definition,
  );
  const seed = seedOf(query.get('seed'), definition);
  const names = [...parts, ...Object.keys(definition.knobs)];
  const hide = listed(query, { key: 'hide', kind: 'part', known: names });
  const views = listed(query, { key: 'views', kind: 'view', known: Object.keys(definition.views) });
  const experiment = {
    settings: knobs.settings,
    seed: seed.seed,
    play: query.has('play') && query.get('play') !== 'off',
    hide: hide.names,
    views: views.names.length > 0 ? views.names : undefined,
  };
  const objections = [knobs, seed, hide, views].flatMap((read) => read.objections);
  return { experiment, objections };
}

interface KnobsRead {
  readonly settings: Settings;
  readonly objections: Objection[];
}

/** Knob values written as text, each checked by its knob. */
export function settingsOf(
  entries: readonly (readonly [name: string, text: string])[],
  definition: Definition,
): KnobsRead {
  const { knobs, views } = definition;
  const settings: Record<string, KnobValue> = {};
  const objections: Objection[] = [];
  for (const [name, text] of entries) {
    const read = Object.hasOwn(knobs, name)
      ? kindOf(knobs[name]).fromText(text, knobs[name], views)
      : { kind: 'name' as const, expected: Object.keys(knobs).join(', ') };
    if ('kind' in read) objections.push({ ...read, name, value: text });
    else settings[name] = read.value;
    if ('moved' in read && read.moved)
      objections.push({ kind: 'moved', name, value: text, expected: String(read.value) });
  }
  return { settings, objections };
}

/** A whole number of at most six digits, where the demo has a field for it. */
export function seedOf(
  text: string | null,
  definition: Definition,
): { seed?: number; objections: Objection[] } {
  if (text === null) return { objections: [] };
  const isSeed = /^\d{1,6}$/.test(text);
  if (hasSeed(definition) && isSeed) return { seed: Number(text), objections: [] };
  const kind = isSeed || !hasSeed(definition) ? 'seedless' : 'seed';
  return { objections: [{ kind, name: 'seed', value: text }] };
}

interface List {
  readonly key: string;
  readonly kind: 'part' | 'view';
  readonly known: readonly string[];
}

/** The known names of a list such as `hide=knobs,seed`. */
function listed(query: URLSearchParams, { key, kind, known }: List) {
  const all = (query.get(key) ?? '').split(',').filter(Boolean);
  const objections = all
    .filter((name) => !known.includes(name))
    .map((value): Objection => ({ kind, name: key, value, expected: known.join(', ') }));
  return { names: [...new Set(all.filter((name) => known.includes(name)))], objections };
}
