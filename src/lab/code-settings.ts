import type { Settings } from './protocol.ts';

const begin = '// <settings>';
const end = '// </settings>';

/** What a demo's code as one file says of the run: its settings and its seed, between two marks that `withSettings` finds again. */
export function settingsBlock(settings: Settings, seed: number): string {
  return `${begin} What the knobs are set to; \`knobs\` above says what each of them may be.
const chosenSettings: Parameters<typeof run>[0]['knobs'] = ${JSON.stringify(settings, null, 2)};
const chosenSeed = ${seed};
${end}`;
}

/**
 * The same code with other settings and another seed.
 * @throws Error when it does not hold the marks
 */
export function withSettings(code: string, settings: Settings, seed: number): string {
  const [from, to] = [code.indexOf(begin), code.indexOf(end)];
  if (from < 0 || to < from) throw new Error('This code does not say where its settings stand.');
  return code.slice(0, from) + settingsBlock(settings, seed) + code.slice(to + end.length);
}
