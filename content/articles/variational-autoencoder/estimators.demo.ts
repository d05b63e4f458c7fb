import { createRandom, type Random } from '#data/random';
import type { Frame, Knobs, Presets, Question, Recording, RunContext, Views } from '#lab/contract';
import {
  bestBaseline,
  cosine,
  pathwiseGradient,
  pathwiseVariance,
  scoreGradient,
  scoreVariance,
  square,
  step,
  type Integrand,
} from '#models/gradient-estimators';
import type { Normal } from '#models/latent-line';

const gradientCount = 20_000;
const batch = 250;
const bars = 60;

export const knobs = {
  f: {
    kind: 'choice',
    label: 'Function f',
    value: 'square',
    choices: { square: 'z²', cosine: 'cos kz', step: 'step: 1 if z > 0, else 0' },
    effect: 'restart',
  },
  frequency: {
    kind: 'range',
    label: 'Frequency k',
    value: 10,
    min: 1,
    max: 20,
    step: 1,
    effect: 'restart',
    when: { f: 'cosine' },
  },
  mean: {
    kind: 'range',
    label: 'Mean',
    value: 1,
    min: -2,
    max: 2,
    step: 0.1,
    effect: 'restart',
    help: 'Where the draws are centred. Both estimators look for the slope of the average of f in this number.',
  },
  deviation: {
    kind: 'range',
    label: 'Spread s',
    value: 1,
    min: 0.1,
    max: 2,
    step: 0.05,
    effect: 'restart',
    help: 'Standard deviation of the draws. Make it small: which variance explodes?',
  },
  baseline: {
    kind: 'switch',
    label: 'Best baseline',
    value: false,
    effect: 'restart',
    help: 'Takes a constant off f before the score-function gradient is made. The mean stays, the variance shrinks.',
  },
  averaged: {
    kind: 'range',
    label: 'Draws per gradient',
    value: 1,
    min: 1,
    max: 100,
    step: 1,
    effect: 'restart',
    help: 'Each gradient is the mean over so many draws, which divides both variances by that number.',
  },
} as const satisfies Knobs;

const both = (field: string) =>
  [
    { field: `${field}Pathwise`, actor: 'encoder', label: 'pathwise' },
    { field: `${field}Score`, actor: 'sample', label: 'score function' },
  ] as const;

export const views = {
  formula: {
    kind: 'formula',
    label: 'One draw, both gradients',
    tex: "z = {latent:3}, \\qquad f'(z) = {onePathwise:3}, \\qquad (f(z) - b)\\,\\frac{\\noise}{s} = {oneScore:3}",
  },
  gradients: {
    kind: 'chart',
    label: 'All gradients so far; the outermost bars hold all beyond',
    x: 'gradient',
    xLabel: 'gradient in the mean',
    yLabel: 'share of gradients',
    series: both('share'),
  },
  variances: {
    kind: 'chart',
    label: 'Variance of the gradients',
    x: 'step',
    xLabel: 'gradients made',
    yLabel: 'variance',
    yScale: 'log',
    // The same for all settings, so that one sees a variance explode.
    yDomain: [1e-3, 1e4],
    series: [
      ...both('variance'),
      { field: 'exactPathwise', actor: 'encoder', label: 'pathwise, by the formula', style: 'floor' },
      { field: 'exactScore', actor: 'sample', label: 'score function, by the formula', style: 'floor' },
    ],
  },
  means: {
    kind: 'chart',
    label: 'Mean of the gradients',
    x: 'step',
    xLabel: 'gradients made',
    yLabel: 'gradient in the mean',
    series: [...both('mean'), { field: 'truth', actor: 'neutral', label: 'true gradient', style: 'floor' }],
  },
  numbers: {
    kind: 'text',
    label: 'Numbers',
    template:
      'After {step} gradients, true value {truth:3}. Pathwise: mean {meanPathwise:3}, variance {variancePathwise:3} (formula {exactPathwise:3}). Score function: mean {meanScore:3}, variance {varianceScore:3} (formula {exactScore:3}).',
  },
} as const satisfies Views;

export const presets: Presets = {
  blind: {
    label: 'A jump that has no slope',
    knobs: { f: 'step' },
    look: 'The pathwise gradient is 0 for every draw: no variance at all, and wrong. Left and right of the jump the step is flat, and no draw ever hits the jump itself, which is what makes the average rise. The score function asks for no slope and comes out right.',
  },
  wild: {
    label: 'A function that wiggles',
    knobs: { f: 'cosine', mean: 0.5 },
    look: 'Here the pathwise gradient has a hundred times the variance. The cosine stays between −1 and 1, but its slope swings between −10 and 10 several times within the cloud of draws, and the pathwise gradient is that slope. The true gradient is 0 but for rounding: the cloud averages all waves away.',
  },
  exploding: {
    label: 'A narrow cloud',
    knobs: { deviation: 0.1 },
    look: 'An encoder that is sure of itself makes a narrow cloud. The score function divides by the spread, so its variance explodes, while the pathwise variance shrinks: now one is almost three thousand times the other. Then turn the best baseline on: fourteen times better, and still two hundred times worse than pathwise.',
  },
};

