import { filled } from '#words/filling';
import { pageWords } from '#words/page';
import { sentencesOf, setUp } from '../arrival.ts';
import type { Saved } from '../contract.ts';
import { experimentInText } from '../experiment-file.ts';
import type { Lab } from '../lab.ts';
import { defaults } from '../recording.ts';
import { misfits, weightsInFile } from '../saved-file.ts';
import { Refusal } from './refusal.ts';

/**
 * Sets a demo up as a file says, or begins a run with its weights.
 *
 * @returns what was done, in words
 * @throws Refusal saying why it could not be done; nothing is lost then
 */
export async function loadFile(lab: Lab, file: File): Promise<string> {
  if (/\.json$/i.test(file.name)) return configured(lab, await file.text());
  if (/\.safetensors$/i.test(file.name)) return begun(lab, file);
  throw new Refusal(filled(pageWords().tools.takeAway.unknownFile, { name: file.name }));
}

function configured(lab: Lab, text: string): string {
  const words = pageWords().tools.takeAway;
  const { definition } = lab;
  const { demo, experiment, objections } = read(
    () => experimentInText(text, definition),
    () => words.noConfiguration,
  );
  if (demo !== definition.demo) throw new Refusal(filled(words.otherDemo, { demo }));
  setUp(lab, { ...defaults(definition.knobs), ...experiment.settings }, experiment.seed);
  return [words.configured, ...sentencesOf(objections, 'file')].join(' ');
}

/** A run of the same settings says which tensors are expected; then one begins with those of the file. */
async function begun(lab: Lab, file: File): Promise<string> {
  const words = pageWords().tools.takeAway;
  const bytes = await file.arrayBuffer();
  const { weights, facts } = read(
    () => weightsInFile(bytes),
    (reason) => filled(words.damaged, { name: file.name, reason }),
  );
  const { demo } = lab.definition;
  if (facts.demo !== undefined && facts.demo !== demo)
    throw new Refusal(filled(words.otherDemo, { demo: String(facts.demo) }));
  const said = facts.settings ? [configured(lab, JSON.stringify({ ...facts, demo }))] : [];
  const wrong = misfits(weights, await expectedWeights(lab), words);
  if (wrong.length > 0) throw new Refusal([words.misfit, ...shortened(wrong)].join(' '));
  lab.play({ step: 0, weights, training: {}, notes: {} });
  return [filled(words.begun, { name: file.name }), ...said].join(' ');
}

/** A file of another network disagrees in every tensor: the first few say enough. */
function shortened(sentences: readonly string[]): string[] {
  const more = sentences.length - 5;
  if (more <= 0) return [...sentences];
  return [...sentences.slice(0, 5), filled(pageWords().tools.takeAway.more, { count: more })];
}

/** The weights of the run that stands; where there is none, of one that is begun for that. */
async function expectedWeights(lab: Lab): Promise<Saved['weights']> {
  const isThere = lab.state === 'playing' || lab.state === 'paused';
  if (lab.state === 'playing') lab.pause();
  if (!isThere || lab.history.length === 0) await firstFrame(lab);
  const saved = await lab.snapshot();
  if (!saved) throw new Refusal(pageWords().tools.takeAway.noWeights);
  return saved.weights;
}

function firstFrame(lab: Lab): Promise<void> {
  return new Promise((resolve, reject) => {
    lab.on('frame', () => resolve());
    lab.on('failed', ({ message }) => reject(new Refusal(message)));
    lab.step();
  });
}

function read<Read>(from: () => Read, refusal: (reason: string) => string): Read {
  try {
    return from();
  } catch (error) {
    throw new Refusal(refusal((error as Error).message));
  }
}
