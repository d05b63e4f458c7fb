import type { View } from '../contract.ts';
import type { Moment } from '../history.ts';
import { filled } from '../numbers.ts';
import { chartMarkup, isEmptyChart } from './chart.ts';
import { imagesMarkup } from './images.ts';
import { planeMarkup } from './plane.ts';

/**
 * The picture of a view at one moment of a run, as HTML. The same function draws the recorded run while the site is built and
 * the live run in the browser, so that the two can't differ. A formula is typeset while building; only its numbers change, so
 * its markup here is the numbers in words.
 */
export function markup(view: View, moment: Moment): string {
  switch (view.kind) {
    case 'plane':
      return planeMarkup(view, moment);
    case 'images':
      return imagesMarkup(view, moment);
    case 'chart':
      return chartMarkup(view, moment);
    case 'text':
      return filled(view.template, (field) => escapedText(moment.value(field)));
    case 'formula':
      return '';
  }
}

/** A chart without a single value is left out, until a frame carries one. */
export function isShown(view: View, moment: Moment): boolean {
  return view.kind !== 'chart' || !isEmptyChart(view, moment);
}

function escapedText(value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('&', '&amp;').replaceAll('<', '&lt;') : value;
}
