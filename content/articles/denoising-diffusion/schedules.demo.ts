import type { Frame, Knobs, Presets, Recording, RunContext, Views } from '#lab/contract';
import { cosineSchedule, linearSchedule, signalToNoise, type NoiseSchedule } from '#models/noise-schedule';

export const knobs = {
  steps: {
    kind: 'range',
    label: 'Steps T',
    value: 100,
    min: 30,
    max: 1000,
    step: 10,
    effect: 'live',
  },
  maxBeta: {
    kind: 'range',
    label: 'Cap on beta, cosine',
    value: 0.5,
    min: 0.1,
    max: 0.999,
    step: 0.001,
    effect: 'live',
    help: 'Lower it: where does the end of the cosine curve stop?',
  },
} as const satisfies Knobs;

const both = (field: string) =>
  [
    { field: `${field}Linear`, actor: 'noise', label: 'linear' },
    { field: `${field}Cosine`, actor: 'model', label: 'cosine' },
  ] as const;

export const views = {
  alphaBar: {
    kind: 'chart',
    label: 'Signal that is left',
    x: 'along',
    xLabel: 'progress t / T',
    yLabel: 'alpha-bar',
    yDomain: [0, 1],
    series: both('alphaBar'),
  },
  snr: {
    kind: 'chart',
    label: 'Logarithm of the signal-to-noise ratio',
    x: 'along',
    xLabel: 'progress t / T',
    yLabel: 'log SNR',
    series: both('logSnr'),
  },
  numbers: {
    kind: 'text',
    label: 'Numbers',
    template:
      'At T = {step} the signal that survives, alpha-bar at T: linear {lastLinear:3}, cosine {lastCosine:3}. Noise outweighs signal from t = {crossLinear} (linear) and t = {crossCosine} (cosine) on.',
  },
} as const satisfies Views;

export const presets: Presets = {
  signalLeft: {
    label: 'Signal left at the end',
    knobs: { maxBeta: 0.1 },
    look: 'The capped curve stops early: about 1 % of the variance at the last step is still signal. Sampling starts from pure noise, which the network never saw in training.',
  },
  nothingLeft: {
    label: 'Nothing left to divide by',
    knobs: { maxBeta: 0.999 },
    look: 'Without an effective cap the logarithm of the signal-to-noise ratio falls off a cliff at the last steps. To get clean data from predicted noise one must divide by the square root of alpha-bar, here by less than a thousandth.',
  },
  tooFew: {
    label: 'Too few steps',
    knobs: { steps: 30 },
    look: 'Each step now jumps far along both curves: between neighbouring steps the signal-to-noise ratio changes by a large factor, and the reverse step is no longer close to a Gaussian.',
  },
};

export const rhythm = 'answer';

export const recording: Recording = { seed: 1, frames: 1, badge: 'illustration' };

type Context = RunContext<typeof knobs>;

export async function* run({ knobs }: Context): AsyncGenerator<Frame, void, void> {
  for (;;) {
    const linear = linearSchedule(knobs.steps);
    const cosine = cosineSchedule(knobs.steps, { maxBeta: knobs.maxBeta });
    yield {
      step: knobs.steps,
      along: curve(linear, (t) => t / knobs.steps),
      alphaBarLinear: curve(linear, (t) => linear.alphaBar[t]),
      alphaBarCosine: curve(cosine, (t) => cosine.alphaBar[t]),
      logSnrLinear: curve(linear, (t) => Math.log(signalToNoise(linear, t))),
      logSnrCosine: curve(cosine, (t) => Math.log(signalToNoise(cosine, t))),
      lastLinear: linear.alphaBar[knobs.steps],
      lastCosine: cosine.alphaBar[knobs.steps],
      crossLinear: firstNoisy(linear),
      crossCosine: firstNoisy(cosine),
    };
  }
}

/** One value per step from 1 to T; at most 200 of them, evenly spread. */
function curve({ steps }: NoiseSchedule, value: (t: number) => number): Float32Array {
  const count = Math.min(200, steps);
  return Float32Array.from({ length: count }, (_, k) =>
    value(Math.round(1 + (k * (steps - 1)) / (count - 1))),
  );
}

/** The first step with a signal-to-noise ratio below 1. */
function firstNoisy(schedule: NoiseSchedule): number {
  return schedule.alphaBar.findIndex((alphaBar) => alphaBar < 0.5);
}
