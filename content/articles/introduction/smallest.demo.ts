import type {
  Frame,
  Knobs,
  KnobValues,
  Presets,
  Question,
  Recording,
  RunContext,
  Views,
} from '#lab/contract';
import { eightGaussians } from '#data/eight-gaussians';
import { createRandom } from '#data/random';
import type { Random } from '#data/random';
import { swissRoll } from '#data/swiss-roll';
import { twoMoons } from '#data/two-moons';
import * as gaussians from '#models/gaussian';
import * as histograms from '#models/histogram';

/** Half the side of the square that is shown, drawn on and cut into cells. */
const extent = 3;
const dreamCount = 300;
const learningSteps = 60;

export const knobs = {
  data: {
    kind: 'choice',
    label: 'Data',
    value: 'twoMoons',
    choices: {
      twoMoons: 'Two moons',
      eightGaussians: 'Eight clusters',
      swissRoll: 'A spiral',
      drawing: 'My own points',
    },
    effect: 'restart',
  },
  drawn: {
    kind: 'drawing',
    label: 'Draw points',
    help: 'Every fifth point is kept back to test the model; it learns from the others.',
    value: [],
    on: 'plane',
    when: { data: 'drawing' },
    limit: 600,
    effect: 'restart',
  },
  model: {
    kind: 'choice',
    label: 'Model',
    value: 'gaussian',
    choices: { gaussian: 'One Gaussian', histogram: 'Histogram' },
    effect: 'restart',
  },
  cells: {
    kind: 'range',
    label: 'Cells per side',
    help: 'How finely the histogram cuts the square. The Gaussian has no cells.',
    value: 12,
    min: 2,
    max: 60,
    step: 2,
    effect: 'restart',
  },
  count: {
    kind: 'range',
    label: 'Points to learn from',
    help: 'Points that you draw are used as they are.',
    value: 300,
    min: 50,
    max: 1000,
    step: 50,
    effect: 'restart',
  },
} as const satisfies Knobs;

export const views = {
  plane: {
    kind: 'plane',
    label: 'What the model has seen, what it believes and what it dreams',
    extent,
    layers: [
      { mark: 'points', field: 'seen', actor: 'data', label: 'Data' },
      { mark: 'trails', field: 'outline', actor: 'model', label: 'Model' },
      { mark: 'points', field: 'dreams', actor: 'sample', label: 'Dreams' },
    ],
  },
  surprise: {
    kind: 'chart',
    label: 'Surprise per point (negative log-likelihood)',
    x: 'step',
    xLabel: 'step',
    yLabel: 'nats per point',
    series: [
      { field: 'seenSurprise', actor: 'loss', label: 'points it learns from' },
      { field: 'keptBackSurprise', actor: 'data', label: 'points kept back' },
    ],
  },
  numbers: {
    kind: 'text',
    label: 'Numbers',
    template:
      'Step {step}. Surprise: {seenSurprise:3} nats per point on {seenCount} points it learns from, {keptBackSurprise:3} on {keptBackCount} points kept back. Stray dreams: {stray:2} %. Numbers inside the model: {size}.',
  },
} as const satisfies Views;

export const presets: Presets = {
  tooSimple: {
    label: 'Too simple a model',
    knobs: { data: 'eightGaussians' },
    look: 'One Gaussian has one hill, the data have eight. Both surprises end close together and high: the model has not memorised anything, it cannot say what the data are. Three of four dreams stray.',
  },
  memorised: {
    label: 'Memorised',
    knobs: { model: 'histogram', cells: 60, count: 50 },
    look: 'The two curves part: the surprise on points it learns from keeps falling, the surprise on points kept back is far above it. The model has learnt its fifty points by heart; its dreams are copies.',
  },
  tooCoarse: {
    label: 'Cells too coarse',
    knobs: { model: 'histogram', cells: 2 },
    look: 'Four numbers cannot say where two moons are. The dreams fill whole quarters of the square, and the surprise ends above that of a single Gaussian, which has five numbers but a better shape.',
  },
};

export const question: Question = {
  text: 'One Gaussian learns two moons. What share of its dreams will lie far from every point it has seen?',
  field: 'stray',
  step: 60,
  min: 0,
  max: 100,
  grain: 1,
  unit: '%',
  because:
    'A Gaussian is a hill with one top. The best hill over two moons has its top between them, where there are no data.',
};

export const recording: Recording = { seed: 1, frames: learningSteps + 1, kept: 12 };

type Context = RunContext<typeof knobs>;
type Values = KnobValues<typeof knobs>;

/** What both models can do; the loop below needs no more. */
interface Learner {
  /** How many numbers the model consists of. */
  readonly size: number;
  learn(step: number): void;
  surprise(points: Float32Array): number;
  dreams(): Float32Array;
  /** Segments to draw: x0, y0, x1, y1, ... */
  outline(): Float32Array;
}

