/** MNIST's own files (LeCun, Cortes and Burges) and how its 28 x 28 pictures become 16 x 16 ones. */

import { digitSide, type DigitSet } from './digits.ts';

const mnistSide = 28;
/** 28 pixels and a margin of 2 make 32, which halves evenly. */
const margin = (2 * digitSide - mnistSide) / 2;

/**
 * All pictures of a pair of IDX files, padded from 28 x 28 to 32 x 32 and averaged over blocks of 2 x 2 pixels.
 * @throws Error naming the file's fault: not IDX, other dimensions, lengths that do not agree
 */
export function digitsFromMnist(images: Uint8Array, labels: Uint8Array): DigitSet {
  const [count, height, width] = idxShape(images, 3, 'images');
  if (height !== mnistSide || width !== mnistSide) {
    throw new Error(`MNIST images are ${mnistSide} x ${mnistSide} pixels, these are ${height} x ${width}.`);
  }
  const [labelCount] = idxShape(labels, 1, 'labels');
  if (labelCount !== count) throw new Error(`There are ${count} images but ${labelCount} labels.`);
  const greys = images.subarray(idxHeaderBytes(3));
  const pixels = new Float32Array(count * digitSide * digitSide);
  for (let i = 0; i < pixels.length; i++) pixels[i] = blockMean(greys, i) / 127.5 - 1;
  return { count, pixels, labels: labels.slice(idxHeaderBytes(1)) };
}

/** Mean grey, 0 to 255, of the 2 x 2 block of the padded picture under pixel `i` of the small pictures. */
function blockMean(greys: Uint8Array, i: number): number {
  const column = i % digitSide;
  const row = Math.floor(i / digitSide) % digitSide;
  const start = Math.floor(i / digitSide ** 2) * mnistSide ** 2;
  let sum = 0;
  for (let y = 2 * row - margin; y < 2 * row - margin + 2; y++) {
    for (let x = 2 * column - margin; x < 2 * column - margin + 2; x++) {
      if (x >= 0 && x < mnistSide && y >= 0 && y < mnistSide) sum += greys[start + y * mnistSide + x];
    }
  }
  return sum / 4;
}

function idxHeaderBytes(dimensions: number): number {
  return 4 + 4 * dimensions;
}

/** Reads the header of an IDX file of bytes: 0, 0, the type 8, the number of dimensions, then each size as big-endian uint32. */
function idxShape(file: Uint8Array, dimensions: number, name: string): number[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const header = idxHeaderBytes(dimensions);
  if (file.length < header || view.getUint32(0) !== 0x0800 + dimensions) {
    throw new Error(`The MNIST ${name} are not an IDX file of bytes in ${dimensions} dimension(s).`);
  }
  const shape = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  const expected = header + shape.reduce((product, size) => product * size, 1);
  if (file.length !== expected) {
    throw new Error(
      `The MNIST ${name} must have ${expected} bytes by their header, but there are ${file.length}.`,
    );
  }
  return shape;
}
