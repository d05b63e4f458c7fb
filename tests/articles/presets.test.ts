import { describe, expect, test } from 'vitest';
import { useBackend } from '#lab/backend';
import { defaults } from '#lab/recording';
import type { Demo, Frame } from '#lab/contract';
import { demoSource } from '#build/demo-source';

/** Runs a demo with some knobs until a step, and returns the last number or word of each field. */
async function outcome(
  name: string,
  knobs: Readonly<Record<string, unknown>>,
  until: number,
): Promise<Record<string, number | string>> {
  const { demo, load } = await demoSource(`content/articles/${name}.demo.ts`);
  const ignore = (): void => undefined;
  const settings = { ...defaults(demo.knobs), ...knobs };
  const last: Record<string, number | string> = {};
  const run = demo.run({
    knobs: settings as never,
    seed: demo.recording.seed,
    load,
    report: ignore,
    keep: ignore,
  });
  for await (const frame of run as AsyncGenerator<Frame>) {
    for (const [field, value] of Object.entries(frame))
      if (typeof value === 'number' || typeof value === 'string') last[field] = value;
    if (frame.step >= until) break;
  }
  return last;
}

async function presetOf(name: string, preset: string): Promise<Readonly<Record<string, unknown>>> {
  const { demo } = await demoSource(`content/articles/${name}.demo.ts`);
  return (demo as Demo).presets![preset].knobs;
}

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

  describe('of the game', async () => {
    const game = 'generative-adversarial-network/game';
    const seldom = { roundsPerFrame: 25 };
    const usual = await outcome(game, seldom, 300);
    const failing = async (name: string, until: number, more = {}) =>
      outcome(game, { ...(await presetOf(game, name)), ...seldom, ...more }, until);

    test('as usual most fakes lie on a mode after 300 rounds', () => {
      expect(usual.within).toBeGreaterThan(70);
      expect(usual.modes).toContain('8 of 8 modes');
      expect(usual.distance).toBeLessThan(3 * Number(usual.distanceFloor));
    });

    test('a sure critic leaves the minimax loss without a pull, and only that one', async () => {
      const sure = await failing('perfectDetective', 75);
      expect(sure.accuracy).toBe(100);
      expect(sure.slope).toBeGreaterThan(5);
      const { pullLength } = await failing('perfectDetective', 75, { objective: 'nonSaturating' });
      expect(Number(pullLength) / Number(sure.pullLength)).toBeGreaterThan(1000);
    });

    test('a short leash keeps the surface flat and the fakes astray', async () => {
      const { slope, within } = await failing('shortLeash', 500);
      expect(slope).toBeLessThan(0.1);
      expect(within).toBeLessThan(40);
    });

    test('a long average echoes the start while the weights of the round are good', async () => {
      const { within, criticLoss } = await failing('frozenEcho', 300);
      expect(within).toBeLessThan(10);
      expect(criticLoss).toBeCloseTo(Number(usual.criticLoss), 3);
      expect((await failing('frozenEcho', 300, { shown: 'live' })).within).toBeGreaterThan(60);
    });

    test('momentum makes the players overshoot', async () => {
      const { within, modes, generatorLoss } = await failing('heavyBall', 300);
      expect(within).toBeLessThan(40);
      expect(Number(/(\d) of 8/.exec(String(modes))?.[1])).toBeLessThan(6);
      expect(generatorLoss).toBeGreaterThan(2 * Number(usual.generatorLoss));
    });

    test('a Wasserstein critic without a price gets ever steeper, with one it does not', async () => {
      const start = (await failing('noLeash', 0)).slope;
      expect((await failing('noLeash', 300)).slope).toBeGreaterThan(50 * Number(start));
      expect((await failing('noLeash', 300, { penalty: 'unit' })).slope).toBeLessThan(10 * Number(start));
    });
  });

  describe('of collapse', () => {
    const collapse = 'generative-adversarial-network/collapse';
    const failing = async (name: string, until: number) =>
      outcome(collapse, await presetOf(collapse, name), until);

    test('a hasty generator, a thread and a critic that never answers keep few modes', async () => {
      const hasty = await outcome(collapse, {}, 200);
      expect(hasty.found).toBeLessThanOrEqual(3);
      expect(hasty.visited).toBeGreaterThan(4);
      expect((await failing('oneTrickForger', 200)).found).toBeLessThanOrEqual(3);
      expect((await failing('noAnswer', 100)).found).toBe(0);
    });

    test('an average of hops lies near no mode', async () => {
      expect((await failing('smearedHops', 200)).within).toBeLessThan(10);
    });

    test('pairs and penalties find all modes', async () => {
      const { found, within } = await failing('cure', 300);
      expect(found).toBe(8);
      expect(within).toBeGreaterThan(50);
    });
  });

  describe('of the forged digits', () => {
    const digits = 'generative-adversarial-network/digits';
    const failing = async (name: string, until: number, more = {}) =>
      outcome(digits, { ...(await presetOf(digits, name)), ...more }, until);

    test('a forger that outruns its detective draws few digits, where the usual game draws all', async () => {
      expect((await failing('hasty', 150)).drawn).toBeLessThanOrEqual(3);
      expect((await outcome(digits, {}, 200)).drawn).toBeGreaterThanOrEqual(9);
    });

    test('momentum makes both overshoot, and most digits are gone', async () => {
      const { drawn, distance } = await failing('momentum', 200);
      expect(drawn).toBeLessThanOrEqual(5);
      expect(distance).toBeGreaterThan(150);
    });

    test('labels that are mixed up are not heeded, right ones are', async () => {
      const obeyed = ({ obeyed }: Record<string, number | string>) =>
        Number(/([\d.]+) %/.exec(String(obeyed))?.[1]);
      const [mixed, right] = [
        await failing('labelBlind', 300),
        await outcome(digits, { labels: 'told' }, 300),
      ];
      expect(obeyed(mixed)).toBeLessThan(15);
      expect(obeyed(right)).toBeGreaterThan(2 * obeyed(mixed));
      expect(Number(mixed.distance)).toBeLessThan(2 * Number(right.distance));
    });
  });

  describe('of the smallest game', () => {
    const dirac = 'generative-adversarial-network/dirac';
    const failing = async (name: string, until: number, more = {}) =>
      outcome(dirac, { ...(await presetOf(dirac, name)), ...more }, until);

    test('in turn the players keep their distance, at the same time it triples', async () => {
      const { distance } = await outcome(dirac, {}, 2000);
      expect(Math.abs(Number(distance) - 1)).toBeLessThan(0.02);
      expect((await failing('merryGoRound', 2000)).distance).toBeCloseTo(3.05, 2);
    });

    test('a penalty four times the best one leaves almost a third, the best one a five-hundredth', async () => {
      expect((await failing('shortLeash', 200)).distance).toBeCloseTo(0.306, 3);
      const { distance } = await failing('shortLeash', 200, { gamma: 1 });
      expect(1 / Number(distance)).toBeGreaterThan(500);
    });

    test('a faster critic turns twice as fast and comes no nearer', async () => {
      const { distance, flow } = await failing('fasterSpin', 2000);
      expect(distance).toBeGreaterThan(0.95);
      expect(flow).toContain('0 ± 1 i');
    });

    test('steps too long throw the players apart in spite of the penalty; shorter ones do not', async () => {
      expect((await failing('longStride', 2000)).distance).toBeGreaterThan(1000);
      expect((await failing('longStride', 2000, { stepSize: 0.4 })).distance).toBeLessThan(1e-6);
    });

    test('a penalty on unit slope keeps the players circling', async () => {
      for (const until of [1000, 1500, 2000])
        expect(Math.abs(Number((await failing('wrongLeash', until)).distance) - 1.3)).toBeLessThan(0.15);
    });

    test('non-saturating players come home slowly, with gamma 1 soon', async () => {
      const { distance } = await failing('patience', 2000);
      expect(distance).toBeCloseTo(0.194, 3);
      expect((await failing('patience', 500)).distance).toBeCloseTo(2 * Number(distance), 1);
      expect((await failing('patience', 200, { gamma: 1 })).distance).toBeLessThan(0.01);
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
