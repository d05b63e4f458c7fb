import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { averagedOrbit, distance, growth, inTurn, pulls, together, togetherMatrix } from '#models/dirac-gan';
import {
  data,
  discreteJs,
  discreteKl,
  expected,
  fakes,
  jensenShannon,
  sigmoid,
  softplus,
  table,
} from './game-oracles.ts';

const folder = new URL('../../content/articles/generative-adversarial-network/', import.meta.url);
const article = readFileSync(new URL('index.mdx', folder), 'utf8');

/** A number as the article writes it in words: with a true minus sign, rounded. */
const written = (value: number, decimals = 6): string => value.toFixed(decimals).replace('-', '−');

/** The number is printed in the article, and it is the rounded value; the sign stands apart in typeset text. */
function expectPrinted(printed: string, value: number): void {
  const decimals = printed.split('.')[1]?.length ?? 0;
  expect(Math.abs(value).toFixed(decimals)).toBe(printed);
  expect(article, `"${printed}" is not in the article`).toContain(printed);
}

/** The example by hand: reals, noise, a critic that is a line. */
const [reals, noise, rate] = [[1, 3], [-1, 1], 0.5];
const mean = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0) / values.length;
const lossOf = (w: number, b: number): number =>
  mean(reals.map((x) => softplus(-(w * x + b)))) + mean(noise.map((z) => softplus(w * z + b)));
const slopeIn = (w: number, b: number, by: (x: number) => number): number =>
  mean(noise.map((z) => sigmoid(w * z + b) * by(z))) - mean(reals.map((x) => sigmoid(-(w * x + b)) * by(x)));
const inW = slopeIn(0.5, 0, (x) => x);
const inB = slopeIn(0.5, 0, () => 1);
const [w, b] = [0.5 - rate * inW, -rate * inB];
const inTheta = -w * mean(noise.map((z) => sigmoid(-(w * z + b))));

const rounds = (move: typeof inTurn, count: number, rules: Partial<Parameters<typeof inTurn>[1]>): number => {
  let players = { place: 1, slope: 0 };
  for (let round = 0; round < count; round++)
    players = move(players, { pull: pulls.minimax, stepSize: 0.1, ...rules });
  return distance(players);
};

const eight = new Array<number>(8).fill(1 / 8);
const covering = (count: number): number[] => eight.map((_, i) => (i < count ? 1 / count : 0));
const halves = (count: number): number[] => covering(count).map((share) => (share + 1 / 8) / 2);

