import * as tf from '@tensorflow/tfjs-core';
import { pull, type Round } from './adversarial-round.ts';
import { criticLoss, generated, generatorLoss, scored, type Game } from './gan.ts';
import { seededNoise } from './noise.ts';
import { sizes } from './training-parts.ts';
import { firstOf, listed, pair, short } from './training-words.ts';
import { moveAgainst, type Batch, type Training } from './training.ts';
import { lossAndGradient, unflattened, type Weights } from './weights.ts';

export type RoundPart =
  'draw' | 'fakes' | 'judgement' | 'criticLoss' | 'criticUpdate' | 'generatorLoss' | 'generatorUpdate';

interface Told {
  readonly part: RoundPart;
  readonly numbers: string;
}

/**
 * `playRound` taken apart, for points, each part told in a sentence by its numbers, which are those of the first point of the batch.
 * Draws the same random numbers in the same order and leaves the same game behind; `ends` is true of the last part alone.
 */
export async function* roundInWords(
  game: Game,
  batches: () => Batch,
  round: Round,
): AsyncGenerator<Told & { readonly ends: boolean }, void, void> {
  const moves = [
    ...Array.from({ length: round.criticSteps }, () => criticInWords),
    ...Array.from({ length: round.generatorSteps }, () => generatorInWords),
  ];
  for (const [index, words] of moves.entries()) {
    const isLast = index === moves.length - 1;
    for await (const told of freed(words, batches(), { game, round }))
      yield { ...told, ends: isLast && told.part.endsWith('Update') };
  }
}

/** One move. */
interface Telling {
  readonly game: Game;
  readonly real: tf.Tensor2D;
  readonly round: Round;
  /** Keeps a tensor until the move is over. */
  readonly held: <T extends tf.Tensor>(tensor: T) => T;
}

type Words = (telling: Telling) => AsyncGenerator<Told, void, void>;

async function* freed(
  words: Words,
  { clean: real }: Batch,
  { game, round }: Pick<Telling, 'game' | 'round'>,
): AsyncGenerator<Told, void, void> {
  const tensors: tf.Tensor[] = [real];
  const held: Telling['held'] = (tensor) => {
    tensors.push(tensor);
    return tensor;
  };
  try {
    yield* words({ game, real, round, held });
  } finally {
    tf.dispose(tensors);
  }
}

async function* criticInWords({ game, real, round, held }: Telling): AsyncGenerator<Told, void, void> {
  const { generator, critic } = game;
  const size = real.shape[0];
  const noise = held(noiseFor(generator, size, round));
  const share = round.unitSlope ? held(uniforms(size, round)) : undefined;
  const first = { real: pair(await firstOf(real)), noise: pair(await firstOf(noise)) };
  yield { part: 'draw', numbers: `The first real point is ${first.real}, the first noise ${first.noise}.` };
  const fake = held(tf.tidy(() => generated(weightsOf(generator), noise)));
  yield { part: 'fakes', numbers: `From its noise the first fake becomes ${pair(await firstOf(fake))}.` };
  const scores = held(
    tf.tidy(() => tf.stack([scored(weightsOf(critic), real), scored(weightsOf(critic), fake)])),
  );
  yield { part: 'judgement', numbers: verdict(await scores.data(), size) };
  const { loss, gradient } = lossAndGradient(
    (weights) => criticLoss(weights, { real, fake, share }, round),
    critic.parameters,
    critic.layout,
  );
  yield { part: 'criticLoss', numbers: await lossInWords(held(loss), held(gradient), critic) };
  const before = held(tf.clone(critic.parameters));
  moveAgainst(gradient, critic, { ...round, learningRate: round.criticRate });
  yield { part: 'criticUpdate', numbers: await movesInWords(before, critic) };
}

async function* generatorInWords({ game, real, round, held }: Telling): AsyncGenerator<Told, void, void> {
  const { generator, critic } = game;
  const noise = held(noiseFor(generator, real.shape[0], round));
  const { loss, gradient } = lossAndGradient(
    (weights) => generatorLoss(weights, { critic: weightsOf(critic), noise, real }, round),
    generator.parameters,
    generator.layout,
  );
  const fake = held(tf.tidy(() => generated(weightsOf(generator), noise)));
  const pulls = held(tf.tidy(() => pull(weightsOf(critic), { real, fake }, round.objective)));
  const [at, to] = [pair(await firstOf(fake)), pair(await firstOf(pulls))];
  const numbers = await lossInWords(held(loss), held(gradient), generator);
  yield {
    part: 'generatorLoss',
    numbers: `A new fake at ${at} is pulled along ${to}, minus its own gradient. ${numbers}`,
  };
  const before = held(tf.clone(generator.parameters));
  moveAgainst(gradient, generator, { ...round, learningRate: round.generatorRate });
  yield { part: 'generatorUpdate', numbers: await movesInWords(before, generator) };
}

const noiseFor = ({ layout }: Training, size: number, { random }: Round): tf.Tensor2D =>
  seededNoise([size, layout[0].shape[0]], random);

const uniforms = (size: number, { random }: Round): tf.Tensor2D =>
  tf.tensor2d(
    Float32Array.from({ length: size }, () => random.uniform()),
    [size, 1],
  );

const weightsOf = ({ parameters, layout }: Training): Weights => unflattened(parameters, layout);

/** Scores of the real points, then of the fakes. */
function verdict(scores: ArrayLike<number>, size: number): string {
  let right = 0;
  for (let i = 0; i < size; i++) if (scores[i] > scores[size + i]) right++;
  const share = Math.round((100 * right) / size);
  return `The first real point scores ${short(scores[0])}, the first fake ${short(scores[size])}; in ${share} % of the pairs the real one scores higher.`;
}

async function lossInWords(loss: tf.Scalar, gradient: tf.Tensor1D, { layout }: Training): Promise<string> {
  const [value] = await loss.data();
  return `The loss is ${short(value)}. Root mean square of its gradient: ${listed(await sizes(gradient, layout))}.`;
}

async function movesInWords(before: tf.Tensor1D, { parameters, layout }: Training): Promise<string> {
  const moves = tf.sub<tf.Tensor1D>(parameters, before);
  const found = await sizes(moves, layout);
  tf.dispose(moves);
  return `Root mean square of the moves: ${listed(found)}.`;
}
