import * as tf from '@tensorflow/tfjs-core';
import { decodeDigits, digitSide, type DigitSet } from '#data/digits';
import { eightGaussians } from '#data/eight-gaussians';
import { greys } from '#data/greys';
import { createRandom, type Random } from '#data/random';
import { swissRoll } from '#data/swiss-roll';
import { twoMoons } from '#data/two-moons';
import type { Frame, Knobs, Presets, Recording, RunContext, Views } from '#lab/contract';
import { noised } from '#models/diffusion';
import { cosineSchedule, linearSchedule, signalToNoise, type NoiseSchedule } from '#models/noise-schedule';

const points = { twoMoons, eightGaussians, swissRoll };
const pointCount = 320;
const pixels = digitSide * digitSide;
const steps = 100;

export const knobs = {
  time: {
    kind: 'range',
    label: 'Time t',
    value: 25,
    min: 0,
    max: steps,
    step: 1,
    effect: 'live',
    help: '0 is clean data, 100 is noise.',
  },
  digit: {
    kind: 'range',
    label: 'Digit',
    value: 3,
    min: 0,
    max: 9,
    step: 1,
    effect: 'live',
  },
  points: {
    kind: 'choice',
    label: 'Points',
    value: 'twoMoons',
    choices: { twoMoons: 'Two moons', eightGaussians: 'Eight Gaussians', swissRoll: 'Swiss roll' },
    effect: 'live',
  },
  schedule: {
    kind: 'choice',
    label: 'Schedule',
    value: 'cosine',
    choices: { cosine: 'Cosine', linear: 'Linear' },
    effect: 'live',
  },
  draw: {
    kind: 'range',
    label: 'Draw of the noise',
    value: 1,
    min: 1,
    max: 20,
    step: 1,
    effect: 'live',
    help: 'The same data, other noise.',
  },
} as const satisfies Knobs;

export const views = {
  formula: {
    kind: 'formula',
    label: 'The noisy data',
    tex: '\\noisy_{{step}} = \\sqrt{\\alphaBar_{{step}}}\\,\\clean + \\sqrt{1-\\alphaBar_{{step}}}\\,\\noise = {signal:3}\\,\\clean + {spread:3}\\,\\noise',
  },
  plane: {
    kind: 'plane',
    label: 'Points',
    extent: 3,
    layers: [
      { mark: 'points', field: 'clean', actor: 'data', label: 'clean points' },
      { mark: 'points', field: 'noisy', actor: 'noise', label: 'the same points at time t' },
    ],
  },
  digit: {
    kind: 'images',
    label: 'A digit',
    field: 'pictures',
    actor: 'noise',
    width: digitSide,
    height: digitSide,
    columns: 3,
    captions: ['clean', 'noise', 'at time t'],
  },
  numbers: {
    kind: 'text',
    label: 'Numbers',
    template:
      'At t = {step}: alpha-bar {alphaBar:3}, so {percent:2} % of the variance is signal; signal-to-noise ratio {snr:3}.',
  },
} as const satisfies Views;

export const presets: Presets = {
  wasted: {
    label: 'Steps wasted on noise',
    knobs: { schedule: 'linear', time: 60 },
    look: 'Six tenths of the way, and the linear schedule has already destroyed nearly all of the digit. The last forty steps teach the network little. Switch to the cosine schedule at the same time t.',
  },
  undecidable: {
    label: 'Too late to tell',
    knobs: { time: 90, digit: 8 },
    look: 'Which digit is it? Draw other noise and guess again. The network faces the same doubt, and at such times its best answer is an average over all digits that fit.',
  },
};

export const rhythm = 'answer';

export const recording: Recording = { seed: 1, frames: 1, badge: 'illustration' };

type Context = RunContext<typeof knobs>;

export async function* run({ knobs, seed, load }: Context): AsyncGenerator<Frame, void, void> {
  const digits = decodeDigits(await load('/data/digits-test.bin'));
  const schedules = { cosine: cosineSchedule(steps), linear: linearSchedule(steps) };
  for (;;) {
    const random = createRandom(seed).fork(`draw ${knobs.draw}`);
    const at = { schedule: schedules[knobs.schedule], time: knobs.time };
    const clean = points[knobs.points](pointCount, createRandom(seed));
    yield {
      ...numbers(at.schedule, at.time),
      noisy: noisyRows(clean, { ...at, dimension: 2, random }).noisy,
      clean,
      pictures: pictures(digitOf(digits, knobs.digit), { ...at, random }),
    };
  }
}

function numbers(schedule: NoiseSchedule, time: number) {
  const alphaBar = schedule.alphaBar[time];
  return {
    step: time,
    alphaBar,
    percent: 100 * alphaBar,
    snr: time === 0 ? null : signalToNoise(schedule, time),
    signal: Math.sqrt(alphaBar),
    spread: Math.sqrt(1 - alphaBar),
  };
}

interface Noising {
  readonly schedule: NoiseSchedule;
  readonly time: number;
  readonly random: Random;
}

/** The rows noised by the model's own function, with the noise that was used. */
function noisyRows(
  values: Float32Array,
  { schedule, time, random, dimension }: Noising & { dimension: number },
) {
  const rows = values.length / dimension;
  const noise = random.normals(values.length);
  const noisy = tf.tidy(() => {
    const shape: [number, number] = [rows, dimension];
    const times = new Int32Array(rows).fill(time);
    return noised(tf.tensor2d(values, shape), tf.tensor2d(noise, shape), {
      schedule,
      time: times,
    }).dataSync();
  });
  return { noise, noisy: Float32Array.from(noisy) };
}

/** The clean digit, the noise and their mixture, side by side. */
function pictures(clean: Float32Array, noising: Noising): Uint8Array {
  const { noise, noisy } = noisyRows(clean, { ...noising, dimension: pixels });
  return greys([...clean, ...noise, ...noisy]);
}

function digitOf({ pixels: all, labels }: DigitSet, digit: number): Float32Array {
  const place = labels.indexOf(digit);
  return all.slice(place * pixels, (place + 1) * pixels);
}
