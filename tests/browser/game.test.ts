/** The game of two networks as a reader plays it: on a page of its own, on the backend that the page chooses. */
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch } from './browser.ts';
import { openDemo, type DemoFrame } from './demo-frame.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** All five take minutes: `SEEDS=5 npx vitest run --project browser tests/browser/game.test.ts`. */
const seeds = [1, 2, 3, 4, 5].slice(0, Number(process.env.SEEDS ?? 1));

/** Opens a demo that plays by itself and shows its numbers only, asks it again and again until it says so, and closes it. */
async function watched(name: string, query: string, isOver: (demo: DemoFrame) => Promise<boolean>) {
  const path = `embed/generative-adversarial-network/${name}/?play=on&views=numbers&${query}`;
  const demo = await openDemo(browser, name, { path });
  await demo.says('.badge', /live/);
  await expect.poll(() => isOver(demo), { timeout: 240_000, interval: 100 }).toBe(true);
  expect(demo.noise.complaints).toEqual([]);
  await demo.close();
}

/** Two at a time: that is how many cores there are at least. */
async function inPairs(play: (seed: number) => Promise<void>): Promise<void> {
  const left = [...seeds];
  const lane = async () => {
    for (let seed = left.shift(); seed !== undefined; seed = left.shift()) await play(seed);
  };
  await Promise.all([lane(), lane()]);
}

/** The numbers in the sentence of a demo, in the order of the pattern's groups. */
async function numbersIn(demo: DemoFrame, pattern: RegExp): Promise<number[]> {
  const [, ...found] = pattern.exec(await demo.text('[data-view="numbers"] .view-body')) ?? [];
  return found.map(Number);
}

describe('the game', () => {
  const verdict = /Round (\d+):.* distance ([\d.]+) \(floor ([\d.]+).*; (\d) of 8 modes found, ([\d.]+) %/;

  it('finds eight Gaussians in at most 3,000 rounds, from each seed', async () => {
    const rounds: number[] = [];
    await inPairs((seed) =>
      watched('game', `roundsPerFrame=25&seed=${seed}`, async (demo) => {
        const [round, distance, floor, modes, within] = await numbersIn(demo, verdict);
        const isFound = modes === 8 && within >= 90 && distance <= 3 * floor;
        if (isFound) rounds.push(round);
        return isFound;
      }),
    );
    expect(rounds).toHaveLength(seeds.length);
    for (const round of rounds) expect(round).toBeLessThanOrEqual(3000);
  });
});

describe('collapse on demand', () => {
  it('leaves at most 3 of 8 modes to a hasty generator, from each seed', async () => {
    const left: number[] = [];
    await inPairs((seed) =>
      watched('collapse', `seed=${seed}`, async (demo) => {
        const [round, modes] = await numbersIn(demo, /Round (\d+): (\d) of 8 modes/);
        if (round >= 150) left.push(modes);
        return round >= 200;
      }),
    );
    expect(left.length).toBeGreaterThanOrEqual(seeds.length);
    expect(Math.max(...left)).toBeLessThanOrEqual(3);
  });
});
