/** The tables that the command prints: ratios first, then what they were made of. */
import { amountsOf, compared, inOrder, ratiosOf } from '#build/result-ratios';
import type { Results } from '#build/results';

const short = (value: number | null, digits = 3): string =>
  value === null ? '-' : String(Number(value.toPrecision(digits)));

export function printResults(results: Results): void {
  console.log('\nOurs in units of the others: of steps/s (speed) more is better, of all else less.');
  console.table(
    ratiosOf(results).map(({ place, side, values, missing }) => ({
      place,
      'ours /': side,
      ...(values
        ? Object.fromEntries(compared.map((name) => [name, short(values[name], 2)]))
        : { speed: `not run: ${missing}` }),
    })),
  );
  console.log('\nEach side alone: calls a step, steps/s, seconds, tensors, MB, ms.');
  console.table(inOrder(results.rows).map(absolute));
  console.log('\nThe demo of points on the built page, from the press of Play.');
  console.table(
    results.site.map(({ place, figures, missing }) => ({
      place,
      'first step, s': figures ? short(figures.firstStep) : `not run: ${missing}`,
      'to quality, s': figures?.quality ? short(figures.quality.seconds) : '-',
      'in steps': figures?.quality?.steps ?? '-',
      'longest gap, ms': figures ? short(figures.gap) : '-',
    })),
  );
  console.log(
    '\nThe small game of GAN Lab: two moves of the critic and one of the generator, 150 points each.',
  );
  console.table(
    results.game.map(({ place, figures, missing }) => ({
      place,
      'rounds/s': figures ? short(figures.roundsPerSecond) : `not run: ${missing}`,
      'longest gap, ms': figures ? short(figures.gap) : '-',
    })),
  );
  console.log('\nHow our time grows: slope 1 grows as the work, less than 1 more slowly.');
  console.table(
    results.growth.map(({ place, sweep, slope, points }) => ({
      place,
      sweep,
      slope: slope.toFixed(2),
      seconds: points.map(({ work, seconds }) => `${work}: ${short(seconds)}`).join(', '),
    })),
  );
  const { bytes, files } = results.download;
  console.log(
    `\nDownload before the first step: ${(bytes / 1000).toFixed(1)} kB compressed, in ${files} files.`,
  );
}

function absolute({ side, place, figures, missing }: Results['rows'][number]): Record<string, unknown> {
  if (!figures) return { place, side, 'steps/s': `not run: ${missing}` };
  const { draws, uploads, readBacks, speed, firstStep, quality, tensors, bytes, gap } = amountsOf(figures);
  return {
    place,
    side,
    'steps/s': short(speed),
    draws: short(draws),
    uploads: short(uploads),
    'read-backs': short(readBacks),
    'first step, s': short(firstStep),
    'to quality, s': short(quality),
    'in steps': figures.quality?.steps ?? '-',
    tensors: short(tensors, 4),
    MB: bytes === null ? '-' : short(bytes / 1e6),
    'longest gap, ms': short(gap),
  };
}
