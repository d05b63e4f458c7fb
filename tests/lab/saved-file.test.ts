import { expect, it } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from '#data/safetensors';
import type { Saved } from '#lab/contract';
import { fileStem, misfits, weightsFile, weightsInFile } from '#lab/saved-file';
import { en } from '#words/en';

const words = en.script.tools.takeAway;
const tensor = (shape: readonly number[], value = 1) => ({
  shape,
  values: new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(value),
});
const saved: Saved = {
  step: 40,
  weights: { 'hidden.weight': tensor([2, 3], 0.1), 'hidden.bias': tensor([3], -2) },
  training: { 'adamMean.hidden.bias': tensor([3]) },
  notes: { random: '1 2 3' },
};
const run = {
  demo: 'an-article/a-demo',
  settings: { width: 3, data: 'moons', drawn: [0.5, 1] },
  seed: 7,
  step: 40,
  numbers: {},
  shown: {},
};

it('names files after the article, the demo and the step', () => {
  expect(fileStem(run)).toBe('an-article-a-demo-step-40');
});

it('writes the weights alone, and what made them, and reads both again', () => {
  const file = weightsFile(run, saved);
  expect(Object.keys(decodeSafetensors(file).tensors)).toEqual(['hidden.weight', 'hidden.bias']);
  const { weights, facts } = weightsInFile(file.buffer);
  expect(weights['hidden.weight'].shape).toEqual([2, 3]);
  expect(weights['hidden.bias'].values).toEqual(Float32Array.of(-2, -2, -2));
  expect(facts).toEqual({ demo: run.demo, settings: run.settings, seed: 7, step: 40 });
});

it('takes weights of other programs, whose metadata says other things', () => {
  const file = encodeSafetensors({ a: tensor([1]) }, { metadata: { format: 'pt', seed: '3' } });
  expect(weightsInFile(file.buffer).facts).toEqual({ seed: 3 });
});

it('refuses what is no such file', () => {
  expect(() => weightsInFile(new ArrayBuffer(4))).toThrow();
});

it('names every tensor that is missing, of another shape or unknown', () => {
  expect(misfits(saved.weights, saved.weights, words)).toEqual([]);
  const other = { 'hidden.weight': tensor([2, 4]), extra: tensor([1]) };
  expect(misfits(other, saved.weights, words)).toEqual([
    '“hidden.weight” is [2, 4]; expected [2, 3].',
    '“extra” is no part of this network.',
    '“hidden.bias” is missing; expected [3].',
  ]);
});
