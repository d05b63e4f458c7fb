import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import { useBackend } from '#lab/backend';
import {
  ancestralStep,
  clipped,
  ddimStep,
  type Denoiser,
  denoisingLoss,
  guided,
  noised,
  noLabel,
  prediction,
  sample,
  samples,
  score,
  type Target,
  targetOf,
  train,
  trainingStep,
} from '#models/diffusion';
import { averagedWeights, batchOf, createTraining, disposeTraining } from '#models/training';
import { cosineSchedule, fromBetas } from '#models/noise-schedule';
import { createPointDenoiser, pointDenoiser } from '#models/point-denoiser';
import type { RandomNumbers, Weights } from '#models/weights';

beforeAll(() => useBackend('cpu'));

const targets: readonly Target[] = ['noise', 'clean', 'velocity'];
const schedule = cosineSchedule(10);
const points = (count: number, seed: number) =>
  tf.tensor2d(createRandom(seed).normals(2 * count), [count, 2]);
const number = (value: number) => tf.tensor2d([value], [1, 1]);
const read = (tensor: tf.Tensor) => [...tensor.dataSync()];
const expectClose = (tensor: tf.Tensor, expected: ArrayLike<number>, digits = 5) =>
  read(tensor).forEach((value, i) => expect(value).toBeCloseTo(expected[i], digits));
/** Fresh noise that is always the same number. */
const constant = (value: number): RandomNumbers => ({
  uniform: () => 0.5,
  integer: () => 0,
  normals: (count) => new Float32Array(count).fill(value),
});

describe('the example worked by hand in the article', () => {
  const hand = fromBetas([0.1, 0.2, 0.3, 0.4]);
  const at = { schedule: hand, time: Int32Array.of(3) };
  const noisy = () => number(1.067723);
  const predicted = () => ({ noise: number(-0.3), clean: number(1.801594) });

  it('noises, and names the three targets', () => {
    expectClose(noised(number(2), number(-0.5), at), [1.067723]);
    expectClose(targetOf(number(2), number(-0.5), { ...at, target: 'velocity' }), [-1.76351]);
    expectClose(score(number(-0.5), at), [0.709952]);
  });

  it('sees clean data in the predicted noise, and steps to time 2 in both ways', () => {
    const { clean } = prediction(number(-0.3), noisy(), { ...at, target: 'noise' });
    expectClose(clean, [1.801594]);
    const jump = { schedule: hand, time: 3, next: 2, random: constant(0.5) };
    expectClose(ancestralStep(noisy(), predicted(), jump), [1.634677]);
    expectClose(ddimStep(noisy(), predicted(), jump), [1.369958]);
    expectClose(ddimStep(noisy(), predicted(), { ...jump, eta: 1 }), [1.634677]);
    expectClose(ancestralStep(noisy(), predicted(), { ...jump, variance: 'beta' }), [
      1.428913 + 0.5 * Math.sqrt(0.3),
    ]);
  });

  it('draws nothing at the last step', () => {
    const predicted = { noise: number(1), clean: number(2) };
    const jump = { schedule: hand, time: 1, next: 0, random: constant(100) };
    expectClose(ancestralStep(number(2.2), predicted, jump), [2]);
    expectClose(ancestralStep(number(2.2), predicted, { ...jump, variance: 'beta' }), [2]);
    expectClose(ddimStep(number(2.2), predicted, jump), [2]);
    expectClose(ddimStep(number(2.2), predicted, { ...jump, eta: 1 }), [2]);
  });
});

