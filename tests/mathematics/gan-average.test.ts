import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '#lab/backend';
import { averagedOrbit, distance, inTurn, pulls, type Players } from '#models/dirac-gan';
import { generated, type GanWeights } from '#models/gan';
import { averageDecay, movedAverage } from '#models/moving-average';

/** Far enough on that the start no longer counts. */
const late = 1e6;

describe('the moving average of the parameters', () => {
  beforeAll(() => useBackend('cpu'));

  /** What the real average becomes of a row of parameters. */
  function averageOf(rows: Iterable<readonly number[]>, first: readonly number[], decay: number): number[] {
    let average = tf.tensor1d([...first]);
    for (const row of rows) {
      const parameters = tf.tensor1d([...row]);
      const next = movedAverage(average, parameters, { decay, step: late });
      tf.dispose([average, parameters]);
      average = next;
    }
    const values = [...average.dataSync()];
    average.dispose();
    return values;
  }

  it('forgets half in log 1/2 / log decay steps: 692.8 for .999', () => {
    const halfLife = Math.log(0.5) / Math.log(0.999);
    expect(halfLife).toBeCloseTo(692.8, 1);
    const after = (steps: number) => averageOf(new Array<number[]>(steps).fill([0]), [1], 0.999)[0];
    expect(after(692)).toBeGreaterThan(0.5);
    expect(after(693)).toBeLessThan(0.5);
  });

  it('makes an orbit smaller by the factor of its formula: .09955 for decay .999 and .01 a step', () => {
    expect(averagedOrbit(0.01, 0.999)).toBeCloseTo(0.09955, 5);
    const orbit = Array.from({ length: 400 }, (_, step) => [Math.cos(0.5 * step), Math.sin(0.5 * step)]);
    expect(Math.hypot(...averageOf(orbit, [0, 0], 0.9))).toBeCloseTo(averagedOrbit(0.5, 0.9), 5);
  });

  it('starts with little memory: the decay is at most (1 + t) / (10 + t)', () => {
    expect([0, 8, 90].map((step) => averageDecay(step, 0.999))).toEqual([0.1, 0.5, 0.91]);
    expect(averageDecay(late, 0.999)).toBe(0.999);
  });

  it('is an average of weights, whose samples are not the average of the samples', () => {
    const generator = (weight: number): GanWeights => ({
      'hidden1.weight': tf.tensor2d([weight], [1, 1]),
      'hidden1.bias': tf.tensor1d([0]),
      'output.weight': tf.tensor2d([1], [1, 1]),
      'output.bias': tf.tensor1d([0]),
    });
    const sample = (weight: number) => generated(generator(weight), tf.ones([1, 1])).dataSync()[0];
    expect((sample(-2) + sample(1)) / 2).toBe(0.5);
    expect(sample((-2 + 1) / 2)).toBe(0);
  });
});

it('of players that circle comes to lie near rest', () => {
  const [decay, rules] = [0.999, { pull: pulls.minimax, stepSize: 0.1 }];
  let players: Players = { place: 1, slope: 0 };
  let average = players;
  for (let step = 0; step < 20_000; step++) {
    players = inTurn(players, rules);
    const share = 1 - averageDecay(step, decay);
    average = {
      place: average.place + share * (players.place - average.place),
      slope: average.slope + share * (players.slope - average.slope),
    };
  }
  expect(distance(players)).toBeGreaterThan(0.95);
  expect(distance(average)).toBeLessThan(0.03);
});
