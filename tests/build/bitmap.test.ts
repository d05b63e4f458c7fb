import { expect, it } from 'vitest';
import { bitmapSvg } from '#build/bitmap';
import { History } from '#lab/history';
import { imagesMarkup } from '#lab/views/images';

const view = {
  kind: 'images',
  label: 'x',
  field: 'grey',
  actor: 'data',
  width: 2,
  height: 2,
  columns: 2,
} as const;

it('draws each grey of the page’s bitmap where it stands', () => {
  const grey = Uint8Array.of(255, 0, 0, 136);
  const history = new History();
  history.add({ step: 0, grey });
  const moment = history.at(0);
  const svg = bitmapSvg(imagesMarkup({ ...view, columns: 1 }, moment));
  expect(svg).toContain('viewBox="0 0 2 2"');
  expect(svg).toMatch(/fill-opacity="1\.000"><path[^>]*d="M0 0h1v1h-1z"/);
  expect(svg).toMatch(/fill-opacity="0\.533"><path[^>]*d="M1 1h1v1h-1z"/);
  expect(svg.match(/<path/g)).toHaveLength(2);
});

it('draws nothing where there is no picture yet', () => {
  expect(bitmapSvg('')).toBe('');
});