describe.each(targets)('the target %s', (target) => {
  const time = Int32Array.of(1, 4, 9);
  const clean = () => points(3, 1);
  const noise = () => points(3, 2);

  it('gives both ingredients back', () => {
    const noisy = noised(clean(), noise(), { schedule, time });
    const output = targetOf(clean(), noise(), { target, schedule, time });
    const back = prediction(output, noisy, { target, schedule, time });
    expectClose(back.clean, read(clean()), 4);
    expectClose(back.noise, read(noise()), 4);
  });

  it('has the loss of an explicit loop', () => {
    const denoiser: Denoiser = (noisy) => tf.mul(noisy, 0.3);
    const [x, e] = [read(clean()), read(noise())];
    const errors = x.map((value, i) => {
      const alphaBar = schedule.alphaBar[time[Math.floor(i / 2)]];
      const [signal, spread] = [Math.sqrt(alphaBar), Math.sqrt(1 - alphaBar)];
      const wanted = { noise: e[i], clean: value, velocity: signal * e[i] - spread * value }[target];
      return (0.3 * (signal * value + spread * e[i]) - wanted) ** 2;
    });
    const loss = denoisingLoss(denoiser, clean(), { schedule, target, time, noise: noise() });
    expect(loss.shape).toEqual([]);
    expect(loss.dataSync()[0]).toBeCloseTo(errors.reduce((sum, error) => sum + error) / 6, 5);
  });
});

describe('clipping', () => {
  it('keeps what makes up x_t: the noise is computed again', () => {
    const time = Int32Array.of(5, 5);
    const noisy = points(2, 3);
    const wild = tf.tensor2d([3, -0.5, 0.2, -7], [2, 2]);
    const { clean, noise } = clipped({ clean: wild, noise: tf.zeros([2, 2]) }, noisy, {
      schedule,
      time,
      limit: 1,
    });
    expectClose(clean, [1, -0.5, 0.2, -1]);
    expectClose(noised(clean, noise, { schedule, time }), read(noisy));
  });
});

describe('guidance', () => {
  const asked: { label?: Int32Array }[] = [];
  const denoiser: Denoiser = (noisy, _, label) => {
    asked.push({ label });
    const shift = Float32Array.from(label ?? [], (value) => (value === noLabel ? 0 : 10));
    return tf.add(noisy, tf.tensor2d(shift, [noisy.shape[0], 1]));
  };
  const time = Int32Array.of(1, 1);
  const label = Int32Array.of(3, 4);

  it.each([
    [0, 0],
    [1, 10],
    [2.5, 25],
  ])('%d times the difference that the label makes', (guidance, shift) => {
    expectClose(guided(denoiser, guidance)(tf.zeros([2, 2]), time, label), [shift, shift, shift, shift]);
  });

  it('asks once, with and without label in one batch', () => {
    asked.length = 0;
    guided(denoiser, 2)(tf.zeros([2, 2]), time, label);
    expect(asked).toEqual([{ label: Int32Array.of(3, 4, noLabel, noLabel) }]);
  });

  it('does nothing where there is no label', () => {
    expectClose(guided((noisy) => noisy, 5)(points(2, 1), time), read(points(2, 1)));
  });
});

/** A tiny training set and network. */
function tinyTraining(seed = 1) {
  const random = createRandom(seed);
  const weights = createPointDenoiser(random, { width: 8 });
  const training = createTraining(weights);
  tf.dispose(weights);
  const values = random.normals(40);
  const batches = () => batchOf({ values, dimension: 2 }, 16, random);
  const network = (weights: Weights) => pointDenoiser(weights, { steps: 10 });
  const options = { network, schedule, target: 'noise', learningRate: 0.01, random } as const;
  return { training, batches, options };
}

async function losses(seed: number, count: number): Promise<number[]> {
  const { training, batches, options } = tinyTraining(seed);
  const found: number[] = [];
  for await (const { loss } of train(training, batches, { ...options, every: 5 })) {
    if (found.push(loss) === count) break;
  }
  disposeTraining(training);
  return found;
}

