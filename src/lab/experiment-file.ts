/** An experiment as a file: for data that no address can carry. */
import type { KnobValue } from './contract.ts';
import { differing, seedOf, settingsOf, textOf, type Experiment, type Objection } from './experiment.ts';
import { kindOf } from './knob-kinds.ts';
import type { Definition } from './lab.ts';
import type { Settings } from './protocol.ts';

/** The file's text: JSON with the demo's address (`denoising-diffusion/points`), its settings and its seed. */
export function experimentText({ settings, seed }: Experiment, definition: Definition): string {
  const content = { demo: definition.demo, settings: differing(settings, definition), seed };
  return JSON.stringify(content, null, 2) + '\n';
}

/**
 * What such a file says, checked as an address is.
 * @throws SyntaxError when it is none of ours
 */
export function experimentInText(text: string, definition: Definition) {
  const content: unknown = JSON.parse(text);
  if (!isExperiment(content)) throw new SyntaxError('no experiment');
  const { knobs } = definition;
  const entries = Object.entries(content.settings);
  const isWhole = ([name]: [string, unknown]): boolean =>
    Object.hasOwn(knobs, name) && kindOf(knobs[name]).fromFile !== undefined;
  const whole = wholeOf(entries.filter(isWhole), definition);
  const written = entries
    .filter((entry) => !isWhole(entry))
    .map(([name, value]) => [name, inWords(name, value, definition)] as const);
  const read = settingsOf(written, definition);
  const seed = seedOf(content.seed === undefined ? null : String(content.seed), definition);
  return {
    demo: content.demo,
    experiment: { settings: { ...read.settings, ...whole.settings }, seed: seed.seed },
    objections: [...read.objections, ...whole.objections, ...seed.objections],
  };
}

interface Content {
  readonly demo: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly seed?: unknown;
}

function isExperiment(content: unknown): content is Content {
  const { demo, settings } = (content ?? {}) as Partial<Content>;
  return typeof demo === 'string' && typeof settings === 'object' && settings !== null;
}

/** Files keep numbers and switches as JSON does. */
function inWords(name: string, value: unknown, definition: Definition): string {
  const isKnown = Object.hasOwn(definition.knobs, name);
  const isPlain = ['number', 'string', 'boolean'].includes(typeof value);
  return isKnown && isPlain
    ? textOf(value as KnobValue, definition.knobs[name], definition.views)
    : JSON.stringify(value);
}

/** Values that stand in the file as they are. */
function wholeOf(entries: readonly [string, unknown][], { knobs }: Definition) {
  const settings: Record<string, KnobValue> = {};
  const objections: Objection[] = [];
  for (const [name, value] of entries) {
    const read = kindOf(knobs[name]).fromFile!(value, knobs[name]);
    if ('kind' in read) objections.push({ ...read, name, value: '' });
    else settings[name] = read.value;
  }
  return { settings: settings as Settings, objections };
}
