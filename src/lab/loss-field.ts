import type { Rhythm, Views } from './contract.ts';

/** The field of a frame that holds the loss: the first line of a chart that is drawn as one. Nothing where no loss is charted. */
export function lossField(views: Views, rhythm: Rhythm = 'run'): string | undefined {
  if (rhythm === 'answer') return undefined;
  const charts = Object.values(views).filter((view) => view.kind === 'chart');
  const lines = charts.flatMap(({ series }) => series);
  return lines.find(({ actor, style }) => actor === 'loss' && style !== 'floor')?.field;
}