describe('the article prints the right numbers', () => {
  it.each<[string, string, number]>([
    ['the loss of a critic that knows nothing', '1.386294', Math.log(4)],
    ["the critic's loss by hand", '1.061822', lossOf(0.5, 0)],
    ['its slope in w', '0.339949', inW],
    ['its slope in b', '0.220017', inB],
    ['the new w', '0.669975', w],
    ['the new b', '0.110008', b],
    ['the loss after the step', '0.990214', lossOf(w, b)],
    ["the generator's loss by hand", '0.804595', mean(noise.map((z) => softplus(-(w * z + b))))],
    ['its slope', '0.351479', inTheta],
    ['the new place', '0.175740', -rate * inTheta],
    ['the loss with R1', '1.074322', lossOf(0.5, 0) + 0.05 * 0.25],
    ['the slope with R1', '0.289949', inW + 0.05],
    ['a fake that is found out, minimax', '0.0024726', sigmoid(-6)],
    ['a fake that is found out, non-saturating', '0.9975274', sigmoid(6)],
    ['their ratio', '403.43', Math.exp(6)],
    ['log 2', '0.693147', Math.LN2],
    ['the end of a spiral by its law', '0.13608', 0.5 / Math.sqrt(1 + (0.25 * 400) / 8)],
    ['the half-life of 0.999', '692.8', Math.log(0.5) / Math.log(0.999)],
    ['the half-life of 0.99', '69.0', Math.log(0.5) / Math.log(0.99)],
    ['an averaged orbit', '0.09955', averagedOrbit(0.01, 0.999)],
    ['of the smallest game', '0.1971', averagedOrbit(0.05, 0.99)],
    ['and slower', '0.0200', averagedOrbit(0.05, 0.999)],
    ['minimax, both at once', '3.0515', rounds(together, 2000, {})],
    ['minimax, in turn', '0.9879', rounds(inTurn, 2000, {})],
    ['non-saturating, both at once', '0.4463', rounds(together, 2000, { pull: pulls.nonSaturating })],
    ['with gamma 1, both at once', '0.00110', rounds(together, 200, { r1: 1 })],
    ['with gamma 1, in turn', '0.00175', rounds(inTurn, 200, { r1: 1 })],
    ['with gamma 0.5, in turn', '0.00684', rounds(inTurn, 200, { r1: 0.5 })],
    ['with gamma 4, in turn', '0.306', rounds(inTurn, 200, { r1: 4 })],
    ['quality of perfect samples on the plane', '0.9889', 1 - Math.exp(-4.5)],
    ['a sigmoid too many', '1.006409', softplus(-1) + softplus(0)],
    ['a sigmoid too many, at first', '1.448154', softplus(-0.5) + softplus(0.5)],
    ['three reals for each fake', '1.098612', Math.log(3)],
  ])('%s: %s', (_, printed, value) => expectPrinted(printed, value));

  it.each(table)('of two bells $shift apart', ({ shift, js, value, saturating, nonSaturating, pairs }) => {
    expect(article).toContain(`| ${shift} | ${written(js)} | ${written(value)} |`);
    expect(article).toContain(`| ${shift} | ${written(saturating)} | ${written(nonSaturating)} |`);
    expect(article).toContain(written(pairs));
  });

  it.each([8, 7, 4, 1])('of fakes on %i of eight clusters', (count) => {
    const rounded = (value: number) => String(Number(value.toFixed(6)));
    const cost = 2 * discreteKl(halves(count), eight);
    expect(article).toContain(
      `| ${count} | ${rounded(discreteJs(eight, covering(count)))} | ${rounded(cost)} |`,
    );
  });

  it('of what the non-saturating loss makes small', () => {
    for (const [shift, printed] of [
      [1, '0.277157'],
      [2, '1.326338'],
    ] as const)
      expectPrinted(printed, shift ** 2 / 2 - 2 * jensenShannon(data, fakes(shift)));
  });

  it('of a critic that measures Kullback and Leibler less than well', () => {
    const off = (x: number): number => x + 0.5 + 0.1 * Math.sin(x);
    expectPrinted('0.497294', expected(fakes(1), off) - expected(data, (x) => Math.exp(off(x) - 1)));
  });

  it('of two labels, and of squares', () => {
    const [, near, far] = table;
    expectPrinted('0.938042', (near.value + far.value) / 2);
    expectPrinted('0.408109', near.pearson);
    expectPrinted('0.301014', 1 / 4 + near.pearson / 8);
  });

  it('of steps that are too long', () => {
    const rules = { pull: pulls.wasserstein, r1: 0.5 };
    expectPrinted('0.979796', growth(togetherMatrix({ ...rules, stepSize: 0.4 })));
    expectPrinted('1.029563', growth(togetherMatrix({ ...rules, stepSize: 0.6 })));
  });
});

type Frame = Readonly<Record<string, number | string>>;

interface RecordedRun {
  readonly settings: Frame;
  readonly frames: readonly Frame[];
}

const runOf = (demo: string): RecordedRun =>
  JSON.parse(readFileSync(new URL(`${demo}.recorded.json`, folder), 'utf8')) as RecordedRun;

const settingsOf = (demo: string): Frame => runOf(demo).settings;

/** The last frame of a demo's recorded run. */
const endOf = (demo: string): Frame => runOf(demo).frames.at(-1) ?? {};

const said = (value: number | string, decimals: number): string => Number(value).toFixed(decimals);

describe('the article prints what the recorded runs reach', () => {
  it('the game', () => {
    const { modes, within, withinData, distance, distanceFloor } = endOf('game');
    const clusters = /(\d of 8)/.exec(String(modes))?.[1];
    const shares = `${said(within, 1)} % within three deviations (data: ${said(withinData, 1)} %)`;
    const far = `sliced Wasserstein ${said(distance, 3)} (floor ${said(distanceFloor, 3)})`;
    expect(article).toContain(`| ${clusters} clusters; ${shares}; ${far} |`);
  });

  it('under the settings that the table says', () => {
    const [game, instrument, digits] = ['game', 'instrument', 'digits'].map(settingsOf);
    const row = (...values: unknown[]): string =>
      ` | ${values.map((value) => Number(value).toLocaleString('en')).join(' | ')} |`;
    expect(article).toContain(row(game.gamma, instrument.gamma, digits.gamma));
    expect(article).toContain(`numbers of noise${row(game.latent, instrument.latent, 32)}`);
    const rates = [game.criticRate, instrument.learningRate, digits.criticRate];
    expect(article).toContain(`learning rates, until half-way${row(...rates)}`);
    expect(article).toContain(
      `steps${row(game.trainingSteps, instrument.trainingSteps, digits.trainingSteps)}`,
    );
    for (const { objective } of [game, instrument, digits]) expect(objective).toBe('relativistic');
  });

  it('digits', () => {
    const { step, drawn, rarest, distance, floor } = endOf('digits');
    expect(drawn).toBe(10);
    expect(article).toContain(
      `after ${Number(step).toLocaleString('en')} steps, the classifier reads all ten`,
    );
    expect(article).toContain(`the rarest in ${said(rarest, 1)} % of them`);
    expect(article).toContain(`is ${said(distance, 1)}, with a floor of ${said(floor, 1)}.`);
  });

  it('collapse on demand', () => {
    const { step, found, visited } = endOf('collapse');
    expect(article).toContain(`| ${step} rounds | ${found} of 8 clusters held, ${visited} visited |`);
  });

  it('the instrument', () => {
    const { sine, square, sawtooth, voice, none, distance, distanceFloor } = endOf('instrument');
    const [a, b, c, d, e] = [sine, square, sawtooth, voice, none].map((share) => said(share, 1));
    expect(article).toContain(
      `| sine ${a} %, square ${b} %, sawtooth ${c} %, voice ${d} %, none of them ${e} % |`,
    );
    expect(article).toContain(`${a} % sines, ${b} % squares, ${c} % sawtooths and ${d} % voices among`);
    expect(article).toContain(`${e} % that are none of them`);
    expect(article).toContain(`is ${said(distance, 3)}, with a floor of ${said(distanceFloor, 3)}.`);
  });
});

