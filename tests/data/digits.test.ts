import { describe, expect, it } from 'vitest';
import { builtDigits, digitsFile, digitsLicence } from '#build/digits';
import { decodeDigits, encodeDigits, selectedDigits, type DigitSet } from '#data/digits';
import { digitsFromMnist } from '#data/mnist';
import { createRandom } from '#data/random';

function randomDigits(count: number): DigitSet {
  const random = createRandom(4);
  return {
    count,
    pixels: Float32Array.from({ length: count * 256 }, () => 2 * random.uniform() - 1),
    labels: Uint8Array.from({ length: count }, () => random.integer(10)),
  };
}

describe('the digits file', () => {
  const digits = randomDigits(7);
  const file = encodeDigits(digits);

  it('takes 8 bytes and 129 per digit', () => {
    expect(file.length).toBe(8 + 7 * 129);
  });

  it('keeps the labels and moves no pixel by more than 1/15', () => {
    const read = decodeDigits(file.buffer);
    expect(read.labels).toEqual(digits.labels);
    const moved = read.pixels.map((pixel, i) => Math.abs(pixel - digits.pixels[i]));
    expect(Math.max(...moved)).toBeLessThanOrEqual(1 / 15 + 1e-6);
  });

  it('keeps paper and ink exactly, and rounds only once', () => {
    const once = decodeDigits(file.buffer);
    expect(decodeDigits(encodeDigits(once).buffer).pixels).toEqual(once.pixels);
    const extremes = { ...digits, pixels: digits.pixels.map((pixel) => Math.sign(pixel)) };
    expect(decodeDigits(encodeDigits(extremes).buffer).pixels).toEqual(extremes.pixels);
  });

  it.each<[string, (file: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>, RegExp]>([
    ['an empty file', () => new Uint8Array(0), /must start with "DIG1" and has 0 bytes/],
    ['a page of HTML', () => new TextEncoder().encode('<!doctype html>'), /must start with "DIG1"/],
    ['a header only', (whole) => whole.slice(0, 6), /has 6 bytes/],
    ['a file cut short', (whole) => whole.slice(0, -1), /7 digits take 911 bytes, but it has 910/],
    ['a file too long', (whole) => new Uint8Array([...whole, 0]), /but it has 912/],
    ['a label above 9', (whole) => whole.with(10, 77), /digit 2 has the label 77/],
  ])('explains %s', (_, damage, message) => {
    expect(() => decodeDigits(damage(file).buffer)).toThrow(message);
  });

  it('refuses to write what it could not read', () => {
    expect(() => encodeDigits({ ...digits, count: 8 })).toThrow(/8 digits need 2048 pixels and 8 labels/);
    expect(() => encodeDigits({ ...digits, pixels: digits.pixels.with(3, NaN) })).toThrow(/finite/);
    expect(() => encodeDigits({ ...digits, labels: digits.labels.with(1, 10) })).toThrow(/label 10/);
  });
});

describe('selectedDigits', () => {
  it('copies pictures and labels in the order asked for', () => {
    const digits = randomDigits(5);
    const some = selectedDigits(digits, [3, 0, 3]);
    expect(Array.from(some.labels)).toEqual([3, 0, 3].map((i) => digits.labels[i]));
    expect(some.pixels.subarray(256, 512)).toEqual(digits.pixels.subarray(0, 256));
    expect(() => selectedDigits(digits, [5])).toThrow(/no digit 5 of 5/);
  });
});

/** An IDX file of bytes. */
function idx(shape: number[], values: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  const header = [0, 0, 8, shape.length, ...shape.flatMap((size) => [0, 0, size >> 8, size & 255])];
  return new Uint8Array([...header, ...Array.from(values)]);
}

describe('digitsFromMnist', () => {
  it('pads 2 pixels on each side and averages blocks of 2 x 2', () => {
    const picture = new Uint8Array(784);
    picture.set([255, 255], 0);
    picture.set([255, 0], 28);
    picture[783] = 102;
    const { pixels, labels, count } = digitsFromMnist(idx([1, 28, 28], picture), idx([1], [7]));
    expect([count, labels[0]]).toEqual([1, 7]);
    const inked = Array.from(pixels.entries()).filter(([, pixel]) => pixel !== -1);
    // The first block of the 28 x 28 picture is pixel (1, 1) of the small one, the last block is pixel (14, 14).
    expect(inked.map(([position]) => position)).toEqual([17, 14 * 17]);
    expect(inked[0][1]).toBeCloseTo(0.5, 6);
    expect(inked[1][1]).toBeCloseTo((102 / 4 / 255) * 2 - 1, 6);
  });

  it.each<[string, Uint8Array, Uint8Array, RegExp]>([
    ['text', new TextEncoder().encode('not here'), idx([1], [7]), /images are not an IDX file of bytes in 3/],
    ['another size', idx([1, 2, 2], [1, 2, 3, 4]), idx([1], [7]), /28 x 28 pixels, these are 2 x 2/],
    ['missing pixels', idx([1, 28, 28], [1]), idx([1], [7]), /images must have 800 bytes/],
    ['other counts', idx([1, 28, 28], new Uint8Array(784)), idx([2], [7, 8]), /1 images but 2 labels/],
    [
      'labels of pictures',
      idx([1, 28, 28], new Uint8Array(784)),
      idx([1, 1], [7]),
      /labels are not an IDX file/,
    ],
  ])('explains %s', (_, images, labels, message) => {
    expect(() => digitsFromMnist(images, labels)).toThrow(message);
  });
});

describe('the built digits', () => {
  it.each([
    ['train', 1000],
    ['test', 200],
  ] as const)('%s: %i of each digit, inked as MNIST is', (half, perClass) => {
    const digits = builtDigits(half);
    const counts = new Array<number>(10).fill(0);
    for (const label of digits.labels) counts[label]++;
    expect(counts).toEqual(new Array(10).fill(perClass));
    const mean = digits.pixels.reduce((sum, pixel) => sum + pixel, 0) / digits.pixels.length;
    expect(mean).toBeGreaterThan(-0.81);
    expect(mean).toBeLessThan(-0.785);
    // The order is random, so that any first part of the file is a fair sample.
    expect(new Set(digits.labels.subarray(0, 100)).size).toBe(10);
  });

  it('are the same file when read from the cache', () => {
    expect(digitsFile('test')).toEqual(digitsFile('test'));
  });

  it('carry their source and licence', () => {
    expect(digitsLicence).toMatch(/LeCun[\s\S]*1998[\s\S]*Attribution-ShareAlike/);
  });
});
