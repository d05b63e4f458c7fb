import type { Actor, ViewBase } from '../contract.ts';
import { escaped } from '../escaped.ts';
import type { Moment } from '../history.ts';
import type { ViewKind } from '../view-kinds.ts';

/** Grey pictures in a grid. The field holds `Uint8Array`, 0 is paper and 255 is ink, one picture after another, row by row. */
export interface ImagesView extends ViewBase {
  readonly kind: 'images';
  readonly field: string;
  readonly actor: Actor;
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  /** A word per column or row, e.g. the digit asked for. */
  readonly captions?: readonly string[];
}

declare module '../contract.ts' {
  interface ViewKinds {
    readonly images: ImagesView;
  }
}

export const kind: ViewKind<ImagesView> = {
  form: 'picture',
  fields: ({ field }) => [field],
  markup: imagesMarkup,
  above: ({ captions, columns }) => (captions === undefined ? '' : captionRow(captions, columns)),
};

function captionRow(captions: readonly string[], columns: number): string {
  const spans = captions.map((caption) => `<span>${escaped(caption)}</span>`);
  return `<p class="view-captions actor-label" style="--columns:${columns}" aria-hidden="true">${spans.join('')}</p>`;
}

/** Grey pictures side by side as one bitmap; the page decides how large its pixels are and inverts it in the dark theme. */
export function imagesMarkup(view: ImagesView, moment: Moment): string {
  const grey = moment.value(view.field);
  if (!(grey instanceof Uint8Array) || grey.length === 0) return '';
  const { pixels, width, height } = sheet(grey, view);
  return `<img class="pixels" alt="" width="${width}" height="${height}" src="${bitmapAddress(pixels, width, height)}">`;
}

/** All pictures on one sheet, one empty pixel between neighbours. */
function sheet(grey: Uint8Array, { width: w, height: h, columns }: ImagesView) {
  const count = Math.floor(grey.length / (w * h));
  const rows = Math.ceil(count / columns);
  const width = columns * (w + 1) - 1;
  const height = rows * (h + 1) - 1;
  const pixels = new Uint8Array(width * height);
  for (let i = 0; i < count; i++) {
    const left = (i % columns) * (w + 1);
    const top = Math.floor(i / columns) * (h + 1);
    for (let row = 0; row < h; row++) {
      const from = (i * h + row) * w;
      pixels.set(grey.subarray(from, from + w), (top + row) * width + left);
    }
  }
  return { pixels, width, height };
}

/**
 * A Windows bitmap with 16 greys (BITMAPINFOHEADER, 4 bits a pixel, rows from the bottom up and padded to 4 bytes) as a
 * data address: no compression and no checksum, so that it is written in microseconds on every frame. 0 is white.
 */
export function bitmapAddress(pixels: Uint8Array, width: number, height: number): string {
  const stride = Math.ceil(width / 8) * 4;
  const start = 14 + 40 + 16 * 4;
  const bytes = new Uint8Array(start + stride * height);
  const header = new DataView(bytes.buffer);
  header.setUint16(0, 0x424d);
  const words = [bytes.length, 0, start, 40, width, height, 1 | (4 << 16), 0, stride * height, 0, 0, 16, 0];
  words.forEach((word, i) => header.setUint32(2 + 4 * i, word, true));
  for (let grey = 0; grey < 16; grey++) bytes.fill(255 - grey * 17, 54 + 4 * grey, 57 + 4 * grey);
  for (let row = 0; row < height; row++) {
    const line = start + (height - 1 - row) * stride;
    for (let column = 0; column < width; column++) {
      bytes[line + (column >> 1)] |= (pixels[row * width + column] >> 4) << (column % 2 === 0 ? 4 : 0);
    }
  }
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return `data:image/bmp;base64,${btoa(binary)}`;
}
