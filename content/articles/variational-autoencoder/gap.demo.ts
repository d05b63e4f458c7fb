import { createRandom } from '#data/random';
import type { Frame, Knobs, Presets, Question, Recording, RunContext, Views } from '#lab/contract';
import {
  boundEstimate,
  effectiveDraws,
  elbo,
  evidence,
  gap,
  logDensity,
  logWeight,
  posterior,
  prior,
  weightVariance,
  type Normal,
} from '#models/latent-line';

/** How many draws of q all estimates share; turning a knob moves them and draws none anew. */
const drawCount = 40_000;
const counts = [1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300, 500, 1000];

export const knobs = {
  mean: {
    kind: 'range',
    label: 'Mean of q',
    value: 0,
    min: -3,
    max: 3,
    step: 0.05,
    effect: 'live',
    help: 'Where the guess of the hidden number stands. The posterior stands at x / 2.',
  },
  deviation: {
    kind: 'range',
    label: 'Spread of q',
    value: 1,
    min: 0.1,
    max: 3,
    step: 0.01,
    effect: 'live',
    help: 'Standard deviation of the guess. That of the posterior is 0.71.',
  },
  seen: {
    kind: 'range',
    label: 'Number seen, x',
    value: 2,
    min: -4,
    max: 4,
    step: 0.1,
    effect: 'live',
  },
  draws: {
    kind: 'range',
    label: 'Draws K',
    value: 10,
    min: 1,
    max: 1000,
    scale: 'log',
    effect: 'live',
    help: 'How many weights are averaged before the logarithm is taken. One draw is the ELBO.',
  },
} as const satisfies Knobs;

export const views = {
  formula: {
    kind: 'formula',
    label: 'The bound and its gap',
    tex: '\\text{ELBO }{elbo:4} \\; + \\; \\text{gap }{gap:4} \\; = \\; \\log p(x) = {evidence:4}',
  },
  densities: {
    kind: 'chart',
    label: 'What is believed of the hidden number z',
    x: 'latent',
    xLabel: 'hidden number z',
    yLabel: 'density',
    series: [
      { field: 'priorDensity', actor: 'neutral', label: 'prior, before x is seen', style: 'floor' },
      { field: 'posteriorDensity', actor: 'latent', label: 'posterior, the right answer' },
      { field: 'guessDensity', actor: 'encoder', label: 'q, the guess' },
    ],
  },
  bounds: {
    kind: 'chart',
    label: 'The bound from K draws',
    x: 'power',
    xLabel: 'draws K, as a power of ten',
    yLabel: 'nats',
    series: [
      { field: 'bound', actor: 'encoder', label: 'bound from K draws, up to your K' },
      { field: 'elboLine', actor: 'loss', label: 'ELBO', style: 'floor' },
      { field: 'evidenceLine', actor: 'data', label: 'log p(x)', style: 'floor' },
      {
        field: 'blindLine',
        actor: 'neutral',
        label: 'ELBO of a guess that ignores x, the prior',
        style: 'floor',
      },
    ],
  },
  weights: {
    kind: 'chart',
    label: 'Log-weights of 40,000 draws; the outermost bars hold all beyond',
    x: 'logWeight',
    xLabel: 'log weight minus log p(x), nats',
    yLabel: 'share of draws',
    series: [
      { field: 'share', actor: 'encoder', label: 'draws of q' },
      { field: 'elboMark', actor: 'loss', label: 'their mean: minus the gap' },
      { field: 'evidenceMark', actor: 'data', label: 'where all would stand without a gap' },
    ],
  },
  numbers: {
    kind: 'text',
    label: 'Numbers',
    template:
      'From K = {step} draws the bound is {boundAtK:5} ± {error:1}, which closes {closed:3} % of the gap. They are worth {effective:3} equal draws. {outlook}',
  },
} as const satisfies Views;

export const presets: Presets = {
  narrow: {
    label: 'Too narrow a guess',
    knobs: { mean: 0, deviation: 0.2, draws: 1000 },
    look: 'The gap is below two nats, yet a thousand draws close only about half of it. Few draws ever reach the place where the posterior lies, and those few carry huge weights. At a spread of 0.5 or less the weights have infinite variance.',
  },
  wide: {
    label: 'Too wide a guess',
    knobs: { mean: 1, deviation: 3, draws: 100 },
    look: 'The gap is seven nats, and a hundred draws close it but for about a hundredth of a nat. Most draws are wasted far out, but enough of them hit. The ELBO punishes a wide guess, the average of weights a narrow one.',
  },
  surprised: {
    label: 'A surprising number, guessed without looking',
    knobs: { seen: 4, draws: 100 },
    look: 'The guess is the prior, whatever x is. The farther x lies from what the prior expects, the fewer draws explain it: here a hundred are worth nine. An encoder looks at x first, so that it needs fewer.',
  },
};

