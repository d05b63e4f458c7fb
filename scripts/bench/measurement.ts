/** Measures one side at one place: in the page of the bench, in a thread of its own. */
import type { Page } from 'playwright';
import type { Figures, GameFigures, Place, Side } from '#build/results';
import { reference, smallGame, type Program, type Setting } from './contract.ts';
import { median, type Point } from './slope.ts';

/** How long the command may take over each measurement. */
export interface Plan {
  /** How often each side starts anew; the median counts. */
  readonly rounds: number;
  /** Of timed training a round. */
  readonly seconds: number;
  /** Of training until the command gives up waiting for good samples. */
  readonly qualitySeconds: number;
}

/** Seconds after which a thread counts as stuck. */
const patience = 120;
const stepsPerVerdict = 50;

/** Opens fresh pages of the bench. */
export type OpenPage = (place: Place) => Promise<Page>;

type Measured = { readonly figures: Figures } | { readonly missing: string };

interface Round {
  readonly firstStep: number;
  readonly stepsPerSecond: number;
  readonly gap: number;
  readonly calls: Pick<Figures, 'draws' | 'uploads' | 'readBacks'>;
}

/** All sides at one place, taking turns, so that a machine that gets slower meanwhile is slow for all of them. */
export async function measurePlace(
  place: Place,
  sides: readonly Side[],
  { openPage, plan }: { openPage: OpenPage; plan: Plan },
): Promise<({ side: Side; place: Place } & Measured)[]> {
  const setting = { place, ...reference };
  const rounds = new Map<Side, Round[]>(sides.map((side) => [side, []]));
  const last = new Map<Side, Pick<Figures, 'quality' | 'peak'>>();
  const missing = new Map<Side, string>();
  const hasEnough = (side: Side): boolean => rounds.get(side)!.some(isSlow);
  for (let number = 1; number <= plan.rounds; number++) {
    for (const side of sides.filter((side) => !missing.has(side) && !hasEnough(side))) {
      let page: Page | undefined;
      try {
        page = await openPage(place);
        const round = await measureRound(page, side, { setting, plan });
        rounds.get(side)!.push(round);
        console.log(`  ${side}: ${round.stepsPerSecond.toPrecision(3)} steps/s`);
        if (number === plan.rounds || isSlow(round)) last.set(side, await measureRest(page, { plan, round }));
      } catch (error) {
        missing.set(side, reason(error));
      } finally {
        await page?.close().catch(() => undefined);
      }
    }
  }
  return sides.map((side) => {
    const why = missing.get(side);
    if (why !== undefined) return { side, place, missing: why };
    return { side, place, figures: { ...summary(rounds.get(side)!), ...last.get(side)! } };
  });
}

/** Its one round takes minutes; another would tell nothing that matters. */
const isSlow = ({ stepsPerSecond }: Round): boolean => stepsPerSecond < 1 / 10;

/** Rounds a second of the small game, the critic's moves included, and how smooth the page stays meanwhile. */
export async function measureGame(
  place: Place,
  { openPage, plan }: { openPage: OpenPage; plan: Plan },
): Promise<GameFigures> {
  const page = await openPage(place);
  try {
    await open(page, 'game', { place, ...smallGame });
    const count = await stepsIn(page, plan.seconds);
    const rounds = [];
    for (let round = 0; round < plan.rounds; round++) rounds.push(await train(page, count));
    return {
      roundsPerSecond: count / median(rounds.map(({ seconds }) => seconds)),
      gap: Math.max(...rounds.map(({ gap }) => gap)),
    };
  } finally {
    await page.close();
  }
}

const summary = (rounds: readonly Round[]) => ({
  ...rounds[rounds.length - 1].calls,
  stepsPerSecond: median(rounds.map(({ stepsPerSecond }) => stepsPerSecond)),
  firstStep: median(rounds.map(({ firstStep }) => firstStep)),
  gap: Math.max(...rounds.map(({ gap }) => gap)),
});

