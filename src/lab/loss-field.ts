import type { Rhythm, Views } from './contract.ts';
import { curvesOf } from './view-kinds.ts';

/** The field of a frame that holds the loss: the first line of a chart that is drawn as one. Nothing where no loss is charted. */
export function lossField(views: Views, rhythm: Rhythm = 'run'): string | undefined {
  if (rhythm === 'answer') return undefined;
  const lines = curvesOf(views).flatMap(({ series }) => series);
  return lines.find(({ actor, style }) => actor === 'loss' && style !== 'floor')?.field;
}
