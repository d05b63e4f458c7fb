import { describe, expect, test } from 'vitest';
import { useBackend } from '#lab/backend';
import { outcome, presetOf } from './outcome.ts';

/** What the sentence of a preset promises is what its run does. */
describe('failures on purpose', { timeout: 180_000 }, async () => {
  await useBackend('wasm');

  describe('of the points', async () => {
    const points = 'denoising-diffusion/points';
    const steps = 150;
    const usual = await outcome(points, {}, steps);
    const failing = async (name: string) => outcome(points, await presetOf(points, name), steps);

    test('a learning rate too high answers 0 to everything', async () => {
      const { loss, distance } = await failing('tooFast');
      expect(loss).toBeCloseTo(1, 0);
      expect(distance).toBeGreaterThan(10);
    });

    test('a learning rate too low is not finished', async () => {
      const { loss, distance } = await failing('tooSlow');
      expect(loss).toBeLessThan(0.8);
      expect(distance).toBeGreaterThan(3 * Number(usual.distance));
    });

    test('a narrow network levels off above the others', async () => {
      const { loss } = await failing('tooNarrow');
      expect(loss).toBeGreaterThan(Number(usual.loss) + 0.02);
    });

    test('two sampling steps spoil the samples and not the loss', async () => {
      const { loss, distance } = await failing('twoSteps');
      expect(loss).toBeCloseTo(Number(usual.loss), 5);
      expect(distance).toBeGreaterThan(5 * Number(usual.distance));
    });

    test('predicting noise where no signal is left throws samples about; the velocity does not', async () => {
      const knobs = await presetOf(points, 'dividedByNothing');
      const noise = await outcome(points, knobs, steps);
      const velocity = await outcome(points, { ...knobs, target: 'velocity' }, steps);
      expect(noise.distance).toBeGreaterThan(3 * Number(velocity.distance));
    });
  });

  describe('of the digits', () => {
    const digits = 'denoising-diffusion/digits';
    const failing = async (name: string) => outcome(digits, await presetOf(digits, name), Infinity);
    const distanceIn = ({ verdict }: Record<string, number | string>): number =>
      Number(/features ([\d.]+)/.exec(String(verdict))?.[1]);

    test('strong guidance is read well and lies far from real digits', async () => {
      const usual = await outcome(digits, { count: 100 }, Infinity);
      const strong = await failing('exaggerated');
      expect(strong.readAsAsked).toBeGreaterThan(0.97);
      expect(distanceIn(strong)).toBeGreaterThan(2 * distanceIn(usual));
      expect(distanceIn(await failing('twoSteps'))).toBeGreaterThan(1.2 * distanceIn(usual));
    });

    test('guidance 0 ignores the digit asked for', async () => {
      const knobs = await presetOf(digits, 'ignored');
      const { readAsAsked } = await outcome(digits, { ...knobs, count: 30 }, Infinity);
      expect(readAsAsked).toBeLessThan(0.25);
    });
  });

  describe('of the smallest model', () => {
    const smallest = 'introduction/smallest';
    const failing = async (name: string) => outcome(smallest, await presetOf(smallest, name), Infinity);

    test('eight hills are too much for one', async () => {
      const { stray, seenSurprise, keptBackSurprise } = await failing('tooSimple');
      expect(stray).toBeGreaterThan(70);
      expect(keptBackSurprise).toBeCloseTo(Number(seenSurprise), 1);
    });

    test('a fine histogram of few points learns them by heart', async () => {
      const { seenSurprise, keptBackSurprise } = await failing('memorised');
      expect(Number(keptBackSurprise) - Number(seenSurprise)).toBeGreaterThan(5);
    });

    test('four cells say less than one Gaussian', async () => {
      const usual = await outcome(smallest, {}, Infinity);
      const { keptBackSurprise } = await failing('tooCoarse');
      expect(keptBackSurprise).toBeGreaterThan(Number(usual.keptBackSurprise));
    });
  });

  describe('of the gap', () => {
    const gap = 'variational-autoencoder/gap';
    const failing = async (name: string) => outcome(gap, await presetOf(gap, name), 1);

    test('the average of weights forgives a wide guess, not a narrow one', async () => {
      const [narrow, wide] = [await failing('narrow'), await failing('wide')];
      expect(wide.gap).toBeGreaterThan(3 * Number(narrow.gap));
      expect(wide.closed).toBeGreaterThan(99);
      expect(narrow.closed).toBeLessThan(65);
      expect(narrow.outlook).toMatch(/infinite/);
    });

    test('a surprising number leaves few draws that count', async () => {
      expect(Math.round(Number((await failing('surprised')).effective))).toBe(9);
    });
  });

  describe('of the map of codes', async () => {
    const map = 'variational-autoencoder/map';
    const steps = 200;
    const usual = await outcome(map, {}, steps);
    const failing = async (name: string) => outcome(map, await presetOf(map, name), steps);

    test('a rate too dear stores nothing, one almost free stores far too much', async () => {
      const [dear, free] = [await failing('meanPixels'), await failing('noRate')];
      expect(dear.rate).toBeLessThan(0.05);
      expect(Math.abs(Number(dear.distortion) - Number(dear.without))).toBeLessThan(1.5);
      expect(free.rate).toBeGreaterThan(3 * Number(usual.rate));
    });

    test('networks with too few units stay behind', async () => {
      expect((await failing('narrow')).minusElbo).toBeGreaterThan(Number(usual.minusElbo) + 1);
    });
  });

  describe('of the two terms', () => {
    const terms = 'variational-autoencoder/terms';
    const failing = async (name: string) => outcome(terms, await presetOf(terms, name), 125);

    test('the code collapses where the rate is too dear, and free nats cure it', async () => {
      for (const name of ['collapse', 'heavy']) {
        const { active, rate } = await failing(name);
        expect(active).toBe(0);
        expect(rate).toBeLessThan(0.1);
      }
      const { active, rate } = await failing('cure');
      expect(active).toBe(10);
      expect(rate).toBeGreaterThan(2);
    });

    test('a rate almost free is spent', async () => {
      expect((await failing('noRate')).rate).toBeGreaterThan(10);
    });
  });

  describe('of the two estimators', () => {
    const estimators = 'variational-autoencoder/estimators';
    const failing = async (name: string) => outcome(estimators, await presetOf(estimators, name), Infinity);

    test('the pathwise gradient of a step is 0, the score function finds the slope', async () => {
      const { meanPathwise, variancePathwise, meanScore, truth } = await failing('blind');
      expect([meanPathwise, variancePathwise]).toEqual([0, 0]);
      expect(Math.abs(Number(meanScore) / Number(truth) - 1)).toBeLessThan(0.1);
    });

    test('a wiggling function is harder for the pathwise gradient, a hundred times', async () => {
      expect(Math.abs(100 * Number((await failing('wild')).ratio) - 1)).toBeLessThan(0.1);
    });

    test('a narrow cloud is harder for the score function, even with the best baseline', async () => {
      expect((await failing('exploding')).ratio).toBeGreaterThan(2500);
      const knobs = { ...(await presetOf(estimators, 'exploding')), baseline: true };
      const { ratio } = await outcome(estimators, knobs, Infinity);
      expect(Math.abs(Number(ratio) / 200 - 1)).toBeLessThan(0.1);
    });
  });
});