describe('training', () => {
  it('repeats itself with the same seed, and only then', async () => {
    expect(await losses(5, 3)).toEqual(await losses(5, 3));
    expect(await losses(5, 3)).not.toEqual(await losses(6, 3));
  });

  it('learns', async () => {
    const found = await losses(1, 40);
    const mean = (part: number[]) => part.reduce((sum, loss) => sum + loss) / part.length;
    expect(mean(found.slice(-10))).toBeLessThan(0.8 * mean(found.slice(0, 3)));
  });

  it('counts steps and frees everything, also when stopped at once', async () => {
    const before = tf.memory().numTensors;
    const { training, batches, options } = tinyTraining();
    const held = tf.memory().numTensors;
    const rounds = train(training, batches, { ...options, every: 3 });
    expect((await rounds.next()).value).toMatchObject({ step: 3 });
    expect((await rounds.next()).value).toMatchObject({ step: 6 });
    expect(tf.memory().numTensors).toBe(held);
    await rounds.return();
    expect(tf.memory().numTensors).toBe(held);
    tf.dispose(averagedWeights(training));
    disposeTraining(training);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('hides labels with the probability asked for, and asks for times from 1 to T', () => {
    const { training, options } = tinyTraining();
    const seen = { labels: [] as number[], times: [] as number[] };
    const network = (weights: Weights): Denoiser => {
      const denoiser = options.network(weights);
      return (noisy, time, label) => {
        seen.labels.push(...(label ?? []));
        seen.times.push(...time);
        return denoiser(noisy, time);
      };
    };
    const label = new Int32Array(4000).fill(7);
    trainingStep(training, { clean: points(4000, 1), label }, { ...options, network, labelDrop: 0.25 });
    const hidden = seen.labels.filter((value) => value === noLabel).length;
    expect(hidden + seen.labels.filter((value) => value === 7).length).toBe(4000);
    expect(Math.abs(hidden / 4000 - 0.25)).toBeLessThan(5 * Math.sqrt((0.25 * 0.75) / 4000));
    expect([Math.min(...seen.times), Math.max(...seen.times)]).toEqual([1, 10]);
  });

  it('takes batches of examples with their labels', () => {
    const values = Float32Array.of(0, 0, 1, 10, 2, 20);
    const { clean, label } = batchOf({ values, dimension: 2, labels: [5, 6, 7] }, 50, createRandom(1));
    const rows = read(clean);
    label?.forEach((value, row) => {
      expect(rows[2 * row]).toBe(value - 5);
      expect(rows[2 * row + 1]).toBe(10 * (value - 5));
    });
    expect(new Set(label).size).toBe(3);
  });
});

describe('sampling', () => {
  const denoiser: Denoiser = (noisy) => tf.mul(noisy, 0.5);
  const options = { schedule, target: 'noise', steps: 4, random: createRandom(1) } as const;

  it.each(['ancestral', 'ddim'] as const)(
    'visits the levels and ends with clean data (%s)',
    async (sampler) => {
      const noise = points(3, 1);
      const before = tf.memory().numTensors;
      const times: number[] = [];
      for await (const { time, noisy, clean } of sample(denoiser, noise, { ...options, sampler })) {
        times.push(time);
        expect(noisy.shape).toEqual([3, 2]);
        if (time === 0) expect(read(clean)).toEqual(read(noisy));
      }
      expect(times).toEqual([10, 7, 4, 1, 0]);
      expect(tf.memory().numTensors).toBe(before);
    },
  );

  it('frees everything wherever it is stopped', async () => {
    const noise = points(3, 1);
    const before = tf.memory().numTensors;
    for (let asked = 0; asked <= 5; asked++) {
      const states = sample(denoiser, noise, options);
      for (let k = 0; k < asked; k++) await states.next();
      await states.return();
      expect(tf.memory().numTensors).toBe(before);
    }
    tf.dispose(await samples(denoiser, noise, options));
    expect(tf.memory().numTensors).toBe(before);
  });

  it('stays within the limit when clipped', async () => {
    const wild: Denoiser = (noisy) => tf.mul(noisy, -3);
    const drawn = await samples(wild, points(20, 1), { ...options, limit: 1 });
    expect(Math.max(...read(drawn).map(Math.abs))).toBeLessThanOrEqual(1);
  });
});
