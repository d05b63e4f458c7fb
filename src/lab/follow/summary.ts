import { filled } from '#words/filling';
import type { Words } from '#words/words';
import type { Views } from '../contract.ts';
import type { Moment } from '../history.ts';
import { formatted } from '../numbers.ts';
import { curvesOf, kindOf, type Curves, type Series } from '../view-kinds.ts';
import { isLine } from './chart-data.ts';
import { trendOf, type Trend } from './trend.ts';

export type FollowWords = Words['script']['tools']['follow'];

/**
 * A run at one moment in a few sentences: the step, and for every chart that is measured number by number the last value of each
 * line, where it goes, and how it stands to the chart's floor. Where nothing is measured so, the demo's own line of numbers.
 */
export function summaryOf(views: Views, moment: Moment, words: FollowWords): string {
  const step = formatted(Number(moment.value('step') ?? 0));
  const charts = curvesOf(views).flatMap((view) => chartSentence(view, moment, words) ?? []);
  const told = charts.length > 0 ? charts : ownWords(views, moment);
  return [filled(words.step, { step }), ...told].join(' ');
}

function chartSentence(view: Curves, moment: Moment, words: FollowWords): string | undefined {
  const lines = view.series
    .filter(isLine)
    .flatMap((series) => lineWords(view, series, { moment, words }) ?? []);
  if (lines.length === 0) return undefined;
  return filled(words.chart, { chart: view.label, series: lines.join('; ') });
}

interface Telling {
  readonly moment: Moment;
  readonly words: FollowWords;
}

function lineWords(view: Curves, series: Series, { moment, words }: Telling): string | undefined {
  const track = moment.track(series.field);
  const value = track.findLast(Number.isFinite);
  if (value === undefined) return undefined;
  const trend = trendOf(moment.track(view.x), track);
  const parts = [`${series.label} ${formatted(value)}`, trend && trendWords(trend, words)];
  const floor = view.series.find((entry) => !isLine(entry));
  return [...parts, floor && floorWords(value, floor, { moment, words })].filter(Boolean).join(', ');
}

function trendWords({ kind, change, relative, steps }: Trend, words: FollowWords): string {
  const size = Math.abs(change);
  const told = relative ? filled(words.percent, { number: formatted(100 * size, 2) }) : formatted(size, 2);
  return filled(words[kind], { change: told, steps: formatted(steps) });
}

function floorWords(value: number, { field, label }: Series, { moment, words }: Telling): string | undefined {
  const floor = moment.track(field).findLast(Number.isFinite);
  if (floor === undefined || floor <= 0) return undefined;
  return filled(words.floor, { ratio: formatted(value / floor, 2), label, value: formatted(floor) });
}

function ownWords(views: Views, moment: Moment): string[] {
  return Object.values(views).flatMap((view) => {
    const { form, markup } = kindOf(view);
    return form === 'words' ? markup(view, moment) : [];
  });
}
