/**
 * Seeded random numbers. A seed makes a run: everything random in a demo, a test or a recording comes from here, so that
 * it can be repeated exactly.
 */

/** A stream of random numbers that its seed determines. */
export interface Random {
  /** A number in [0, 1), one of 2^32 equally spaced values. */
  uniform(): number;
  /** A draw from the standard normal distribution N(0, 1). */
  normal(): number;
  /** A whole number from 0 to `below - 1`, each equally likely. */
  integer(below: number): number;
  /** `count` draws from N(0, 1). */
  normals(count: number): Float32Array;
  /** The numbers 0 to `count - 1` in random order. */
  shuffled(count: number): Int32Array;
  /**
   * An independent stream named by `label`. It depends on this stream's seed and on the label only, never on how many
   * numbers were drawn before; the same label gives the same stream again.
   */
  fork(label: string): Random;
}

/**
 * The random stream of a seed. Any whole number is a seed, 0 and negative ones included.
 * @throws RangeError if the seed is not a safe integer
 */
export function createRandom(seed: number): Random {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`A seed must be a whole number, got ${seed}.`);
  return stream(String(seed));
}

/** A stream is known by its path, `seed/label/label`, which is hashed into the state of the generator. */
function stream(path: string): Random {
  const bits = smallFastCounter(path);
  const uniform = (): number => bits() / 2 ** 32;
  const normal = normalDraws(uniform);
  const integer = (below: number): number => {
    if (!Number.isInteger(below) || below < 1 || below > 2 ** 32) {
      throw new RangeError(`integer(below) needs a whole number from 1 to 2^32, got ${below}.`);
    }
    return Math.floor(uniform() * below);
  };
  return {
    uniform,
    normal,
    integer,
    normals: (count) => Float32Array.from({ length: count }, normal),
    shuffled: (count) => permutation(count, integer),
    fork: (label) => stream(`${path}/${label}`),
  };
}

/**
 * Uniform 32-bit words by the generator sfc32 of Chris Doty-Humphrey: three words of state and a counter, which guarantees
 * a period of at least 2^32.
 */
function smallFastCounter(path: string): () => number {
  let a = hash(path, 1);
  let b = hash(path, 2);
  let c = hash(path, 3);
  let counter = 1;
  const next = (): number => {
    const word = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + word) | 0;
    return word >>> 0;
  };
  // The author's own number of warm-up rounds: after them every bit of the seed has touched every bit of the state.
  for (let round = 0; round < 15; round++) next();
  return next;
}

/** FNV-1a over the characters, then the finaliser of MurmurHash3; `salt` gives several hashes of one text. */
function hash(text: string, salt: number): number {
  let word = 0x811c9dc5 ^ Math.imul(salt, 0x9e3779b1);
  for (let i = 0; i < text.length; i++) word = Math.imul(word ^ text.charCodeAt(i), 0x01000193);
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return (word ^ (word >>> 16)) | 0;
}

/** Box and Muller (1958): two uniform numbers make two normal ones; the second is kept for the next call. */
function normalDraws(uniform: () => number): () => number {
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    // 1 - u lies in (0, 1], where the logarithm is finite.
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

/** Fisher and Yates: every order is equally likely. */
function permutation(count: number, integer: (below: number) => number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = integer(i + 1);
    const moved = order[i];
    order[i] = order[j];
    order[j] = moved;
  }
  return order;
}
