import type { View } from '../contract.ts';
import type { Moment } from '../history.ts';
import { filled } from '../numbers.ts';
import { chartMarkup } from './chart.ts';
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

function escapedText(value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('&', '&amp;').replaceAll('<', '&lt;') : value;
}