export async function* run({ knobs, seed }: Context): AsyncGenerator<Frame, void, void> {
  const random = createRandom(seed);
  const { seen, keptBack } = dataSets(knobs, random);
  if (keptBack.length < 4) {
    yield {
      step: 0,
      seen,
      message: 'Draw at least ten points on the plane: there is nothing to learn from yet.',
    };
    return;
  }
  const learner =
    knobs.model === 'gaussian' ? gaussianLearner(seen, random) : histogramLearner(seen, knobs.cells, random);
  for (let step = 0; step <= learningSteps; step++) {
    if (step > 0) learner.learn(step);
    const dreams = learner.dreams();
    yield {
      step,
      // A copy: the lab hands the arrays of a frame over for good.
      seen: seen.slice(),
      dreams,
      outline: learner.outline(),
      seenSurprise: learner.surprise(seen),
      keptBackSurprise: learner.surprise(keptBack),
      seenCount: seen.length / 2,
      keptBackCount: keptBack.length / 2,
      stray: 100 * strayShare(dreams, seen),
      size: learner.size,
      message: message(step),
      progress: step / learningSteps,
    };
  }
}

function message(step: number): string {
  if (step === 0) return 'The model knows nothing yet: its dreams are scattered over the square.';
  if (step === learningSteps) return 'Learning is over. Are the dreams where the data are?';
  return 'The model learns from the data and dreams new points after every step.';
}

const samplers = { twoMoons, eightGaussians, swissRoll };

/** Points to learn from, in random order, and points kept back. Of a drawing every fifth point is kept back. */
function dataSets(knobs: Values, random: Random): { seen: Float32Array; keptBack: Float32Array } {
  if (knobs.data !== 'drawing') {
    const sampler = samplers[knobs.data];
    const seen = sampler(knobs.count, random.fork('seen'));
    return { seen: shuffled(seen, random), keptBack: sampler(500, random.fork('kept back')) };
  }
  const isKeptBack = (_: number, i: number): boolean => Math.floor(i / 2) % 5 === 4;
  const seen = Float32Array.from(knobs.drawn.filter((value, i) => !isKeptBack(value, i)));
  return { seen: shuffled(seen, random), keptBack: Float32Array.from(knobs.drawn.filter(isKeptBack)) };
}

function shuffled(points: Float32Array, random: Random): Float32Array {
  const order = random.fork('order').shuffled(points.length / 2);
  return points.map((_, i) => points[2 * order[Math.floor(i / 2)] + (i % 2)]);
}

/** The share of dreams that lie farther than 0.25 from every point the model learns from. */
function strayShare(dreams: Float32Array, seen: Float32Array): number {
  let stray = 0;
  for (let i = 0; i < dreams.length; i += 2) {
    if (!isNear(dreams[i], dreams[i + 1], seen)) stray += 1;
  }
  return stray / (dreams.length / 2);
}

function isNear(x: number, y: number, points: Float32Array): boolean {
  for (let i = 0; i < points.length; i += 2) {
    if ((x - points[i]) ** 2 + (y - points[i + 1]) ** 2 <= 0.25 ** 2) return true;
  }
  return false;
}

/** The noise stays the same from step to step, so that the dreams glide instead of jumping. */
function gaussianLearner(seen: Float32Array, random: Random): Learner {
  const noise = random.fork('dreams').normals(2 * dreamCount);
  let gaussian = gaussians.createGaussian(1.2, 1.2, 2);
  return {
    size: 5,
    learn: () => {
      gaussian = gaussians.trainingStep(gaussian, seen, 0.1);
    },
    surprise: (points) => gaussians.negativeLogLikelihood(gaussian, points),
    dreams: () => gaussians.sample(gaussian, noise),
    outline: () => gaussians.sample(gaussian, circles),
  };
}

/** Counts the points in as many portions as there are steps. */
function histogramLearner(seen: Float32Array, cells: number, random: Random): Learner {
  const stream = random.fork('dreams');
  const uniforms = Float32Array.from({ length: 3 * dreamCount }, () => stream.uniform());
  const upTo = (step: number): number => 2 * Math.round((step / learningSteps) * (seen.length / 2));
  let histogram = histograms.createHistogram(extent, cells);
  return {
    size: cells ** 2,
    learn: (step) => {
      histogram = histograms.trainingStep(histogram, seen.subarray(upTo(step - 1), upTo(step)));
    },
    surprise: (points) => histograms.negativeLogLikelihood(histogram, points),
    dreams: () => histograms.sample(histogram, uniforms),
    outline: () => filledCells(histogram),
  };
}

/** Circles of radius 1 and 2 in the noise, as segments: the Gaussian turns them into its ellipses. */
const circles = Float32Array.from([1, 2].flatMap((radius) => circle(radius, 64)));

function circle(radius: number, corners: number): number[] {
  const corner = (i: number): number[] => {
    const angle = (2 * Math.PI * i) / corners;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  };
  return Array.from({ length: corners }, (_, i) => [...corner(i), ...corner(i + 1)]).flat();
}

/** The four sides of every cell that holds a point. */
function filledCells(histogram: histograms.Histogram): Float32Array {
  const side = (2 * extent) / histogram.cells;
  const segments: number[] = [];
  histogram.counts.forEach((count, cell) => {
    if (count === 0) return;
    const left = -extent + side * (cell % histogram.cells);
    const low = -extent + side * Math.floor(cell / histogram.cells);
    const [right, high] = [left + side, low + side];
    segments.push(
      left,
      low,
      right,
      low,
      right,
      low,
      right,
      high,
      right,
      high,
      left,
      high,
      left,
      high,
      left,
      low,
    );
  });
  return Float32Array.from(segments);
}