export const question: Question = {
  text: 'The guess is the prior, and the gap is 1.15 nats. If the weights of ten draws are averaged before the logarithm is taken, what share of the gap closes?',
  field: 'closed',
  step: 10,
  min: 0,
  max: 100,
  grain: 1,
  unit: '%',
  because:
    'A mean of ten weights varies far less than one weight, and only what varies is lost in the logarithm. The guess itself has not become better.',
};

export const rhythm = 'answer';

export const recording: Recording = { seed: 1, frames: 1, badge: 'illustration' };

type Context = RunContext<typeof knobs>;

export async function* run({ knobs, seed }: Context): AsyncGenerator<Frame, void, void> {
  const noise = createRandom(seed).normals(drawCount);
  for (;;) {
    const { mean, deviation, seen, draws } = knobs;
    const q = { mean, deviation };
    const logWeights = Float64Array.from(noise, (one) => logWeight(seen, q, one));
    yield {
      step: Math.round(draws),
      ...densities(seen, q),
      ...bounds(logWeights, Math.round(draws), { seen, q }),
      ...histogram(logWeights, { seen, q }),
    };
  }
}

interface Guess {
  readonly seen: number;
  readonly q: Normal;
}

function densities(seen: number, q: Normal) {
  const latent = Float32Array.from({ length: 241 }, (_, i) => -6 + i / 20);
  const curve = (normal: Normal) => latent.map((z) => Math.exp(logDensity(z, normal)));
  return {
    latent,
    priorDensity: curve(prior),
    posteriorDensity: curve(posterior(seen)),
    guessDensity: curve(q),
  };
}

function bounds(logWeights: Float64Array, draws: number, { seen, q }: Guess) {
  const all = [...new Set([...counts, draws])].sort((a, b) => a - b);
  const truth = logDensity(seen, evidence);
  const [lower, missing] = [elbo(seen, q), gap(seen, q)];
  const estimate = (count: number) =>
    count === 1 ? { value: lower, error: 0 } : boundEstimate(logWeights, count);
  const atK = estimate(draws);
  const flat = (value: number) => new Float32Array(all.length).fill(value);
  const upTo = all.filter((count) => count <= draws);
  return {
    power: Float32Array.from(all, Math.log10),
    bound: Float32Array.from(upTo, (count) => estimate(count).value),
    elboLine: flat(lower),
    evidenceLine: flat(truth),
    blindLine: flat(elbo(seen, prior)),
    evidence: truth,
    elbo: lower,
    gap: missing,
    boundAtK: atK.value,
    error: atK.error,
    closed: missing < 1e-3 ? null : (100 * (atK.value - lower)) / missing,
    effective: meanEffective(logWeights, draws),
    outlook: outlook(weightVariance(seen, q)),
  };
}

/** The effective number among `draws` draws, averaged over all blocks of that many. */
function meanEffective(logWeights: Float64Array, draws: number): number {
  const blocks = Math.floor(logWeights.length / draws);
  let sum = 0;
  for (let i = 0; i < blocks; i++) sum += effectiveDraws(logWeights.subarray(i * draws, (i + 1) * draws));
  return sum / blocks;
}

function outlook(variance: number): string {
  if (variance === Infinity)
    return 'The weights have infinite variance: the bound creeps, and the draws cannot tell how much they miss.';
  return `The weights have a finite variance: for large K what is left falls as ${(variance / 2).toPrecision(2)} / K.`;
}

/** Bars as an outline, and two upright marks, all over one axis. */
function histogram(logWeights: Float64Array, { seen, q }: Guess) {
  const [from, to, bars] = [-10, 4, 70];
  const width = (to - from) / bars;
  const within = (at: number): number => Math.min(bars - 1, Math.max(0, Math.floor((at - from) / width)));
  const shares = new Float64Array(bars);
  const truth = logDensity(seen, evidence);
  for (const weight of logWeights) shares[within(weight - truth)] += 1 / logWeights.length;
  const highest = Math.max(...shares);
  const corners = Array.from(shares).flatMap((share, i) =>
    [i, i + 1].map((edge) => ({ at: from + edge * width, share, elboMark: 0, evidenceMark: 0 })),
  );
  const upright = (at: number, mark: object) =>
    [{}, mark, {}].map((top) => ({ at, share: shares[within(at)], elboMark: 0, evidenceMark: 0, ...top }));
  const rows = [
    ...corners,
    ...upright(Math.max(from, -gap(seen, q)), { elboMark: highest }),
    ...upright(0, { evidenceMark: highest }),
  ].sort((a, b) => a.at - b.at);
  const column = (field: keyof (typeof rows)[number]) => Float32Array.from(rows, (row) => row[field]);
  return {
    logWeight: column('at'),
    share: column('share'),
    elboMark: column('elboMark'),
    evidenceMark: column('evidenceMark'),
  };
}