export const question: Question = {
  text: 'For f = z², mean 1 and spread 1, both estimators are right on average. How many times larger is the variance of the score-function gradient?',
  field: 'ratio',
  step: gradientCount,
  min: 0,
  max: 20,
  grain: 0.5,
  because:
    'The formulas say 30 against 4. The pathwise gradient knows how f rises at the draw; the score function knows only how high f is there, and has to find the slope from many draws.',
};

export const recording: Recording = { seed: 1, frames: gradientCount / batch, kept: 12 };

type Context = RunContext<typeof knobs>;

const integrands = { square: () => square, cosine, step: () => step };

/** The part of the line that the histograms show. */
interface Window {
  readonly from: number;
  /** Of one bar. */
  readonly width: number;
}

/** What is kept of all gradients of one estimator. */
interface Tally {
  count: number;
  sum: number;
  squares: number;
  /** Gradients per bar of the histogram. */
  readonly bars: Float64Array;
}

export async function* run({ knobs, seed }: Context): AsyncGenerator<Frame, void, void> {
  const random = createRandom(seed);
  const { averaged, mean, deviation } = knobs;
  const f = integrands[knobs.f](knobs.frequency);
  const q = { mean, deviation };
  const baseline = knobs.baseline ? bestBaseline(f, q) : 0;
  const exact = {
    truth: f.averages(q).gradient,
    exactPathwise: pathwiseVariance(f, q) / averaged,
    exactScore: scoreVariance(f, q, baseline) / averaged,
  };
  // Four deviations of the wider estimator on either side of the truth.
  const reach = 4 * Math.sqrt(Math.max(exact.exactPathwise, exact.exactScore)) || 1;
  const window = { from: exact.truth - reach, width: (2 * reach) / bars };
  const [pathwise, score] = [emptyTally(), emptyTally()];
  while (score.count < gradientCount) {
    for (let i = 0; i < batch; i++) {
      const found = gradients(f, q, { random, averaged, baseline });
      add(pathwise, found.pathwise, window);
      add(score, found.score, window);
    }
    yield {
      step: score.count,
      ...exact,
      ...summary(pathwise, score),
      ...outlines(pathwise, score, window),
      ...oneDraw(f, q, { random, baseline }),
      message: 'Both estimators work on the same draws.',
      progress: score.count / gradientCount,
    };
  }
}

const emptyTally = (): Tally => ({ count: 0, sum: 0, squares: 0, bars: new Float64Array(bars) });

function add(tally: Tally, gradient: number, { from, width }: Window): void {
  tally.count += 1;
  tally.sum += gradient;
  tally.squares += gradient ** 2;
  tally.bars[Math.min(bars - 1, Math.max(0, Math.floor((gradient - from) / width)))] += 1;
}

interface Draws {
  readonly random: Random;
  readonly baseline: number;
}

/** One gradient of each kind, averaged over the same draws. */
function gradients(f: Integrand, q: Normal, { random, averaged, baseline }: Draws & { averaged: number }) {
  let [pathwise, score] = [0, 0];
  for (let k = 0; k < averaged; k++) {
    const noise = random.normal();
    pathwise += pathwiseGradient(f, q, noise) / averaged;
    score += scoreGradient(f, q, { noise, baseline }) / averaged;
  }
  return { pathwise, score };
}

/** A draw of its own, to be read in the formula. */
function oneDraw(f: Integrand, q: Normal, { random, baseline }: Draws) {
  const noise = random.normal();
  return {
    latent: q.mean + q.deviation * noise,
    onePathwise: pathwiseGradient(f, q, noise),
    oneScore: scoreGradient(f, q, { noise, baseline }),
  };
}

function summary(pathwise: Tally, score: Tally) {
  const mean = ({ sum, count }: Tally): number => sum / count;
  const variance = ({ sum, squares, count }: Tally): number => (squares - sum ** 2 / count) / (count - 1);
  const [variancePathwise, varianceScore] = [variance(pathwise), variance(score)];
  return {
    meanPathwise: mean(pathwise),
    meanScore: mean(score),
    variancePathwise,
    varianceScore,
    ratio: variancePathwise > 0 ? varianceScore / variancePathwise : null,
  };
}

/** Bars as outlines: each has a left and a right end. */
function outlines(pathwise: Tally, score: Tally, { from, width }: Window) {
  const ends = (at: (bar: number, end: number) => number): Float32Array =>
    Float32Array.from({ length: 2 * bars }, (_, i) => at(Math.floor(i / 2), i % 2));
  return {
    gradient: ends((bar, end) => from + (bar + end) * width),
    sharePathwise: ends((bar) => pathwise.bars[bar] / pathwise.count),
    shareScore: ends((bar) => score.bars[bar] / score.count),
  };
}