async function measureRound(
  page: Page,
  side: Side,
  { setting, plan }: { setting: Setting; plan: Plan },
): Promise<Round> {
  const firstStep = await open(page, side, setting);
  const count = await stepsIn(page, plan.seconds);
  const { seconds, loss, calls, gap } = await train(page, count);
  if (!Number.isFinite(loss)) throw new Error('its loss is no longer a finite number');
  const perStep = (all: number): number => Number((all / count).toFixed(2));
  return {
    firstStep,
    stepsPerSecond: count / seconds,
    gap,
    calls: {
      draws: perStep(calls.draws),
      uploads: perStep(calls.uploads),
      readBacks: perStep(calls.readBacks),
    },
  };
}

/** What is told of the last round alone: the most that is held, and training until the samples are good. */
async function measureRest(
  page: Page,
  { plan, round }: { plan: Plan; round: Round },
): Promise<Pick<Figures, 'quality' | 'peak'>> {
  const peak = await within(
    page.evaluate(() => window.bench.peak()),
    patience,
  );
  const canReach = round.stepsPerSecond * plan.qualitySeconds >= 2 * stepsPerVerdict;
  const quality = canReach ? await measureQuality(page, plan) : null;
  return { peak: peak ?? null, quality };
}

/** Goes on in a fresh thread, whose network has seen nothing; the judge's own time does not count. */
async function measureQuality(page: Page, { qualitySeconds }: Plan): Promise<Figures['quality']> {
  let seconds = await within(
    page.evaluate(() => window.bench.reopen()),
    patience,
  );
  let steps = 1;
  while (seconds < qualitySeconds) {
    const stretch = await train(page, stepsPerVerdict);
    steps += stepsPerVerdict;
    seconds += stretch.seconds;
    const { distance, floor } = await within(
      page.evaluate(() => window.bench.judge()),
      patience,
    );
    if (distance <= 2 * floor) return { seconds, steps };
  }
  return null;
}

/** Seconds per step of our side over one sweep; over `steps`, seconds of that many steps. */
export async function measureGrowth(
  settings: readonly { readonly setting: Setting; readonly work: number; readonly steps?: number }[],
  { openPage, plan }: { openPage: OpenPage; plan: Plan },
): Promise<Point[]> {
  const points: Point[] = [];
  for (const { setting, work, steps } of settings) {
    const page = await openPage(setting.place);
    try {
      await open(page, 'ours', setting);
      const count = steps ?? (await stepsIn(page, plan.seconds));
      if (steps !== undefined) await train(page, 3);
      const stretches = [];
      for (let round = 0; round < plan.rounds; round++) stretches.push((await train(page, count)).seconds);
      const seconds = median(stretches);
      points.push({ work, seconds: steps === undefined ? seconds / count : seconds });
    } finally {
      await page.close();
    }
  }
  return points;
}

const open = (page: Page, side: Program, setting: Setting): Promise<number> =>
  within(
    page.evaluate(([side, setting]) => window.bench.open(side, setting), [side, setting] as const),
    patience,
  );

const train = (page: Page, count: number) =>
  within(
    page.evaluate((count) => window.bench.train(count), count),
    patience,
  );

/** How many steps fill the time, by the pace after the first few: from 2 to 400, or 1 where one takes very long. */
async function stepsIn(page: Page, seconds: number): Promise<number> {
  const first = await train(page, 1);
  if (first.seconds > 3 * seconds) return 1;
  const pace = await train(page, 2);
  return Math.min(400, Math.max(2, Math.round((seconds * 2) / pace.seconds)));
}

async function within<Answer>(work: Promise<Answer>, seconds: number): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it did not answer within ${seconds} s`)), seconds * 1000);
  });
  work.catch(() => undefined);
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** The first line of what went wrong, without what the driver of the browser says around it. */
export function reason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text
    .replace(/^page\.evaluate: (Error: )?/, '')
    .split('\n')[0]
    .trim();
}