interface Panel {
  readonly count: number;
  readonly classes: readonly number[];
  readonly distance: number;
  readonly floor: number;
  readonly agreement?: number;
  readonly cpuSecondsPer1000: number;
}

interface Trained {
  readonly steps: number;
  readonly decay: number;
  readonly compared: Readonly<Record<string, Panel>>;
  readonly others: Readonly<Record<string, Panel>> & { readonly steps: number };
}

describe('the article prints what training reached', () => {
  const record = JSON.parse(readFileSync(new URL('gan.training.json', folder), 'utf8')) as Trained;
  const { compared, others } = record;
  const rarest = ({ classes, count }: Panel): string =>
    `${((100 * Math.min(...classes)) / count).toFixed(1)} %`;
  const asked = ({ agreement }: Panel): string =>
    agreement === undefined ? '–' : `${(100 * agreement).toFixed(1)} %`;

  it.each([
    ['autoencoder, decoded means | 1', 'autoencoder, means'],
    ['autoencoder, thrown pixels | 1', 'autoencoder, pixels'],
    ['diffusion, guidance 1 | 40', 'diffusion, guidance 1'],
    ['diffusion, guidance 2 | 40', 'diffusion, guidance 2'],
    ['adversarial | 1', 'adversarial'],
    ['adversarial, told the digit | 1', 'adversarial, labelled'],
  ])('| %s', (row, name) => {
    const found = compared[name];
    const numbers = [found.distance.toFixed(1), found.floor.toFixed(1), rarest(found), asked(found)];
    const line = [row, ...numbers, found.cpuSecondsPer1000.toFixed(2)].join(' | ');
    expect(article).toContain(`| ${line} |`);
  });

  it.each([
    ['the recipe, so far', 'the recipe'],
    ['no penalty', 'no penalty'],
    ['the penalty takes the mean over 256 pixels', 'penalty by mean over pixels'],
    ['no tanh at the end', 'no tanh'],
    ['pixels in [0, 1], with the tanh', 'data from 0 to 1'],
    ['the critic counts from 0', 'critic counts from 0'],
    ["Adam's decay of the mean 0.9", 'with momentum'],
    ['told the digit', 'labelled'],
    ['told the digit, labels mixed up', 'labels mixed up'],
  ])('| %s', (row, name) => {
    const found = others[name];
    expect(article).toContain(
      `| ${row} | ${found.distance.toFixed(1)} | ${rarest(found)} | ${asked(found)} |`,
    );
  });

  it('in one direction with the sentences around', () => {
    const distances = Object.values(compared).map(({ distance }) => distance);
    expect(distances.indexOf(Math.min(...distances))).toBe(
      Object.keys(compared).indexOf('adversarial, labelled'),
    );
    expect(compared.adversarial.distance).toBeLessThan(compared['diffusion, guidance 1'].distance);
    expect(compared['adversarial, labelled'].distance).toBeLessThan(compared['adversarial, labelled'].floor);
    expect(compared.adversarial.cpuSecondsPer1000).toBeLessThan(1);
    expect(compared['diffusion, guidance 2'].cpuSecondsPer1000).toBeGreaterThan(30);
    expect(Math.max(...others['with momentum'].classes)).toBe(others['with momentum'].count);
    expect(others['labels mixed up'].agreement).toBeLessThan(0.15);
    expect(others['labels mixed up'].distance).toBeLessThan(1.2 * others.labelled.distance);
    expect(others['no penalty'].distance).toBeGreaterThan(1.2 * others['the recipe'].distance);
    expect(article).toContain(`for ${others.steps} steps, with one thing changed`);
    expect(article).toContain(
      `${record.steps.toLocaleString('en')} steps of 64 of all 60,000 training digits`,
    );
    expect(article).toContain(`averaged with a decay of ${record.decay}`);
  });
});
