import * as tf from '@tensorflow/tfjs-core';
import type { Objective } from './adversarial-objectives.ts';
import {
  criticStep,
  generated,
  generatorStep,
  scored,
  type Game,
  type GanWeights,
  type Move,
} from './gan.ts';
import { savedGame } from './saved-game.ts';
import type { SavedTraining } from './saved-training.ts';
import type { Batch, Training } from './training.ts';
import { unflattened } from './weights.ts';

/** A round of the game: so many moves of each player, the critic's first. A player that does not move is frozen. */
export interface Round extends Omit<Move, 'learningRate'> {
  readonly criticSteps: number;
  readonly generatorSteps: number;
  readonly criticRate: number;
  readonly generatorRate: number;
}

/** Plays one round, with a fresh batch for each move, and waits until it is over. */
export async function playRound(game: Game, batches: () => Batch, round: Round): Promise<void> {
  const moves = [
    ...Array.from({ length: round.criticSteps }, () => [criticStep, round.criticRate] as const),
    ...Array.from({ length: round.generatorSteps }, () => [generatorStep, round.generatorRate] as const),
  ];
  for (const [step, learningRate] of moves) {
    const batch = batches();
    const loss = step(game, batch, { ...round, learningRate });
    await loss.data(); // a graphics card that is handed many steps at once keeps the page waiting
    tf.dispose([loss, batch.clean]);
  }
}

/** What a learning rate is multiplied by: 1 for the first half of training, then a straight line to 0. */
export function fade(round: number, total: number): number {
  return Math.min(1, Math.max(0, 2 * (1 - round / total)));
}

/**
 * Where each fake would have to go to lower the generator's loss: minus its own gradient, -L'(score) times the critic's slope there,
 * [batch, dimension]. Fake i is paired with real i, where pairs are judged.
 */
export function pull(
  critic: GanWeights,
  { real, fake }: { real: tf.Tensor2D; fake: tf.Tensor2D },
  { generator }: Objective,
): tf.Tensor2D {
  const loss = (fake: tf.Tensor) => generator(scored(critic, fake as tf.Tensor2D), scored(critic, real));
  return tf.tidy(() => tf.mul(tf.grad(loss)(fake), -fake.shape[0]));
}

/** What both losses are when the critic gives every example the same score, half-way between real and fake. */
export async function chanceLosses(objective: Objective): Promise<{ critic: number; generator: number }> {
  const losses = tf.tidy(() => {
    const scores = [0, 0.5].map((score) => tf.tensor1d([score]));
    return tf.stack(
      scores.flatMap((score) => [objective.critic(score, score), objective.generator(score, score)]),
    );
  });
  const values = await losses.data();
  tf.dispose(losses);
  // Scores that are squares away from 0 and 1 have their middle at a half, all others at 0.
  const middle = values[2] < values[0] ? 2 : 0;
  return { critic: values[middle], generator: values[middle + 1] };
}

/** Fakes made of this noise, as plain numbers: by the present weights, or by their moving average. */
export async function fakesOf(
  { parameters, average, layout }: Training,
  noise: tf.Tensor2D,
  { averaged }: { averaged: boolean },
): Promise<Float32Array> {
  const fakes = tf.tidy(() => generated(unflattened(averaged ? average : parameters, layout), noise));
  const values = Float32Array.from(await fakes.data());
  tf.dispose(fakes);
  return values;
}

/** A game as plain numbers, after a round; its players may have taken more steps than there were rounds, or fewer. */
export async function savedRound(
  game: Game,
  round: number,
): Promise<SavedTraining & { notes: Record<string, string> }> {
  const notes = { generatorSteps: String(game.generator.step), criticSteps: String(game.critic.step) };
  return { ...(await savedGame(game)), step: round, notes };
}
