/**
 * Handwritten digits, 16 x 16 pixels, and the small file that they travel in.
 *
 * The file, little-endian: the letters `DIG1`, the number of digits (uint32), one label byte per digit, then 128 bytes per
 * digit: 16 levels of grey, two pixels per byte, the left one in the high half. Sixteen levels are as good as 256 to the
 * eye and to the models here, and halve the download.
 */

import { DamagedFile } from './damaged-file.ts';

/** Pixels on a side. */
export const digitSide = 16;
const pixelsPerDigit = digitSide * digitSide;
const bytesPerDigit = pixelsPerDigit / 2;
const headerBytes = 8;
const magic = 'DIG1';

/** Labelled pictures of digits. */
export interface DigitSet {
  readonly count: number;
  /** [count * 256] in [-1, 1]: -1 is paper, 1 is ink; one picture after another, each row by row. */
  readonly pixels: Float32Array;
  /** [count] from 0 to 9. */
  readonly labels: Uint8Array;
}

/** The digits as a file; the greys are rounded to 16 levels, so a pixel moves by at most 1/15. */
export function encodeDigits(digits: DigitSet): Uint8Array<ArrayBuffer> {
  assertDigits(digits);
  const file = new Uint8Array(headerBytes + digits.count * (1 + bytesPerDigit));
  for (let i = 0; i < magic.length; i++) file[i] = magic.charCodeAt(i);
  new DataView(file.buffer).setUint32(4, digits.count, true);
  file.set(digits.labels, headerBytes);
  const packed = file.subarray(headerBytes + digits.count);
  for (let i = 0; i < packed.length; i++) {
    packed[i] = (greyLevel(digits.pixels[2 * i]) << 4) | greyLevel(digits.pixels[2 * i + 1]);
  }
  return file;
}

/**
 * The digits of a file that `encodeDigits` wrote.
 * @throws DamagedFile saying what is wrong with the file: no digits at all, cut short, too long, a label above 9
 */
export function decodeDigits(buffer: ArrayBuffer): DigitSet {
  const file = new Uint8Array(buffer);
  const count = digitCount(file);
  const labels = file.slice(headerBytes, headerBytes + count);
  const wrong = labels.findIndex((label) => label > 9);
  if (wrong >= 0)
    throw new DamagedFile(`Not a valid digits file: digit ${wrong} has the label ${labels[wrong]}.`);
  const packed = file.subarray(headerBytes + count);
  const pixels = new Float32Array(count * pixelsPerDigit);
  for (let i = 0; i < packed.length; i++) {
    pixels[2 * i] = (packed[i] >> 4) / 7.5 - 1;
    pixels[2 * i + 1] = (packed[i] & 15) / 7.5 - 1;
  }
  return { count, pixels, labels };
}

/** The pictures at the given positions, in that order, e.g. a batch or one class. */
export function selectedDigits(digits: DigitSet, positions: ArrayLike<number>): DigitSet {
  const count = positions.length;
  const pixels = new Float32Array(count * pixelsPerDigit);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const from = positions[i];
    if (!(from >= 0 && from < digits.count))
      throw new RangeError(`There is no digit ${from} of ${digits.count}.`);
    pixels.set(
      digits.pixels.subarray(from * pixelsPerDigit, (from + 1) * pixelsPerDigit),
      i * pixelsPerDigit,
    );
    labels[i] = digits.labels[from];
  }
  return { count, pixels, labels };
}

function greyLevel(pixel: number): number {
  return Math.min(15, Math.max(0, Math.round((pixel + 1) * 7.5)));
}

function digitCount(file: Uint8Array): number {
  const start = String.fromCharCode(...file.subarray(0, magic.length));
  if (file.length < headerBytes || start !== magic) {
    throw new DamagedFile(`Not a digits file: it must start with "${magic}" and has ${file.length} bytes.`);
  }
  const count = new DataView(file.buffer, file.byteOffset).getUint32(4, true);
  const expected = headerBytes + count * (1 + bytesPerDigit);
  if (file.length !== expected) {
    throw new DamagedFile(
      `Not a valid digits file: ${count} digits take ${expected} bytes, but it has ${file.length}.`,
    );
  }
  return count;
}

function assertDigits({ count, pixels, labels }: DigitSet): void {
  if (pixels.length !== count * pixelsPerDigit || labels.length !== count) {
    throw new RangeError(
      `${count} digits need ${count * pixelsPerDigit} pixels and ${count} labels, ` +
        `got ${pixels.length} and ${labels.length}.`,
    );
  }
  if (!pixels.every(Number.isFinite)) throw new RangeError('A pixel is not a finite number.');
  const wrong = labels.findIndex((label) => label > 9);
  if (wrong >= 0) throw new RangeError(`Digit ${wrong} has the label ${labels[wrong]}, which is above 9.`);
}
