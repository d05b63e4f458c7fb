import type { Rhythm, Views } from './contract.ts';
import { curvesOf } from './view-kinds.ts';

/** The field of a frame that holds the loss: the first line of a chart that is drawn as one. Nothing where no loss is charted. */
export function lossField(views: Views, rhythm: Rhythm = 'run'): string | undefined {
  return linesOf(views, rhythm).find(({ actor }) => actor === 'loss')?.field;
}

/**
 * The same, or the critic's loss in a game: there it tells whether two runs are the same run, but not whether training gets
 * anywhere, so that no run stops for it.
 */
export function firstLossField(views: Views, rhythm: Rhythm = 'run'): string | undefined {
  return (
    lossField(views, rhythm) ?? linesOf(views, rhythm).find(({ field }) => field === 'criticLoss')?.field
  );
}

function linesOf(views: Views, rhythm: Rhythm) {
  if (rhythm === 'answer') return [];
  return curvesOf(views)
    .flatMap(({ series }) => series)
    .filter(({ style }) => style !== 'floor');
}
