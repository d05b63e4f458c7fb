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
  /** Where the stream stands, as a short text: `resume` goes on from there. */
  state(): string;
  /**
   * Takes this stream to where a stream stood when it said `state`; forks stay those of this stream's own seed.
   * @throws RangeError if the text is no such state
   */
  resume(state: string): void;
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
  const words = smallFastCounter(path);
  const uniform = (): number => nextWord(words) / 2 ** 32;
  const normals: NormalDraws = {};
  const normal = (): number => nextNormal(normals, uniform);
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
    state: () => [...words, normals.spare ?? ''].join(' '),
    resume: (state) => {
      const read = stateIn(state);
      words.set(read.words);
      normals.spare = read.spare;
    },
  };
}

/** The inverse of `state`: the generator's four words and, if one is kept, the second normal number of a pair. */
function stateIn(text: string): { words: readonly number[]; spare: number | undefined } {
  const [words, spare] = [text.split(' ').slice(0, 4), text.split(' ')[4]];
  const known = /^(-?\d+ ){4}\S*$/.test(text) && Number.isFinite(Number(spare));
  if (!known) throw new RangeError(`This is no state of a random stream: "${text}".`);
  return { words: words.map(Number), spare: spare === '' ? undefined : Number(spare) };
}

/** The state of the generator sfc32: three words and a counter. */
function smallFastCounter(path: string): Int32Array {
  const words = Int32Array.of(hash(path, 1), hash(path, 2), hash(path, 3), 1);
  // The author's own number of warm-up rounds: after them every bit of the seed has touched every bit of the state.
  for (let round = 0; round < 15; round++) nextWord(words);
  return words;
}

/**
 * Uniform 32-bit words by the generator sfc32 of Chris Doty-Humphrey: three words of state and a counter, which guarantees
 * a period of at least 2^32.
 */
function nextWord(words: Int32Array): number {
  const [a, b, c, counter] = words;
  const word = (a + b + counter) | 0;
  words[3] = counter + 1;
  words[0] = b ^ (b >>> 9);
  words[1] = c + (c << 3);
  words[2] = ((c << 21) | (c >>> 11)) + word;
  return word >>> 0;
}

/** FNV-1a over the characters, then the finaliser of MurmurHash3; `salt` gives several hashes of one text. */
function hash(text: string, salt: number): number {
  let word = 0x811c9dc5 ^ Math.imul(salt, 0x9e3779b1);
  for (let i = 0; i < text.length; i++) word = Math.imul(word ^ text.charCodeAt(i), 0x01000193);
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return (word ^ (word >>> 16)) | 0;
}

/** The second number of a pair, until it is asked for. */
interface NormalDraws {
  spare?: number;
}

/** Box and Muller (1958): two uniform numbers make two normal ones; the second is kept for the next call. */
function nextNormal(draws: NormalDraws, uniform: () => number): number {
  if (draws.spare !== undefined) {
    const kept = draws.spare;
    draws.spare = undefined;
    return kept;
  }
  // 1 - u lies in (0, 1], where the logarithm is finite.
  const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
  const angle = 2 * Math.PI * uniform();
  draws.spare = radius * Math.sin(angle);
  return radius * Math.cos(angle);
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
