/** A run's files: their names, the weights as safetensors and back, and the way into the reader's folder. */
import { filled } from '#words/filling';
import type { ScriptWords } from '#words/page';
import { decodeSafetensors, encodeSafetensors } from '#data/safetensors';
import type { Saved } from './contract.ts';
import type { Checkpoint } from './storage.ts';

/** `denoising-diffusion-points-step-340`. */
export const fileStem = ({ demo, step }: Pick<Checkpoint, 'demo' | 'step'>): string =>
  `${demo.replace('/', '-')}-step-${step}`;

/** Hands bytes or a text to the reader as a file. */
export function offerFile(name: string, content: BlobPart, type: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  // A browser that asks where to save it may read it only then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** The weights with which samples are drawn, and in the file's metadata what made them, each a text of JSON. */
export function weightsFile({ demo, settings, seed, step }: Checkpoint, { weights }: Saved) {
  const facts = { demo, settings, seed, step };
  const metadata = Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, JSON.stringify(value)]),
  );
  return encodeSafetensors(weights, { metadata });
}

/** What such a file says of itself, as far as it does. */
export interface Facts {
  readonly demo?: string;
  readonly settings?: unknown;
  readonly seed?: unknown;
}

/**
 * The weights of a file, which this or any other program wrote.
 * @throws Error saying what is wrong with the file
 */
export function weightsInFile(file: ArrayBuffer): { weights: Saved['weights']; facts: Facts } {
  const { tensors, metadata } = decodeSafetensors(file);
  return { weights: tensors, facts: Object.fromEntries(Object.entries(metadata).flatMap(parsed)) };
}

/** Other programs may write texts that are no JSON; those say nothing here. */
function parsed([name, text]: [string, string]): [string, unknown][] {
  try {
    return [[name, JSON.parse(text)]];
  } catch {
    return [];
  }
}

/**
 * Why weights do not fit a run, one sentence each; none where they do.
 * @param own the weights of that run
 */
export function misfits(
  weights: Saved['weights'],
  own: Saved['weights'],
  words: ScriptWords['tools']['takeAway'],
): string[] {
  const shape = (sizes: readonly number[]): string => `[${sizes.join(', ')}]`;
  const shared = Object.keys(own).filter((name) => Object.hasOwn(weights, name));
  const bent = shared.flatMap((name) => {
    const [found, expected] = [weights[name], own[name]].map((tensor) => shape(tensor.shape));
    return found === expected ? [] : filled(words.shape, { name, found, expected });
  });
  const foreign = Object.keys(weights).filter((name) => !Object.hasOwn(own, name));
  const missing = Object.keys(own).filter((name) => !Object.hasOwn(weights, name));
  return [
    ...bent,
    ...foreign.map((name) => filled(words.foreign, { name })),
    ...missing.map((name) => filled(words.lacks, { name, expected: shape(own[name].shape) })),
  ];
}
